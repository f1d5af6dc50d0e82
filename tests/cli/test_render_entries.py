"""What is kept of renders is read as it was written, and what isn't of its form isn't read at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.cli.render_entries import (
    Outputs,
    Text,
    Told,
    read_outputs,
    read_text,
    read_told,
    written,
    written_told,
)
from allsettled.render.asked import SIZES, Asked

texts = st.text(st.characters(), max_size=9)  # lone surrogates too
lists = st.lists(texts, max_size=3).map(tuple)
values = st.tuples(texts, texts | st.integers() | st.booleans() | lists)
askeds = st.builds(
    Asked, texts, texts, texts, st.sampled_from(SIZES), st.integers(0, 6), st.lists(values, max_size=2).map(tuple)
)
tolds = st.builds(Told, st.integers(0, 10**9 - 1), st.booleans(), st.dictionaries(texts, askeds, max_size=2), lists)
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(texts, inner, max_size=3),
)


@given(tolds)
def test_what_is_known_of_a_file_is_read_as_it_was(told: Told) -> None:
    again = read_told(written_told(told))
    assert told == again
    assert again is not None
    assert list(map(hash, told.pointed.values())) == list(map(hash, again.pointed.values()))


@given(st.builds(Outputs, lists, lists, lists))
def test_where_agents_are_rendered_to_is_read_as_it_was(outputs: Outputs) -> None:
    assert outputs == read_outputs(written(outputs))


@given(texts, st.from_regex(r"\A[0-9a-f]{8}\Z"), texts)
def test_a_text_is_read_as_it_was(body: str, inputs: str, pointer: str) -> None:
    assert Text(body, inputs, pointer) == read_text(written([body, inputs, pointer]))


@given(anything)
def test_what_is_not_of_the_form_is_not_read(entry: Any) -> None:
    data = written(entry)
    told, outputs, text = read_told(data), read_outputs(data), read_text(data)
    assert told is None or read_told(written_told(told)) == told
    assert outputs is None or read_outputs(written(outputs)) == outputs
    assert text is None or read_text(written(text)) == text


@pytest.mark.parametrize("data", [b"[" * 200_000, b"9" * 5000, b"1e999", b"\xff", b"\0", b"{}", b"null"])
def test_garbage_is_not_read(data: bytes) -> None:
    assert [None, None, None] == [read(data) for read in (read_told, read_outputs, read_text)]


@pytest.mark.parametrize(
    "entry",
    [
        [-1, 0, [], []],
        [True, 0, [], []],
        [1, 2, [], []],
        [1, 0, [], [5]],
        [1, 0, [], "notes"],
        [1, 1, [["p", ["id", "", "claude", "huge", 1, []]]], []],
        [1, 1, [["p", ["id", "", "claude", "full", 7, []]]], []],
        [1, 1, [["p", ["id", "", "claude", "full", 1, [["name", [[]]]]]]], []],
        [1, 1, [["p", ["id", "", "claude", "full", 1, [[5, ""]]]]], []],
    ],
)
def test_what_nothing_can_be_is_not_read(entry: list[Any]) -> None:
    assert read_told(written(entry)) is None


@pytest.mark.parametrize("entry", [["a", "1234567", ""], ["a", "1234567g", ""], ["a", 5, ""], ["a", "12345678"]])
def test_a_text_without_a_digest_is_not_read(entry: list[Any]) -> None:
    assert read_text(written(entry)) is None
