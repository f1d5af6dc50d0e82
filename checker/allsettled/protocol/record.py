"""The record of one dispatch: plain values, and where each one stands.

The fields of these classes are the properties of `schemas/record.schema.json`, in the same words. A value is text as
it was written, in the protocol's spelling where that's known; an empty text means that nothing was written (or `N/A`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from allsettled.protocol.vocabulary import Action, Status
from allsettled.span import FILE, Span

Pointer = tuple[str | int, ...]
"""The way to a value in a record: `("outputs", 1, "status")`."""

_NOWHERE: Mapping[Pointer, Span] = {}


class Check(NamedTuple):
    """An item of the independence checklist (FR-1.2). `mark` is `done`, `open` or `waived` (N/A)."""

    item: str = ""
    mark: str = "open"
    reason: str = ""


class Run(NamedTuple):
    """One start of an agent, a row of the Dispatch Log (FR-1.3). `note` says `retry` or `ballot 2`, if anything.

    What it was told, what it was given and what it waits for are written down where they matter (FR-1.2).
    """

    agent: str = ""
    note: str = ""
    tier: str = ""
    message: str = ""
    started: str = ""
    finished: str = ""
    status: str = ""
    depends_on: str = ""
    inputs: str = ""
    prompt: str = ""

    @property
    def state(self) -> Status | None:
        """Return the status, if it's one of the protocol's."""
        return status_of(self.status)

    @property
    def start(self) -> datetime | None:
        """Return when the run started, if that can be told."""
        return timestamp(self.started)

    @property
    def finish(self) -> datetime | None:
        """Return when the run finished, if that can be told."""
        return timestamp(self.finished)

    @property
    def repeated(self) -> bool:
        """Say whether the row says that it's a retry or a further ballot of an agent."""
        return bool(self.note)


class Outcome(NamedTuple):
    """What came back from an agent, a row of Agent Outputs (FR-2.1, FR-2.3)."""

    agent: str = ""
    note: str = ""
    tier: str = ""
    status: str = ""
    location: str = ""
    findings: str = ""

    @property
    def state(self) -> Status | None:
        """Return the status, if it's one of the protocol's."""
        return status_of(self.status)


class Ballot(NamedTuple):
    """One agent's vote (FR-2.2)."""

    agent: str = ""
    note: str = ""
    recommendation: str = ""
    confidence: str = ""


class Conflict(NamedTuple):
    """A point on which outputs contradict each other, and how it was resolved (FR-2.2)."""

    question: str = ""
    positions: str = ""
    resolution: str = ""


class Failure(NamedTuple):
    """What became of a failed agent, a row of Failed Agents (FR-3). `action` begins with the protocol's word."""

    agent: str = ""
    error: str = ""
    impact: str = ""
    action: str = ""

    @property
    def kind(self) -> Action | None:
        """Return the action that the cell begins with, if it's one of the protocol's."""
        words = self.action.split()
        return next((action for action in Action if words and words[0].strip(".,;:") == action), None)


class Metrics(NamedTuple):
    """What the dispatch cost and saved (NFR-2.2), as written: `67.2 s`, `5.32x`, `6`."""

    wall_clock: str = ""
    sequential: str = ""
    saved: str = ""
    speed_up: str = ""
    peak: str = ""
    settled: str = ""
    failed: str = ""


class Record(NamedTuple):
    """The account of one dispatch."""

    validation: tuple[Check, ...] = ()
    runs: tuple[Run, ...] = ()
    outputs: tuple[Outcome, ...] = ()
    strategy: str = ""
    votes: tuple[Ballot, ...] = ()
    majority: str = ""
    conflicts: tuple[Conflict, ...] = ()
    result: str = ""
    failures: tuple[Failure, ...] = ()
    metrics: Metrics = Metrics()
    places: Mapping[Pointer, Span] = _NOWHERE

    def __eq__(self, other: object) -> bool:
        """Say whether a record says the same, wherever it stands."""
        return isinstance(other, Record) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        """Say whether a record says something else."""
        return not self == other

    def __hash__(self) -> int:
        """Return the hash of what the record says."""
        return hash(self[:-1])

    def has(self, part: str) -> bool:
        """Say whether the record holds a part, be it empty: its heading is there."""
        return (part,) in self.places or bool(getattr(self, part))

    def place(self, *pointer: str | int) -> Span:
        """Return where a value stands, or else the nearest thing around it that has a place."""
        for length in range(len(pointer), -1, -1):
            if (span := self.places.get(pointer[:length])) is not None:
                return span
        return FILE

    def agents(self) -> tuple[str, ...]:
        """Return the agents that were dispatched, each once: by the Dispatch Log, or else by Agent Outputs."""
        rows: tuple[Run | Outcome, ...] = self.runs or self.outputs
        return tuple(dict.fromkeys(row.agent for row in rows if row.agent))


ROWS: Mapping[str, type[Any]] = {
    "validation": Check,
    "runs": Run,
    "outputs": Outcome,
    "votes": Ballot,
    "conflicts": Conflict,
    "failures": Failure,
}
"""The parts of a record that are rows, and what a row of each is."""


def build(value: Mapping[str, Any], places: Mapping[Pointer, Span]) -> Record:
    """Return the typed view of a record's plain value. What isn't text where text belongs is left out."""
    parts: dict[str, Any] = {"places": places}
    for name, kind in ROWS.items():
        rows = value.get(name)
        parts[name] = tuple(_row(kind, row) for row in rows) if isinstance(rows, list) else ()
    parts["metrics"] = _row(Metrics, value.get("metrics"))
    for name in ("strategy", "majority", "result"):
        parts[name] = _text(value.get(name))
    return Record(**parts)


def plain(record: Record) -> dict[str, Any]:
    """Return a record as JSON values, empty ones left out: what `build` takes."""
    value: dict[str, Any] = {}
    content: Any
    for name, content in record._asdict().items():
        if name == "places":
            continue
        if isinstance(content, Metrics):
            content = _filled(content)
        elif isinstance(content, tuple):
            content = [_filled(row) for row in content]
        if content:
            value[name] = content
    return value


def status_of(text: str) -> Status | None:
    """Return the status that a text is the name of, in the protocol's own spelling, or None."""
    return Status.__members__.get(text)


def timestamp(text: str) -> datetime | None:
    """Return an RFC 3339 timestamp with its zone, or None if the text isn't one."""
    if len(text) < 20 or text[10:11] not in "Tt ":
        return None
    try:
        time = datetime.fromisoformat(text.replace("z", "Z"))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None


def _row(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, Mapping):
        return kind()
    return kind(**{name: _text(content) for name, content in value.items() if name in kind._fields})


def _filled(row: Any) -> dict[str, str]:
    return {name: text for name, text in row._asdict().items() if text}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
