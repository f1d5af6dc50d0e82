"""What width pays: the speed-up that dispatches of each width had, and an answer only where there is enough data."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.numbers import median

ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Width:
    """The dispatches of one width in which every run ended well and has known times."""

    width: int
    dispatches: int
    speedup: Fraction  # median
    efficiency: Fraction  # median: the speed-up for each agent
    saved: int | Fraction  # median, microseconds


def by_width(measured: Iterable[tuple[Dispatch, Measure]]) -> tuple[Width, ...]:
    """Return a row for each width that occurs, from 2 on."""
    groups: dict[int, list[Measure]] = {}
    for dispatch, figures in measured:
        clean = all(run.state is State.OK for run in dispatch.agents) and figures.timed == figures.width
        if clean and figures.parallel:
            groups.setdefault(figures.width, []).append(figures)
    rows = []
    for width, group in sorted(groups.items()):
        speedup = median(figures.speedup for figures in group if figures.speedup is not None)
        saved = median(figures.saved for figures in group if figures.saved is not None)
        if speedup is not None and saved is not None:
            rows.append(Width(width, len(group), speedup, speedup / width, saved))
    return tuple(rows)


def that_pays(rows: Iterable[Width]) -> Width | None:
    """Return the width with the highest median speed-up, of those with five dispatches or more.

    None while fewer than two widths have as many: then there is nothing to compare.
    """
    enough = [row for row in rows if row.dispatches >= ENOUGH]
    if len(enough) < 2:
        return None
    return max(enough, key=lambda row: (row.speedup, -row.width))
