"""JSON text, its value and its places: what json accepts is accepted alike, save what is refused on purpose."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.shape.json_text import DEEPEST, JsonError, read_json
from working import grows_with_its_size

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def _dumped(value: Any, indent: int | None, ascii_only: bool) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only)


@settings(max_examples=100, deadline=None)
@given(values, st.sampled_from([None, 0, 2]), st.booleans())
def test_what_was_written_is_read_and_each_place_cuts_out_its_value(
    value: Any, indent: int | None, plain: bool
) -> None:
    text = _dumped(value, indent, plain)
    found = read_json(text)
    assert value == found.value
    lines = text.split("\n")
    for pointer, span in found.places.items():
        part = value
        for key in pointer:
            part = part[key]
        cut = lines[span.line - 1][span.column - 1 : span.end_column - 1]
        assert cut in ("{", "[") or json.loads(cut) == part
    for pointer, span in found.keys.items():
        assert pointer[-1] == json.loads(lines[span.line - 1][span.column - 1 : span.end_column - 1])
    for piece in found.pieces:
        assert piece.text == lines[piece.span.line - 1][piece.span.column - 1 : piece.span.end_column - 1]


def _refused(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _constant(word: str) -> Any:
    raise ValueError(word)


@settings(max_examples=200, deadline=None)
@given(values, st.data())
def test_a_broken_text_is_accepted_only_where_json_accepts_it(value: Any, data: st.DataObject) -> None:
    text = _dumped(value, None, True)
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    broken = (
        text[:at]
        + data.draw(st.sampled_from(["", ",", "]", "}", '"', ":", "\\", "0", "e", " ", "\n", "{}", "-"]))
        + text[at + cut :]
    )
    try:
        expected = json.loads(broken, object_pairs_hook=_refused, parse_constant=_constant)
        json.dumps(expected, allow_nan=False, ensure_ascii=False).encode()  # no infinity, no half of a character
    except (ValueError, RecursionError):
        with pytest.raises(JsonError):
            read_json(broken)
        return
    if len(broken) >= 19 and "e0" in broken:  # an exponent of many zeros is longer than any number that is read
        with suppress(JsonError):
            assert expected == read_json(broken).value
        return
    assert expected == read_json(broken).value


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the text ends before its value does"),
        ('{"a": 1', 1, 8, "the text ends before its value does"),
        ('{"a": 1,}', 1, 8, "nothing follows this comma but }"),
        ("[1,\n 2,\n]", 2, 3, "nothing follows this comma but ]"),
        ('{"a": 1 "b": 2}', 1, 9, 'a comma or } belongs here, not `"b"`'),
        ("[1 2]", 1, 4, "a comma or ] belongs here, not `2`"),
        ('{"a": 1,\n "a": 2}', 2, 2, 'the key "a" stands twice'),
        ("{a: 1}", 1, 2, "this is no JSON: `a: 1}`"),
        ("{1: 2}", 1, 2, "a key in quotes belongs here, not `1`"),
        ('{"a" 1}', 1, 6, "a colon belongs here, not `1`"),
        ('{"a": }', 1, 7, "a value belongs here, not `}`"),
        ("{'a': 1}", 1, 2, "text stands in double quotes"),
        ('["a\nb"]', 1, 2, "this text in quotes has no end, or holds a line break or control character"),
        ('["\\x"]', 1, 3, "`\\x` is no escape"),
        ('["\\ud800"]', 1, 2, "this text holds half a character"),
        ("[1] [2]", 1, 5, "text stands after the end of the value"),
        ("// no\n{}", 1, 1, "JSON has no comments"),
        ("[NaN]", 1, 2, "JSON has no NaN"),
        ("[-Infinity]", 1, 2, "JSON has no -Infinity"),
        ('{"a": None}', 1, 7, "JSON has no None"),
        ("[1e9999]", 1, 2, "this number is longer than any that is read here"),
        ("[" + "9" * 500 + "]", 1, 2, "this number is longer than any that is read here"),
        ("[0." + "3" * 500 + "]", 1, 2, "this number is longer than any that is read here"),
        ("[.5]", 1, 2, "this number is not written as JSON has it: `.5]`"),
        ("[1e999]", 1, 2, "this number is too big"),
        ("[01]", 1, 2, "this number is not written as JSON has it: `01]`"),
        ("[" * 100, 1, DEEPEST + 1, f"lists and objects are nested more than {DEEPEST} levels deep"),
    ],
)
def test_the_first_fault_is_said_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(JsonError) as caught:
        read_json(text)
    span = caught.value.span
    assert span is not None
    assert (line, column, message) == (span.line, span.column, caught.value.message)


def test_lines_of_a_text_have_places_of_their_own_unless_something_is_escaped_in_them() -> None:
    found = read_json('{"a": "one\\ntwo \\"x\\"\\nthree\\\\\\nfour"}')
    assert [("one", 8), ("four", 33)] == [(piece.text, piece.span.column) for piece in found.pieces]


@pytest.mark.parametrize(("start", "part", "end"), [('["', "aaaa", ""), ("[", '"a",', "1]"), ('["', "\\n\\n", '"]')])
def test_long_texts_take_work_by_their_length(start: str, part: str, end: str) -> None:
    def read(text: str) -> None:
        with suppress(JsonError):
            read_json(text)

    grows_with_its_size(read, lambda size: start + part * size + end, 4_000)
