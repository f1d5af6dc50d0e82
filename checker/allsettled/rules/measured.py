"""The metrics of a dispatch, from the times and statuses of its runs (NFR-2.2)."""

from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import Dimension
from allsettled.protocol.record import Record
from allsettled.rules.failures import endings
from allsettled.rules.timing import Span, at_work, spans, worked

_HAIR = 1e-9


class Figure(NamedTuple):
    """What a metric is: its value, and how far it may be off, since times are stated to the second.

    Times are in seconds, savings in seconds or per cent.
    """

    key: str
    dimension: Dimension
    value: float
    low: float
    high: float

    def fits(self, quantity: Quantity) -> bool:
        """Say whether a stated quantity is this, to the precision that it's stated in.

        It may be rounded, or cut off where that loses no more than a tenth: 68 % for 68.57 %, but not 4 min for 4:59.
        """
        half, size = quantity.step / 2, quantity.size()
        if quantity.approximate:
            half = max(quantity.step, quantity.high * 0.05)
        above = quantity.step * (1 - 1e-6) if quantity.step * 10 <= quantity.high else half
        low, high = quantity.low - half, quantity.high + max(half, above)
        return low * size <= self.high + _HAIR and self.low - _HAIR <= high * size


def figures(record: Record) -> Iterator[Figure]:
    """Yield what the times of a record's runs give; nothing where one of them isn't known."""
    found = spans(run for _, run in worked(record))
    if not found:
        return
    first, last = min(found, key=lambda span: span.start), max(found, key=lambda span: span.finish)
    wall = (last.finish - first.start).total_seconds()
    sequential = sum(span.seconds for span in found)
    wall_off, sequential_off = max(first.step, last.step), sum(span.step for span in found)
    yield Figure("wall_clock", Dimension.TIME, wall, wall - wall_off, wall + wall_off)
    yield Figure("sequential", Dimension.TIME, sequential, sequential - sequential_off, sequential + sequential_off)
    saved, off = sequential - wall, sequential_off + wall_off
    yield Figure("saved", Dimension.TIME, saved, saved - off, saved + off)
    if wall > wall_off and sequential > sequential_off:
        least = (sequential - sequential_off) / (wall + wall_off)
        most = (sequential + sequential_off) / (wall - wall_off)
        yield Figure("speed_up", Dimension.FACTOR, sequential / wall, least, most)
        less = 100 * (1 - wall / sequential)
        yield Figure("saved", Dimension.PERCENT, less, 100 * (1 - 1 / least), 100 * (1 - 1 / most))
    yield _peak(found)


def _peak(found: list[Span]) -> Figure:
    """Return the most runs at one moment; those that touch may have overlapped, to the second."""
    peak = max((width for width, _ in at_work(found)), default=1)
    touching = [span._replace(finish=span.finish.replace(microsecond=999_999)) for span in found]
    most = max((width for width, _ in at_work(touching)), default=1)
    return Figure("peak", Dimension.COUNT, peak, peak, max(peak, most))


def counts(record: Record) -> Iterator[Figure]:
    """Yield how many agents settled, and how many failed; a retried agent may count once, or with each run."""
    ended = [ending.status for ending in endings(record).values()]
    ran = [run.state for run in record.runs]
    if None in ended or None in ran:
        return
    settled = [sum(status is not None and status.settled for status in each) for each in (ended, ran)]
    failed = [sum(status is not None and status.failed for status in each) for each in (ended, ran)]
    for key, (agents, runs) in (("settled", settled), ("failed", failed)):
        yield Figure(key, Dimension.COUNT, agents, min(agents, runs), max(agents, runs))
