"""A file that is put aside unread can't have concerned any rule."""

import pytest

from allsettled.triage import may_concern
from records import log


@pytest.mark.parametrize(
    "text",
    [
        "The dispatch took ~40% less time.",
        "It was 2x as fast: 20 min, not 50.",
        "Dispatched 3, succeeded 2, failed 2.",
        "Parallel dispatch saved 30+ minutes.",
        "Twofold: 20 min, not 50.",
        "20 min are forty percent less than 50.",
        "12 + 3 = **16** cases.",
        "Total: 9",
        "# Session 12",
        "### Agent: qa",
        "## Voting Session",
        "<!-- allsettled: ignore torn-row -- quoted -->",
        log(),
    ],
)
def test_what_may_concern_a_rule_is_read(text: str) -> None:
    assert may_concern(text.encode())


@pytest.mark.parametrize("text", ["# Reading list\n\nThree books.\n", "", "| a | b |\n| - | - |\n| 1 | 2 |\n"])
def test_what_cannot_is_put_aside(text: str) -> None:
    assert not may_concern(text.encode())
