"""A protocol, as data: what a project may extend (`schemas/protocol.schema.json`)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from allsettled.protocol.vocabulary import Action, Strategy, Tier

_NONE: Mapping[str, Any] = {}
_WEIGHTS: Mapping[str, int] = {"architect": 2}


class Demand(NamedTuple):
    """A section that a closed log must have, with the other headings that count as it."""

    title: str
    aliases: tuple[str, ...] = ()


class DutyRow(NamedTuple):
    """A row of a session's checklist: an RFC 2119 level, what's to be done, and when: at the start or the end."""

    level: str
    step: str
    phase: str = "end"


class Protocol(NamedTuple):
    """The rules that parallel agents work by. The defaults are those of the seed's requirements."""

    name: str = "parallel-dispatch"
    checklist: tuple[str, ...] = (
        "No agent depends on another's output",
        "Each agent has complete context in prompt",
        "No shared mutable state between agents",
        "Each agent writes to distinct output location",
        "Aggregation strategy defined before dispatch",
    )
    strategies: tuple[str, ...] = tuple(Strategy)
    tiers: tuple[str, ...] = tuple(Tier)
    actions: tuple[str, ...] = tuple(Action)
    statuses: Mapping[str, str] = _NONE  # a project's word -> one of Status
    aliases: Mapping[str, tuple[str, ...]] = _NONE  # a part's key -> further headings
    sections: tuple[Demand, ...] = ()  # that a closed log must have, besides those of its record
    duties: tuple[DutyRow, ...] = ()  # the session's checklists
    agents: tuple[str, ...] = ()  # known without a file of their own
    skip_reasons: tuple[str, ...] = ("docs-only", "investigation-only")
    weights: Mapping[str, int] = _WEIGHTS  # of ballots; others weigh 1
    cap: int = 6  # agents at once; open question 2 of the seed
    retries: int = 1  # of one agent in one dispatch
    domains: int = 3  # from how many on a task is worth several agents


BUILT_IN = Protocol()

SESSION = Protocol(
    name="session-protocol",
    sections=(
        Demand("Session Start", ("Protocol Compliance", "Session Start Checklist")),
        Demand("Session End", ("Session End Checklist", "Session Closure Checklist", "Session Closure")),
    ),
    duties=(
        DutyRow("MUST", "Read the handoff of the last session", "start"),
        DutyRow("MUST", "Create this session log", "start"),
        DutyRow("SHOULD", "Note the branch and the starting commit", "start"),
        DutyRow("MUST", "Complete this session log", "end"),
        DutyRow("MUST", "Commit all changes", "end"),
        DutyRow("MUST NOT", "Leave an agent unsettled", "end"),
        DutyRow("SHOULD", "Verify that the work tree is clean", "end"),
    ),
)
"""The protocol of a whole session: the dispatch's, and what is due at its start and its end (RFC 2119)."""

PROTOCOLS: Mapping[str, Protocol] = {protocol.name: protocol for protocol in (BUILT_IN, SESSION)}
"""The built-in protocols by name."""
