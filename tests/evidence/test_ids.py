"""Ids that are words stay as they are; whatever else an id may be, it becomes one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.evidence.ids import plain


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
    assert id_ == plain(id_)


@pytest.mark.parametrize(
    "id_", ["a b", "N/A", "TBD", "_______", "../../x", "-", "|", "<!-- x -->", "x" * 201, "é", "/etc"]
)
def test_what_is_no_word_becomes_one(id_: str) -> None:
    assert plain(id_).startswith("id-")


@given(st.text(), st.text())
def test_ids_stay_apart_and_are_plain(one: str, other: str) -> None:
    assert (one == other) == (plain(one) == plain(other))
    assert plain(one) == plain(plain(one))
