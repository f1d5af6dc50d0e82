"""A time that can't be true, or can't be understood anywhere but where it was written (FR-1.3)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record, timestamp
from allsettled.protocol.value import Protocol
from allsettled.rules import Fault
from allsettled.subject import Subject

_STARTS = ("started", "start time", "session start", "start", "opened")
_ENDS = ("ended", "finished", "end time", "session end", "end", "closed")


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a time that the schema refused, and the cure."""
    return (
        f'"{text}" is not an RFC 3339 time with its zone',
        "write it as 2026-01-05T09:00:00Z, or with an offset: 2026-01-05T10:00:00+01:00",
    )


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each finish before its start, and for each run outside the log's own times."""
    opened = next((timestamp(subject.labels[name].text) for name in _STARTS if name in subject.labels), None)
    closed = next((timestamp(subject.labels[name].text) for name in _ENDS if name in subject.labels), None)
    for index, run in enumerate(record.runs):
        start, finish = run.start, run.finish
        if run.started and start is None and _looks_right(run.started):
            yield Fault(("runs", index, "started"), *explain(run.started, subject.protocol))
        if run.finished and finish is None and _looks_right(run.finished):
            yield Fault(("runs", index, "finished"), *explain(run.finished, subject.protocol))
        if start and finish and finish < start:
            yield Fault(
                ("runs", index, "finished"),
                f"{run.agent} finished at {run.finished}, before it started at {run.started}",
                "mend the time that's wrong",
            )
        elif start and opened and start < opened:
            yield Fault(
                ("runs", index, "started"),
                f"{run.agent} started at {run.started}, before the log's own start",
                "mend the time that's wrong, here or in the log's head",
            )
        elif finish and closed and finish > closed:
            yield Fault(
                ("runs", index, "finished"),
                f"{run.agent} finished at {run.finished}, after the log's own end",
                "mend the time that's wrong, here or in the log's head",
            )


def _looks_right(text: str) -> bool:
    """Say whether the schema's pattern lets a time pass that no calendar has, such as February 30th."""
    return len(text) >= 20 and text[4] == text[7] == "-" and text[13] == text[16] == ":" and text[:4].isdigit()
