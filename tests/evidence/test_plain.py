"""Ids that are words stay as they are, and whatever else an id may be, it becomes one; texts become plain lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.evidence.plain import plain_id, plain_line


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "msg_011CdQPYLyyou16ecTRA5KaG",
        "toolu_01Sw7JyEJz5KtrpCYzremQpJ",
        "8896b286-0e8e-4e26-ad7d-79d1c1c6244b#0",
        "frontend-quality@phase6-gap-closure",
        "batch:toolu_1",
        "REDACTED",
        "4bf92f3577b34da6",
        "0",
    ],
)
def test_an_id_stays(id_: str) -> None:
    assert id_ == plain_id(id_)


@pytest.mark.parametrize(
    "id_", ["a b", "N/A", "TBD", "_______", "../../x", "-", "|", "<!-- x -->", "x" * 201, "é", "/etc"]
)
def test_what_is_no_word_becomes_one(id_: str) -> None:
    assert plain_id(id_).startswith("id-")


@given(st.text(), st.text())
def test_ids_stay_apart_and_are_plain_id(one: str, other: str) -> None:
    assert (one == other) == (plain_id(one) == plain_id(other))
    assert plain_id(one) == plain_id(plain_id(one))


@given(st.text())
def test_a_line_is_one_line_that_does_nothing(said: str) -> None:
    line = plain_line(said)
    assert line == plain_line(line)
    assert 1 >= len(line.splitlines())
    assert not set("\x1b\x07\x9b\u202e\u2066\n") & set(line)
