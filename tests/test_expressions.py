"""An expression that is compiled later is the same one, and every one of the house can be compiled."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allsettled
from allsettled.expressions import _Later, expression

PACKAGE = Path(allsettled.__file__).parent


@given(st.text("ab1 ", max_size=8))
def test_it_finds_the_same(text: str) -> None:
    later, now = expression("(a+)|B", re.IGNORECASE), re.compile("(a+)|B", re.IGNORECASE)
    assert [found.span() for found in now.finditer(text)] == [found.span() for found in later.finditer(text)]
    assert now.sub("x", text) == later.sub("x", text)
    assert (now.search(text) is None) == (later.search(text) is None)
    assert (now.pattern, now.flags, now.groups) == (later.pattern, later.flags, later.groups)


def test_a_wrong_one_fails_when_it_is_used() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.search("")


def _users() -> list[str]:
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        imported = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        if any(node.module == "allsettled.expressions" for node in imported):
            names.append(".".join(("allsettled", *path.relative_to(PACKAGE).with_suffix("").parts)))
    return names


@pytest.mark.parametrize("name", _users())
def test_all_of_the_house_can_be_compiled(name: str) -> None:
    found: list[object] = list(vars(importlib.import_module(name)).values())
    while found:
        one = found.pop()
        if isinstance(one, _Later):
            re.compile(one.pattern, one._flags)
        elif isinstance(one, (tuple, list)):
            found += one
        elif isinstance(one, dict):
            found += one.values()
