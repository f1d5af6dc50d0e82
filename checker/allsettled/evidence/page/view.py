"""What the page shows, as plain values for its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.page import charts, gantt
from allsettled.evidence.page.charts import Chart
from allsettled.evidence.page.gantt import Gantt
from allsettled.evidence.source import split
from allsettled.evidence.stats.as_table import length
from allsettled.evidence.stats.goals import Goal
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.summary import Summary
from allsettled.evidence.stats.widths import ENOUGH, Width
from allsettled.terminal import safe

_ROWS = 1000  # agents that are drawn
_SESSIONS = 60
_OPEN = 6  # sessions whose timelines are open from the start


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure."""

    value: str
    name: str
    about: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal, and whether it was met."""

    name: str
    value: str
    target: str
    number: int
    verdict: str  # met, missed, no data


@dataclass(frozen=True, slots=True)
class WidthRow:
    """What one width gave."""

    width: str
    number: int
    speedup: str
    share: str
    saved: str
    pays: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """One dispatch of two agents or more, or the agents of a session that were started alone."""

    title: str
    id: str
    facts: tuple[str, ...]
    gantt: Gantt
    failed: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """One transcript or log."""

    name: str
    path: str
    about: str
    timelines: tuple[Timeline, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    title: str
    about: str
    tiles: tuple[Tile, ...]
    goals: tuple[GoalRow, ...]
    widths: tuple[WidthRow, ...]
    answer: str
    by_width: Chart
    over_time: Chart
    agents: Chart
    sessions: tuple[SessionView, ...]
    hidden: int
    unread: tuple[str, ...]
    doubts: tuple[str, ...]


def view(summary: Summary) -> Page:
    """Return what the page shows of a summary."""
    sessions, hidden = _sessions(summary.measured)
    return Page(
        "What the agents did",
        _about(summary),
        _tiles(summary),
        tuple(map(_goal, summary.goals)),
        tuple(_width(row, summary.width_that_pays) for row in summary.widths),
        _answer(summary.width_that_pays),
        charts.by_width(summary.measured),
        charts.over_time(summary.measured),
        charts.agents_over_time(summary.measured),
        sessions,
        hidden,
        tuple(safe(f"{file.path}: {file.reason}") for file in summary.evidence.unread[:_SESSIONS]),
        tuple(_doubts(summary)),
    )


def _about(summary: Summary) -> str:
    dates = sorted(at for dispatch, _ in summary.measured if (at := dispatch.at) is not None)
    span = ""
    if dates:
        span = f", {dates[0]:%Y-%m-%d}" + (f" to {dates[-1]:%Y-%m-%d}" if dates[0].date() != dates[-1].date() else "")
    files = _of(len(summary.evidence.files), "file")
    return (
        f"{_of(len(summary.measured), 'dispatch', 'dispatches')} with {_of(summary.agents, 'agent')} in {files}{span}"
    )


def _tiles(summary: Summary) -> tuple[Tile, ...]:
    saved = summary.sum - summary.wall
    times = f"{length(summary.wall)} instead of {length(summary.sum)} one after the other"
    widest = max((figures.width for _, figures in summary.measured), default=0)
    parallel = _of(summary.parallel, "dispatch", "dispatches")
    failed = f"{_percent(summary.failure_rate)} of those that ended; {summary.retries.recovered} made good by a retry"
    return (
        Tile(length(saved) if summary.parallel else "-", "saved", times if summary.parallel else "no known times"),
        Tile(_times(summary.speedup), "speed-up", f"median of {parallel} of two agents or more"),
        Tile(_percent(summary.overlap), "overlap", "median share of the time in which two or more ran"),
        Tile(f"{summary.peak:,}", "at once, at most", f"the widest dispatch has {_of(widest, 'agent')}"),
        Tile(f"{summary.failed:,}", "failed", failed if summary.failed else "none did", bad=summary.failed > 0),
    )


def _goal(goal: Goal) -> GoalRow:
    verdict = "no data" if goal.met is None else "met" if goal.met else "missed"
    value = "-"
    if goal.value is not None:
        values = {"s": length(goal.value * 1_000_000), "share": _percent(goal.value)}
        value = values.get(goal.unit, f"{float(goal.value):g}")
    return GoalRow(goal.metric, value, goal.target, goal.dispatches, verdict)


def _width(row: Width, best: Width | None) -> WidthRow:
    pays = best is not None and row.width == best.width
    return WidthRow(
        str(row.width), row.dispatches, _times(row.speedup), f"{float(row.efficiency):.2f}", length(row.saved), pays
    )


def _answer(best: Width | None) -> str:
    if best is None:
        return (
            f"Too little to tell: it takes two widths with {ENOUGH} dispatches or more in which every agent succeeded."
        )
    return f"Width {best.width} pays most: {_times(best.speedup)} over {best.dispatches} dispatches."


def _doubts(summary: Summary) -> list[str]:
    doubts = []
    if summary.bad_lines:
        doubts.append(f"{_of(summary.bad_lines, 'line')} of {summary.lines:,} could not be read")
    if summary.long_runs:
        doubts.append(f"{_of(summary.long_runs, 'run')} took over 4 hours: a machine asleep, or a question unanswered")
    unknown = sum(number for state, number in summary.states if not state.known)
    if unknown:
        doubts.append(f"of {_of(unknown, 'agent')} the end isn't known: they count neither as done nor as failed")
    return doubts


def _sessions(measured: Sequence[tuple[Dispatch, Measure]]) -> tuple[tuple[SessionView, ...], int]:
    """Return the sessions, the newest first, and how many dispatches are left out."""
    groups: dict[str, list[tuple[Dispatch, Measure]]] = {}
    for item in reversed(measured):  # they're in the order of time
        groups.setdefault(item[0].path, []).append(item)
    left, drawn = _ROWS, 0
    shown: list[SessionView] = []
    for path, newest_first in groups.items():
        items = newest_first[::-1]
        rows = sum(min(dispatch.width, gantt.MOST) for dispatch, _ in items)
        if len(shown) == _SESSIONS or (shown and rows > left):
            break
        kept = items[-max(left, gantt.MOST) :]
        left -= rows
        drawn += len(kept)
        shown.append(_session(path, kept, is_open=len(shown) < _OPEN))
    return tuple(shown), len(measured) - drawn


def _session(path: str, items: Sequence[tuple[Dispatch, Measure]], *, is_open: bool) -> SessionView:
    together = [item for item in items if item[0].width > 1]
    alone = [dispatch.agents[0] for dispatch, _ in items if dispatch.width == 1]
    timelines = [_timeline(dispatch, figures) for dispatch, figures in together]
    if alone:
        shown = gantt.of_singles(alone, f"{_of(len(alone), 'agent')} started alone")
        failed = sum(run.state.failed for run in alone)
        timelines.append(Timeline("Started alone", "", (_of(len(alone), "agent"),), shown, failed))
    parts = [_of(len(together), "dispatch", "dispatches")] * bool(together)
    parts += [f"{_of(len(alone), 'single agent')}"] * bool(alone)
    return SessionView(safe(split(path)[1] or path), safe(path), " and ".join(parts), tuple(timelines), is_open)


def _timeline(dispatch: Dispatch, figures: Measure) -> Timeline:
    when = "" if dispatch.at is None else f"{dispatch.at:%Y-%m-%d %H:%M:%S}"
    facts: list[str] = []
    if figures.parallel:
        facts += [
            f"{length(figures.wall)} instead of {length(figures.sum)}",
            f"speed-up {_times(figures.speedup)}",
            f"at most {figures.peak} at once",
            f"overlap {_percent(figures.overlap)}",
            f"longest agent {_percent(figures.imbalance)} of the sum",
        ]
    failed = sum(run.state.failed for run in dispatch.agents)
    unknown = sum(not run.state.known for run in dispatch.agents)
    ok = sum(run.state is State.OK for run in dispatch.agents)
    ends = [f"{ok} ok"] + [f"{failed} failed"] * bool(failed) + [f"{unknown} unknown"] * bool(unknown)
    about = f"{_of(dispatch.width, 'agent')}: {', '.join(ends)}; {', '.join(facts[:2])}".rstrip("; ")
    drawn = gantt.of_dispatch(dispatch, about)
    facts.insert(0, _of(dispatch.width, "agent") + (f", all {drawn.shared}" if drawn.shared else ""))
    return Timeline(when or "at an unknown time", safe(dispatch.id)[:80], tuple(facts), drawn, failed)


def _of(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _times(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.2f}×"


def _percent(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value * 100):.0f} %"
