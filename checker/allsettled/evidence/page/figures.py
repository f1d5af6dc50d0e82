"""The page's figures: in sum, against the goals, and by width."""

from dataclasses import dataclass

from allsettled.evidence.page.wording import of, percent, times
from allsettled.evidence.stats.as_table import length
from allsettled.evidence.stats.goals import Goal
from allsettled.evidence.stats.summary import Summary
from allsettled.evidence.stats.widths import ENOUGH, Width


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


def about(summary: Summary) -> str:
    """Return what was summed up, in a line."""
    dates = sorted(at for dispatch, _ in summary.measured if (at := dispatch.at) is not None)
    span = ""
    if dates:
        span = f", {dates[0]:%Y-%m-%d}" + (f" to {dates[-1]:%Y-%m-%d}" if dates[0].date() != dates[-1].date() else "")
    files = of(len(summary.evidence.files), "file")
    return f"{of(len(summary.measured), 'dispatch', 'dispatches')} with {of(summary.agents, 'agent')} in {files}{span}"


def tiles(summary: Summary) -> tuple[Tile, ...]:
    """Return the figures in sum."""
    saved = summary.sum - summary.wall
    instead = f"{length(summary.wall)} instead of {length(summary.sum)} one after the other"
    none = "no dispatch of two agents or more has known times"
    widest = max((figures.width for _, figures in summary.measured), default=0)
    parallel = of(summary.parallel, "dispatch", "dispatches")
    failed = f"{percent(summary.failure_rate)} of those that ended; {summary.retries.recovered} made good by a retry"
    return (
        Tile(length(saved) if summary.parallel else "-", "saved", instead if summary.parallel else none),
        Tile(times(summary.speedup), "speed-up", f"median of {parallel} of two agents or more"),
        Tile(percent(summary.overlap), "overlap", "median share of the time in which two or more ran"),
        Tile(f"{summary.peak:,}", "at once, at most", f"the widest dispatch has {of(widest, 'agent')}"),
        Tile(f"{summary.failed:,}", "failed", failed if summary.failed else "none did", bad=summary.failed > 0),
    )


def goal(goal: Goal) -> GoalRow:
    """Return a goal as a row."""
    verdict = "no data" if goal.met is None else "met" if goal.met else "missed"
    value = "-"
    if goal.value is not None:
        values = {"s": length(goal.value * 1_000_000), "share": percent(goal.value)}
        value = values.get(goal.unit, f"{float(goal.value):g}")
    return GoalRow(goal.metric, value, goal.target, goal.dispatches, verdict)


def width(row: Width, best: Width | None) -> WidthRow:
    """Return a width as a row; `best` is the one that pays."""
    pays = best is not None and row.width == best.width
    return WidthRow(
        str(row.width), row.dispatches, times(row.speedup), f"{float(row.efficiency):.2f}", length(row.saved), pays
    )


def answer(best: Width | None) -> str:
    """Return what width pays, or why that cannot be said."""
    if best is None:
        return (
            f"Too little to tell: it takes two widths with {ENOUGH} dispatches or more in which every agent succeeded."
        )
    return f"Width {best.width} pays most: {times(best.speedup)} over {best.dispatches} dispatches."


def doubts(summary: Summary) -> list[str]:
    """Return what to know before trusting the figures."""
    doubts = []
    if summary.bad_lines:
        doubts.append(f"{of(summary.bad_lines, 'line')} of {summary.lines:,} could not be read")
    if summary.long_runs:
        doubts.append(f"{of(summary.long_runs, 'run')} took over 4 hours: a machine asleep, or a question unanswered")
    unknown = sum(number for state, number in summary.states if not state.known)
    if unknown:
        they = "it counts" if unknown == 1 else "they count"
        doubts.append(f"of {of(unknown, 'agent')} the end isn't known: {they} neither as done nor as failed")
    return doubts
