"""A summary as text for a terminal: a table of dispatches, then the sums, what width pays, and the goals."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.summary import Summary
from allsettled.evidence.stats.widths import ENOUGH
from allsettled.terminal import safe

_HEADS = (
    "called",
    "dispatch",
    "agents",
    "ok",
    "failed",
    "other",
    "wall",
    "sum",
    "saved",
    "speed-up",
    "peak",
    "overlap",
    "longest",
)


def as_table(summary: Summary) -> str:
    """Return the text, with a final line feed. Control characters of the transcripts are shown escaped."""
    parts = [_dispatches(summary), "\n".join(_sums(summary)), "\n".join(_widths(summary)), "\n".join(_goals(summary))]
    return "\n\n".join(part for part in parts if part) + "\n"


def length(microseconds: int | Fraction | None) -> str:
    """Return a length in the unit that suits it: `67.2 s`, `14.1 min`, `21.9 h`."""
    if microseconds is None:
        return "-"
    seconds = float(Fraction(microseconds) / 1_000_000)
    if abs(seconds) < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if abs(seconds) < 7200 else f"{seconds / 3600:.1f} h"


def _dispatches(summary: Summary) -> str:
    lines: list[str] = []
    path = None
    rows = [_row(dispatch, figures) for dispatch, figures in summary.measured]
    widths = [max(map(len, column)) for column in zip(_HEADS, *rows, strict=True)]
    order = sorted(range(len(rows)), key=lambda at: summary.measured[at][0].path)
    for at in order:
        if summary.measured[at][0].path != path:
            path = summary.measured[at][0].path
            lines += ["", safe(path), _line(_HEADS, widths)]
        lines.append(_line(rows[at], widths))
    return "\n".join(lines[1:])


def _row(dispatch: Dispatch, figures: Measure) -> tuple[str, ...]:
    ok = sum(run.state is State.OK for run in dispatch.agents)
    failed = sum(run.state.failed for run in dispatch.agents)
    return (
        "-" if dispatch.at is None else f"{dispatch.at:%Y-%m-%d %H:%M:%S}",
        safe(dispatch.id)[:40],
        str(dispatch.width),
        str(ok),
        str(failed),
        str(dispatch.width - ok - failed),
        length(figures.wall),
        length(figures.sum),
        length(figures.saved),
        _ratio(figures.speedup),
        "-" if figures.peak is None else str(figures.peak),
        _percent(figures.overlap),
        _percent(figures.imbalance),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row: the first two columns to the left, numbers to the right."""
    aligned = (
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(aligned).rstrip()


def _sums(summary: Summary) -> Iterator[str]:
    found = f"{_of(len(summary.measured), 'dispatch', 'dispatches')}, {_of(summary.agents, 'agent')}"
    yield f"{found} in {_of(len(summary.evidence.files), 'file')}"
    if summary.bad_lines:
        yield f"{_of(summary.bad_lines, 'line')} of {summary.lines} could not be read"
    for file in summary.evidence.unread:
        yield f"not read: {safe(file.path)}: {safe(file.reason)}"
    yield "ended: " + (", ".join(f"{number} {state.replace('_', ' ')}" for state, number in summary.states) or "none")
    if summary.parallel:
        saved = length(summary.sum - summary.wall)
        yield (
            f"{_of(summary.parallel, 'dispatch', 'dispatches')} of two or more: {length(summary.wall)} instead of "
            f"{length(summary.sum)} one after the other, {saved} saved; speed-up {_ratio(summary.speedup)}, overlap "
            f"{_percent(summary.overlap)}, longest agent {_percent(summary.imbalance)} of the sum (medians); "
            f"at most {summary.peak} at once"
        )
    if summary.failed:
        yield (
            f"failed: {summary.failed} ({_percent(summary.failure_rate)}), tried again: {summary.retries.retries}, "
            f"recovered: {summary.retries.recovered} ({_percent(summary.recovery_rate)})"
        )
    if summary.long_runs:
        yield f"over 4 hours, so doubtful: {_of(summary.long_runs, 'run')} (a machine asleep, or a question unanswered)"


def _widths(summary: Summary) -> Iterator[str]:
    if not summary.widths:
        return
    yield "what width pays (dispatches in which every agent succeeded; medians)"
    heads = ("width", "dispatches", "speed-up", "per agent", "saved")
    rows = [
        (str(row.width), str(row.dispatches), _ratio(row.speedup), _ratio(row.efficiency), length(row.saved))
        for row in summary.widths
    ]
    sizes = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for cells in (heads, *rows):
        yield "  ".join(cell.rjust(size) for cell, size in zip(cells, sizes, strict=True))
    best = summary.width_that_pays
    if best is None:
        yield f"too little to tell: two widths with {ENOUGH} dispatches or more are needed"
    else:
        yield f"width {best.width} pays most: {_ratio(best.speedup)} over {best.dispatches} dispatches"


def _goals(summary: Summary) -> Iterator[str]:
    if not summary.measured:
        return
    yield "against the goals"
    for goal in summary.goals:
        if goal.value is None:
            yield f"  no data  {goal.metric}: target {goal.target}"
            continue
        value = {"s": length(goal.value * 1_000_000), "share": _percent(goal.value)}.get(
            goal.unit, f"{float(goal.value):g}"
        )
        mark = "met    " if goal.met else "missed "
        number = _of(goal.dispatches, "dispatch", "dispatches")
        yield f"  {mark}  {goal.metric}: {value} over {number}; target {goal.target}"


def _of(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _ratio(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.2f}"


def _percent(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value * 100):.0f} %"
