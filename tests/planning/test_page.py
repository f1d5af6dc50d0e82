"""The page on plans says what is so."""

import re

import pytest

from allsettled.document.model import Fence
from planning.pages import PAGE, examples, reported


@pytest.mark.parametrize(("plan", "text"), list(examples()))
def test_an_example_is_reported_as_the_page_says(plan: Fence, text: Fence) -> None:
    assert text.text == reported(plan)


def test_the_page_has_both_forms() -> None:
    assert ["yaml", "markdown"] == [plan.info for plan, _ in examples()]


def test_the_page_names_every_kind_of_fault() -> None:
    source = PAGE.parents[1] / "checker" / "allsettled" / "planning"
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE.read_text(encoding="utf-8"))) | {"circle", "placeholder"}
    modules = ("aggregation", "commands", "context", "dependence", "form", "state")
    found: set[str] = set()
    for module in modules:
        text = (source / f"{module}.py").read_text(encoding="utf-8")
        found |= set(re.findall(r'Proof\(\s*"([a-z-]+)"', text))
        found |= set(re.findall(r'"((?:shared|unnamed|named|read|empty|short|output|result)-[a-z-]+)"', text))
    notes = {"cap-over-protocol", "few-domains", "overwritten-output", "unknown-agent"}
    assert found - notes <= named
    assert len(found) > 20
