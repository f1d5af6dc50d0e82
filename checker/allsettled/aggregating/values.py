"""What one agent left, as far as it can be aggregated."""

from dataclasses import dataclass
from typing import NamedTuple

from allsettled.protocol.vocabulary import Status

SEVERITIES = ("critical", "high", "medium", "low", "info")
"""How much a point weighs, the heaviest first."""


class Point(NamedTuple):
    """One finding of an agent: what it is, where (`src/x.py:10`, or empty), and how much it weighs (or empty)."""

    text: str
    place: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from an agent, or why nothing did. `question` is what `recommendation` answers, if anything."""

    agent: str
    status: Status
    tier: str = ""
    location: str = ""
    summary: str = ""
    points: tuple[Point, ...] = ()
    recommendation: str = ""
    confidence: str = ""
    error: str = ""

    @property
    def usable(self) -> bool:
        """Say whether its findings and its ballot count: it ended, if only partly, with something to say."""
        return self.status in (Status.COMPLETE, Status.PARTIAL)
