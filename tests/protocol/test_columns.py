import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.protocol.columns import fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Agent**", "agent"),
        ("1. Agent Outputs:", "agent outputs"),
        ("`Output_Location`", "output location"),
        ("Pass?", "pass"),
        ("Outputs (3)", "outputs (3)"),
        ("Session End ✅", "session end"),
        ("– Ünïcode —", "ünïcode"),
        ("", ""),
        ("---", ""),
    ],
)
def test_titles_are_compared_without_their_dress(text: str, expected: str) -> None:
    assert expected == fold(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_what_is_folded_is_folded_for_good(text: str) -> None:
    assert fold(text) == fold(fold(text)) or fold(text)[:1].isdigit()


def test_a_long_run_of_spaces_takes_linear_time() -> None:
    assert "a" + " b" == fold("a" + " " * 1_000_000 + "b")
