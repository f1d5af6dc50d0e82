"""The success metrics that the request for parallel dispatch set, held against what happened (its section 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from allsettled.evidence.clock import SECOND
from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.numbers import median, share

_LONG = 600 * SECOND
_TARGET_WALL = 180 * SECOND
_TARGET_PEAK = (3, 6)
_TARGET_PARTIAL = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Goal:
    """One metric: its baseline and target in words, and what `dispatches` of them came to; None: no data."""

    metric: str
    baseline: str
    target: str
    unit: str
    dispatches: int
    value: Fraction | None
    met: bool | None


def goals(measured: Sequence[tuple[Dispatch, Measure]]) -> tuple[Goal, ...]:
    """Return the three metrics."""
    parallel = [figures for _, figures in measured if figures.parallel]
    walls = [figures.wall for figures in parallel if figures.wall is not None and (figures.sum or 0) >= _LONG]
    wall = median(walls)
    peaks = [figures.peak for figures in parallel if figures.peak is not None]
    peak = median(peaks)
    hurt = [
        dispatch for dispatch, _ in measured if dispatch.width >= 2 and any(run.state.failed for run in dispatch.agents)
    ]
    partial = share(sum(any(run.state is State.OK for run in dispatch.agents) for dispatch in hurt), len(hurt))
    return (
        Goal(
            "Wall-clock time of work that takes 10 minutes one after the other (median)",
            "10+ minutes",
            "3 minutes",
            "s",
            len(walls),
            None if wall is None else wall / SECOND,
            None if wall is None else wall <= _TARGET_WALL,
        ),
        Goal(
            "Agents running at once (median of each dispatch's peak)",
            "1 concurrent",
            "3-6 concurrent",
            "agents",
            len(peaks),
            peak,
            None if peak is None else _TARGET_PEAK[0] <= peak <= _TARGET_PEAK[1],
        ),
        Goal(
            "Dispatches with a failure that still gave a result",
            "N/A",
            ">90 % partial success",
            "share",
            len(hurt),
            partial,
            None if partial is None else partial > _TARGET_PARTIAL,
        ),
    )
