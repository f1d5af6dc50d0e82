"""Durations as a plan has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.planning.durations import read_duration, write_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90 s", 90),
        ("90s", 90),
        ("1.5 min", 90),
        ("10 minutes", 600),
        ("1 h 30 min", 5400),
        ("1h30m", 5400),
        ("1 hour, 30 minutes", 5400),
        ("5:00", 300),
        ("1:30:00", 5400),
        ("  2  HRS ", 7200),
    ],
)
def test_every_common_form_is_read(text: str, seconds: float) -> None:
    assert seconds == read_duration(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "10 parsecs", "1 month", "3 ms", "-5 min", "5:99", "0", "min", "1 h x", "١٠"]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert read_duration(text) is None


@given(st.integers(1, 10**6))
def test_what_is_written_is_read_back_as_exactly_as_it_shows(seconds: int) -> None:
    again = read_duration(write_duration(seconds))
    assert again is not None
    assert abs(again - seconds) <= (30 if seconds >= 3600 else 0)
