"""One dispatch in numbers: wall-clock, sequential sum, speed-up, concurrency, overlap."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from allsettled.evidence.clock import microseconds
from allsettled.evidence.model import Dispatch


@dataclass(frozen=True, slots=True)
class Measure:
    """A dispatch's figures, lengths in microseconds.

    They are taken over the runs that worked (rejected, interrupted and cancelled ones didn't) and whose start and end
    are known: `timed` of them. Without any, lengths are None.
    """

    width: int
    timed: int
    wall: int | None = None  # from the first start to the last end
    sum: int | None = None  # one after the other
    longest: int | None = None
    peak: int | None = None  # most runs at one moment
    overlapped: int | None = None  # while two or more ran
    from_dispatch: int | None = None  # from the first call to the last end

    @property
    def saved(self) -> int | None:
        """Return the time that running together saved; less than nothing if the runs lay apart."""
        return None if self.wall is None or self.sum is None else self.sum - self.wall

    @property
    def speedup(self) -> Fraction | None:
        """Return how many times faster than one after the other it was."""
        return _share(self.sum, self.wall)

    @property
    def efficiency(self) -> Fraction | None:
        """Return the speed-up for each agent dispatched: 1 is the most."""
        return None if self.speedup is None else self.speedup / self.width

    @property
    def overlap(self) -> Fraction | None:
        """Return the share of the wall-clock time in which two or more ran."""
        return _share(self.overlapped, self.wall)

    @property
    def imbalance(self) -> Fraction | None:
        """Return the longest run's share of the sum: 1 / `timed` is perfect balance, 1 is one run doing all."""
        return _share(self.longest, self.sum)

    @property
    def parallel(self) -> bool:
        """Say whether there is a speed-up to speak of: two runs or more with known times."""
        return self.timed >= 2 and bool(self.wall)


def measure(dispatch: Dispatch) -> Measure:
    """Measure one dispatch."""
    spans = [
        (microseconds(run.started), microseconds(run.finished))
        for run in dispatch.agents
        if run.state.worked and run.started is not None and run.finished is not None
    ]
    if not spans:
        return Measure(dispatch.width, 0)
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    lengths = [end - start for start, end in spans]
    peak, overlapped = _concurrency(spans)
    calls = [microseconds(run.dispatched) for run in dispatch.agents if run.dispatched is not None]
    return Measure(
        width=dispatch.width,
        timed=len(spans),
        wall=last - first,
        sum=sum(lengths),
        longest=max(lengths),
        peak=peak,
        overlapped=overlapped,
        from_dispatch=last - min(calls) if calls else None,
    )


def _concurrency(spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the most runs at one moment, and the time in which two or more ran.

    A run that ends as another starts doesn't overlap it.
    """
    steps: dict[int, int] = {}
    for start, end in spans:
        steps[start] = steps.get(start, 0) + 1
        steps[end] = steps.get(end, 0) - 1
    running = peak = overlapped = 0
    moments = sorted(steps)
    for at, following in pairwise(moments):
        running += steps[at]
        peak = max(peak, running)
        if running >= 2:
            overlapped += following - at
    return max(peak, 1), overlapped


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part, whole)
