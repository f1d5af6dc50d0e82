"""More agents at once than the protocol allows (open question 2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.rules.timing import at_work, spans, worked
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for the first run that makes the dispatch wider than the cap."""
    cap = subject.protocol.cap
    runs = worked(record)
    if len(runs) <= cap:
        return
    found = spans(run for _, run in runs)
    if found is None:
        yield from _by_message(record, subject)
        return
    widths = list(at_work(found))
    widest = max((width for width, _ in widths), default=0)
    if widest > cap:
        index, _ = runs[next(index for width, index in widths if width > cap)]
        yield _fault(index, widest, cap)


def _by_message(record: Record, subject: Subject) -> Iterator[Fault]:
    """Where the times aren't known: a message starts its agents at once."""
    cap = subject.protocol.cap
    started: dict[str, list[int]] = {}
    for index, run in worked(record):
        if run.message:
            started.setdefault(run.message, []).append(index)
    for indices in started.values():
        if len(indices) > cap:
            yield _fault(indices[cap], len(indices), cap)


def _fault(index: int, width: int, cap: int) -> Fault:
    return Fault(
        ("runs", index, "agent"),
        f"{width} agents were at work at once, and the protocol allows {cap}",
        "leave the rest to a second dispatch; if the cap is too low, raise `cap` in the project's protocol",
    )
