"""What one agent left, as far as it can be aggregated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allsettled.protocol.output import SEVERITIES, Point
from allsettled.protocol.record import Failure
from allsettled.protocol.vocabulary import Status

__all__ = ["SEVERITIES", "Decided", "Point", "Returned"]


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from an agent, or why nothing did.

    `note` tells several runs of one agent apart: `ballot 2`. `recommendation` is its ballot, if it's a `voter`.
    `goes_on`: there's more to the summary. `missing` is what isn't covered by a partial output. `fallback` is what the
    plan says to do if the agent fails.
    """

    agent: str
    status: Status
    tier: str = ""
    location: str = ""
    summary: str = ""
    goes_on: bool = False
    points: tuple[Point, ...] = ()
    recommendation: str = ""
    confidence: str = ""
    error: str = ""
    note: str = ""
    missing: str = ""
    started: str = ""
    finished: str = ""
    fallback: str = ""
    voter: bool = True

    @property
    def name(self) -> str:
        """Return what a table calls it: `qa`, `qa (ballot 2)`."""
        return f"{self.agent} ({self.note})" if self.note else self.agent

    @property
    def usable(self) -> bool:
        """Say whether its findings and its ballot count: it ended, if only partly, with something to say."""
        return self.status in (Status.COMPLETE, Status.PARTIAL)

    @property
    def failed(self) -> bool:
        """Say whether it left nothing of what it was started for, and something has to be done about that."""
        return self.status.failed or self.status is Status.BLOCKED or not self.status.settled


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: about conflicts, by question and positions; about failures, by agent and error."""

    conflicts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    failures: Mapping[tuple[str, str], Failure] = field(default_factory=dict)
