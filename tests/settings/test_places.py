"""Every key and list item of a TOML text has its place."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.settings.model import Pointer
from allsettled.settings.places import nearest_place, places
from allsettled.span import FILE, Span

names = st.sampled_from(["a", "b-c", "d_1", "two words", 'quo"te', "é", "dot.ted", "#", "", "back\\slash", "="])
scalars = st.sampled_from(
    ["1", "-1.5e3", "true", "inf", "0xff", "1979-05-27 07:32:00", '""', "''", r'"a \" ] } # = b"', "'# = [\\'", '"é😀"']
)
long_strings = st.sampled_from(['"""\nx\n""y"""""', "'''\n''x'''''", '"""\\\n  z \\""" \n"""'])
comments = st.sampled_from(["", " # a = 1", " # ] } \"'"])


@st.composite
def keys(draw: st.DrawFn, name: str) -> str:
    styles = ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']
    if name and name.replace("-", "").replace("_", "").isalnum() and name.isascii():
        styles.append(name)
    if "'" not in name:
        styles.append(f"'{name}'")
    return draw(st.sampled_from(styles)) + draw(st.sampled_from(["", " "]))


@st.composite
def inline(draw: st.DrawFn, depth: int = 0) -> str:
    kind = draw(st.integers(0, 5)) if depth < 3 else 0
    if kind == 4:
        gap = draw(st.sampled_from(["", " ", "\n", "\n  # note ] \" '\n"]))
        items = draw(st.lists(inline(depth + 1), max_size=3))
        last = draw(st.sampled_from(["", gap + ","])) if items else ""
        return "[" + gap + f",{gap}".join(items) + last + gap + "]"
    if kind == 5:
        chosen: list[str] = draw(st.lists(names, max_size=3, unique=True))
        return "{ " + ", ".join(f"{draw(keys(name))}= {draw(inline(depth + 1))}" for name in chosen) + " }"
    return draw(scalars | long_strings)


@st.composite
def documents(draw: st.DrawFn) -> str:
    def statements(prefix: str) -> Iterator[str]:
        for name in draw(st.lists(names.map(lambda name: prefix + name), max_size=3, unique=True)):
            dotted = draw(st.booleans())
            key = draw(keys(name)) + (f".{draw(keys('x'))}.y " if dotted else "")
            yield f"{draw(st.sampled_from(['', '  ']))}{key}= {draw(inline())}{draw(comments)}"
            yield from draw(st.sampled_from([[], [""], ["# [not.a.table]"]]))

    lines = list(statements("k"))
    for number in range(draw(st.integers(0, 3))):
        head = f"t{number}"
        if draw(st.booleans()):
            for _ in range(draw(st.integers(1, 3))):
                lines += [f"[[ {head} ]]{draw(comments)}", *statements("k")]
                if draw(st.booleans()):
                    lines += [f"[{head}.'sub'. x]", *statements("k"), f"[[{head}.more]]", *statements("k")]
        else:
            lines += [f"[{head}]", *statements("k"), f'[{head}."s.t"]', *statements("k")]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def pointers(value: Any, at: Pointer = ()) -> Iterator[Pointer]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*at, key)
        yield from pointers(part, (*at, key))


@settings(max_examples=200, deadline=None)
@given(documents())
def test_everything_that_tomllib_reads_has_a_place_and_nothing_else(text: str) -> None:
    found = places(text)
    assert set(pointers(tomllib.loads(text))) == set(found)
    lines = text.split("\n")
    for pointer, span in found.items():
        if isinstance(pointer[-1], str):
            cut = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            assert pointer[-1] in (cut, cut[1:-1], cut[1:-1].replace('\\"', '"').replace("\\\\", "\\"))


@pytest.mark.parametrize(
    "text", ["[", "[[", "a", "a =", "= 1", "a = [", "a = {", "a = [1, {b", '"', "a = [}]", "[a]]]\n]"]
)
def test_what_is_not_toml_ends_the_scan(text: str) -> None:
    assert isinstance(places(text), dict)


def test_the_nearest_place_is_that_of_what_is_around() -> None:
    found = places('[tool.allsettled]\nselect = [\n  "a",\n]\n')
    assert Span(3, 3, 3, 6) == nearest_place(found, ("tool", "allsettled", "select", 0))
    assert Span(2, 1, 2, 7) == nearest_place(found, ("tool", "allsettled", "select", 7))
    assert Span(1, 7, 1, 17) == nearest_place(found, ("tool", "allsettled", "files", "max-size"))
    assert nearest_place(found, ("other",)) == FILE
