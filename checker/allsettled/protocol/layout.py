"""A record in Markdown: its parts, in the order in which they are written (seed, section 7; FR-1.3, FR-4, NFR-2.2)."""

from collections.abc import Iterator
from functools import lru_cache

from allsettled.protocol.columns import Column
from allsettled.protocol.parts import Part, canon
from allsettled.protocol.passages import ChecklistPart, ChoicePart, ProsePart
from allsettled.protocol.tables import PairsPart, TablePart
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status, read_status

RESULTS = "Parallel Execution Results"
RESULTS_LEVEL = 2
READINESS = "Parallel Execution Readiness"

_AGENT = Column("agent", "Agent", ("Agent name", "Agent ID", "Subagent", "Worker", "Specialist"))
_TIER = Column("tier", "Tier", ("Priority",))
_STATUS = Column("status", "Status", ("State",))


@lru_cache(maxsize=8)
def _parts(key: int, holder: "_Held") -> tuple[Part, ...]:
    return tuple(_make(holder.protocol))


class _Held:
    """A protocol by identity: its mappings cannot be hashed."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.protocol is self.protocol

    def __hash__(self) -> int:
        return id(self.protocol)


def parts(protocol: Protocol) -> tuple[Part, ...]:
    """Return the parts of a record by this protocol, in order."""
    return _parts(id(protocol), _Held(protocol))


def _make(protocol: Protocol) -> Iterator[Part]:
    """Yield the parts of a record by this protocol, in order."""

    def known(key: str, *built_in: str) -> tuple[str, ...]:
        return (*built_in, *protocol.aliases.get(key, ()))

    def status(text: str) -> str:
        custom = {word.casefold(): status for word, status in protocol.statuses.items()}
        if (named := custom.get(text.casefold())) is not None:
            return named
        found = read_status(text).status
        return str(found) if found is not None else text

    def tier(text: str) -> str:
        return canon(text, protocol.tiers) or text

    def action(text: str) -> str:
        kind = canon(text, protocol.actions)
        return kind + text[len(kind) :] if kind is not None and text.casefold().startswith(kind.casefold()) else text

    spell = {"status": status, "tier": tier, "action": action}
    yield ChecklistPart(
        "validation",
        "Parallel Dispatch Validation",
        protocol.checklist,
        known(
            "validation",
            READINESS,
            "Independence Validation",
            "Independence Checklist",
            "Dispatch Validation",
        ),
    )
    yield TablePart(
        "runs",
        "Dispatch Log",
        (
            _AGENT,
            _TIER,
            Column("message", "Message", ("Message ID", "Response")),
            Column("started", "Started", ("Start", "Started at", "Start time", "Dispatched")),
            Column("finished", "Finished", ("End", "Ended", "Finish", "Finished at", "End time", "Completed at")),
            _STATUS,
            Column("depends_on", "Depends on", ("Dependencies", "Dependency", "Waits for"), rare=True),
            Column("inputs", "Inputs", ("Input",), rare=True),
            Column("prompt", "Prompt", rare=True),
        ),
        ("agent", "started"),
        known("runs", "Parallel Dispatch Log", "Agent Dispatch Log"),
        level=2,
        spell=spell,
    )
    yield TablePart(
        "outputs",
        "Agent Outputs",
        (
            _AGENT,
            _TIER,
            Column("status", "Status", ("State", "Outcome")),
            Column("location", "Output Location", ("Output", "Location", "Artifact", "Output Path", "File")),
            Column("findings", "Key Findings", ("Findings", "Key Finding", "Summary", "Notes")),
        ),
        ("agent", "status"),
        known("outputs", "Agent Results", "Parallel Agent Outputs"),
        spell=spell,
    )
    yield ChoicePart("strategy", "Aggregation Strategy", protocol.strategies, known("strategy"))
    yield TablePart(
        "votes",
        "Votes",
        (
            _AGENT,
            Column("recommendation", "Recommendation", ("Vote", "Ballot")),
            Column("confidence", "Confidence"),
        ),
        ("agent", "recommendation"),
        known("votes", "Ballots", "Vote Tally"),
        anchor=False,
    )
    yield ChoicePart("majority", "Majority", (), known("majority"), anchor=False)
    yield TablePart(
        "conflicts",
        "Conflicts",
        (
            Column("question", "Question", ("Conflict", "Topic", "Point")),
            Column("positions", "Positions", ("Position",)),
            Column("resolution", "Resolution", ("Resolved by", "Decision")),
        ),
        ("question", "resolution"),
        known("conflicts", "Conflict Resolution", "Conflicts Resolved"),
        anchor=False,
    )
    yield ProsePart(
        "result", "Synthesized Result", known("result", "Synthesised Result", "Synthesis"), common=("Synthesis",)
    )
    yield TablePart(
        "failures",
        "Failed Agents",
        (
            _AGENT,
            Column("error", "Error", ("Error Details", "Failure", "Reason")),
            Column("impact", "Impact"),
            Column("action", "Action", ("Action Taken", "Response")),
        ),
        ("agent", "error"),
        known("failures", "Agent Failures"),
        always=True,
        spell=spell,
    )
    yield PairsPart(
        "metrics",
        "Metrics",
        (
            Column("wall_clock", "Wall-clock", ("Wall-clock time", "Wall clock", "Wall time")),
            Column("sequential", "Sequential sum", ("Sequential", "Sequential estimate", "Sum of agent times")),
            Column("saved", "Time saved", ("Saved", "Savings")),
            Column("speed_up", "Speed-up", ("Speedup", "Speed up")),
            Column("peak", "Peak concurrency", ("Peak", "Concurrency")),
            Column("settled", "Settled agents", ("Settled",)),
            Column("failed", "Failed agents", ("Failed",)),
        ),
        ("Metric", "Value"),
        known("metrics", "Parallel Metrics", "Performance Metrics"),
    )


def statuses(protocol: Protocol) -> tuple[str, ...]:
    """Return the words for a status: the protocol's own, then the project's."""
    return (*Status, *protocol.statuses)


def part_of(key: str, protocol: Protocol) -> Part:
    """Return the part of a record that has a key; raises KeyError if there is none."""
    for part in parts(protocol):
        if part.key == key:
            return part
    raise KeyError(key)


def headings(protocol: Protocol) -> tuple[str, ...]:
    """Return the headings that a project added to the protocol."""
    return tuple(heading for names in protocol.aliases.values() for heading in names)
