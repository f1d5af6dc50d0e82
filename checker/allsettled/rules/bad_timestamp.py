"""A time that can't be true, or can't be understood anywhere but where it was written (FR-1.3)."""

import re
from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Record, timestamp
from allsettled.protocol.value import Protocol
from allsettled.rules import Fault
from allsettled.subject import Subject

_STARTS = ("started", "start time", "session start", "start", "opened")
_ENDS = ("ended", "finished", "end time", "session end", "end", "closed")

_EXTENDED = expression(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]| +)([0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,]([0-9]+))?( *)(.+)", re.ASCII
)
_BASIC = expression(
    r"([0-9]{4})([0-9]{2})([0-9]{2})[Tt]([0-9]{2})([0-9]{2})([0-9]{2})(?:[.,]([0-9]+))?( *)(.+)", re.ASCII
)
_UTC = expression(r"z|utc|gmt|\((?:utc|gmt)\)", re.IGNORECASE)
_OFFSET = expression(r"(utc ?)?([+-])([0-9]{1,2})(?:(:?)([0-9]{2}))?", re.IGNORECASE)


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a time that the schema refused, and the cure."""
    return (
        f'"{text}" is not an RFC 3339 time with its zone',
        "write day, seconds and zone, such as 2026-01-05T09:00:00Z or 2026-01-05T10:00:00+01:00",
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


def fix(text: str, protocol: Protocol) -> str | None:
    """Return a time that the schema refuses as RFC 3339 writes it, where it can mean one moment only; else None.

    Every digit and the zone must be there: without its seconds a time is not known to the second.
    """
    from allsettled.shape.schemas import load

    core = text.strip("*_")
    accepted = str(load("record")["$defs"]["time"]["pattern"])
    if re.search(accepted, core):
        return None
    parts = _parts(core)
    if parts is None:
        return None
    day, clock, fraction, zone = parts
    mended = f"{day}T{clock}{'.' if fraction else ''}{fraction}{zone}"
    if clock >= "24" or timestamp(mended) is None:  # only to some Pythons, 24:00 is a time
        return None
    return text.replace(core, mended)


def _parts(text: str) -> tuple[str, str, str, str] | None:
    """Return day, time of day, fraction and zone of a time in one of the notations of ISO 8601, git or databases."""
    if found := _EXTENDED.fullmatch(text):
        day, clock, fraction, gap, zone = found.groups()
    elif found := _BASIC.fullmatch(text):
        day, clock = "-".join(found.group(1, 2, 3)), ":".join(found.group(4, 5, 6))
        fraction, gap, zone = found.group(7, 8, 9)
    else:
        return None
    written = _zone(zone, bool(gap))
    return (day, clock, fraction or "", written) if written else None


def _zone(text: str, apart: bool) -> str:
    """Return a zone as RFC 3339 writes it, or an empty text. What may be the end of a span of time is no zone."""
    if _UTC.fullmatch(text):
        return "Z"
    found = _OFFSET.fullmatch(text)
    if found is None:
        return ""
    utc, sign, hours, colon, minutes = found.groups()
    if not utc and (len(hours) < 2 or (sign == "-" and (not minutes or (colon and apart)))):
        return ""
    if int(hours) > 14 or (minutes and minutes > "59"):
        return ""
    return f"{sign}{int(hours):02}:{minutes or '00'}"
