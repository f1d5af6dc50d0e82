"""How long a dispatch took, and how many agents were at work at once: shared by the rules that measure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from allsettled.protocol.record import Record, Run
from allsettled.protocol.vocabulary import Status

_IDLE = (Status.SKIPPED, Status.PENDING)


class Span(NamedTuple):
    """A run's time at work, and how exactly it's stated: `step` seconds is the place of the last digit."""

    start: datetime
    finish: datetime
    step: float

    @property
    def seconds(self) -> float:
        """Return the run's length."""
        return (self.finish - self.start).total_seconds()


def worked(record: Record) -> list[tuple[int, Run]]:
    """Return the runs that were really started, with their numbers."""
    return [(index, run) for index, run in enumerate(record.runs) if run.state not in _IDLE]


def spans(runs: Iterable[Run]) -> list[Span] | None:
    """Return the time of each run, or None where one of them isn't known or can't be."""
    found = []
    for run in runs:
        start, finish = run.start, run.finish
        if start is None or finish is None or finish < start:
            return None
        found.append(Span(start, finish, max(_step(run.started), _step(run.finished))))
    return found


def _step(text: str) -> float:
    fraction = text[20:].rstrip("Zz").partition("+")[0].partition("-")[0] if text[19:20] == "." else ""
    return 10.0 ** -len(fraction)


def at_work(found: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield how many runs are at work when each of them starts, in the order of their starts, with its number.

    A run that finishes as another starts is no longer at work, and one that took no time never was.
    """
    lasting = [(index, span) for index, span in enumerate(found) if span.start < span.finish]
    moments = sorted(moment for index, span in lasting for moment in ((span.start, 1, index), (span.finish, 0, index)))
    running = 0
    for _, starts, index in moments:
        running += 1 if starts else -1
        if starts:
            yield running, index
