"""A timeline: a row an agent, its run as a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allsettled.evidence.model import AgentRun, Dispatch, State
from allsettled.evidence.page.critical import critical_path
from allsettled.evidence.page.scale import Scale, Tick, clock, durations, since
from allsettled.evidence.page.wording import took
from allsettled.evidence.recording.names import names_of
from allsettled.evidence.recording.status import remark
from allsettled.terminal import safe

MOST = 40  # rows of one timeline
_LETTERS = 42  # of a name that fit
_LONGEST = 120  # letters of a name that are written

KINDS = {
    State.OK: "ok",
    State.FAILED: "failed",
    State.FAILED_SILENTLY: "failed",
    State.CANCELLED_BY_SIBLING: "failed",
    State.UNKNOWN_TYPE: "failed",
    State.REJECTED: "stopped",
    State.INTERRUPTED: "stopped",
    State.NO_RESULT: "unknown",
    State.PENDING: "unknown",
    State.SPAWNED_TEAMMATE: "unknown",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row; places are in per cent of the lane.

    `x` and `width` are None where no time is known; `called` is where its call was made, if that's before its start.
    """

    name: str
    label: str
    task: str  # what else stands beside the label: the run's task, where that doesn't hold it
    kind: str
    state: str
    x: float | None
    width: float | None
    called: float | None
    length: str
    critical: bool
    about: str
    more: str  # an error, or what else is to be said of the end
    started: str
    source: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """A timeline, ready to be drawn. `hidden` is how many rows are left out."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    title: str
    path: str
    shared: str = ""  # what all names begin with, and labels leave out
    hidden: int = 0

    @property
    def said(self) -> bool:
        """Say whether there's more to tell of any of them than how it ended."""
        return any(bar.more for bar in self.bars)


def of_dispatch(dispatch: Dispatch, title: str) -> Gantt:
    """Return the timeline of one dispatch: seconds since its first call or start."""
    runs = dispatch.agents
    path = critical_path(runs, one_message=dispatch.proven)
    return _gantt(runs, names_of(runs), title, path, since_start=True)


def of_singles(runs: Sequence[AgentRun], title: str) -> Gantt:
    """Return the timeline of agents that were started alone: by the clock."""
    return _gantt(runs, [_alone(run) for run in runs], title, (), since_start=False)


def _alone(run: AgentRun) -> str:
    (name,) = names_of([run])
    return f"{name}: {run.description}" if run.description and run.agent else name


def _gantt(
    runs: Sequence[AgentRun], names: Sequence[str], title: str, path: Sequence[AgentRun], *, since_start: bool
) -> Gantt:
    shown = _drawn(list(zip(names, runs, strict=True)), path)
    cut = _shared(names)
    shared = safe(names[0][:cut].rstrip(": ")) if cut else ""
    moments = [time for _, run in shown for time in (run.dispatched, run.started, run.finished) if time is not None]
    start = min(moments, default=None)
    extent = max((since(time, start) for time in moments), default=0.0) if start is not None else 0.0
    if any(run.finished is None for _, run in shown):  # room for what may have gone on
        extent = max(1.15 * extent, 1.0)
    scale = Scale(0.0, max(extent, 0.001), 0.0, 100.0)
    bars = tuple(_bar(name, cut, run, scale, start, critical=run in path) for name, run in shown)
    ticks = [] if start is None else durations(scale) if since_start else _by_clock(scale, start)
    named = [name for name, run in zip(names, runs, strict=True) if run in path]
    ends = f"Its length hangs on {' and then '.join(map(safe, named))}." if named else ""
    return Gantt(bars, tuple(ticks), title, ends, shared, len(runs) - len(shown))


def _drawn(rows: list[tuple[str, AgentRun]], path: Sequence[AgentRun]) -> list[tuple[str, AgentRun]]:
    """Return as many rows as are drawn: the first ones, and at their end what the length hangs on."""
    ends = [row for row in rows[MOST:] if row[1] in path[-MOST // 2 :]]
    return rows[: MOST - len(ends)] + ends


def _by_clock(scale: Scale, start: datetime) -> list[Tick]:
    first = start.timestamp()
    return clock(Scale(first, first + scale.high, scale.first, scale.last))


def _shared(names: Sequence[str]) -> int:
    """Return how much of the names' beginning is the same, up to a colon: labels leave it out."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    same = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    colon = first.rfind(":", 0, same)
    return 0 if colon < 0 else colon + 1 + (first[colon + 1 : colon + 2] == " ")


def _bar(name: str, cut: int, run: AgentRun, scale: Scale, start: datetime | None, *, critical: bool) -> Bar:
    x, width = _extent(run, scale, start)
    state = run.state.replace("_", " ")
    called = scale.at(since(run.dispatched, start)) if start is not None and run.dispatched is not None else None
    length = "" if run.microseconds is None else took(run.microseconds)
    more = "; ".join(part for part in (run.error, remark(run)) if part)
    about = f"{name}: {state}{f', {length}' if length else ''}{f' ({more})' if more else ''}"
    return Bar(
        safe(name),
        safe(_short(name[cut:])),
        safe("" if run.description in name else run.description[:_LONGEST]),
        KINDS[run.state],
        state,
        x,
        width,
        called if called is not None and (x is None or called < x) else None,
        length,
        critical,
        safe(about),
        safe(more),
        "" if run.started is None else f"{run.started:%Y-%m-%d %H:%M:%S}",
        "" if run.source is None else str(run.source),
    )


def _short(name: str) -> str:
    """Return a name with what counts in front, since its end may not fit: of a type with name spaces, the last part."""
    if len(name) <= _LETTERS:
        return name
    spaces, _, own = name.partition(": ")[0].rpartition(":")
    if spaces and len(own) <= _LETTERS:
        name = name[len(spaces) + 1 :]
    return name if len(name) <= _LONGEST else name[:_LONGEST].rstrip() + "…"


def _extent(run: AgentRun, scale: Scale, start: datetime | None) -> tuple[float | None, float | None]:
    """Return where a bar begins, and how wide it is: to the end of the lane where its end isn't known."""
    if start is None or run.started is None:
        return None, None
    x = scale.at(since(run.started, start))
    end = scale.last if run.finished is None else scale.at(since(run.finished, start))
    return x, round(max(end - x, 0.0), 1)
