"""A section of a record that stands before what it rests on (NFR-1.3)."""

from collections.abc import Iterator

from allsettled.protocol.layout import parts
from allsettled.protocol.record import Record
from allsettled.rules import Problem
from allsettled.subject import Subject

_ORDER = {"validation": 0, "runs": 1, "outputs": 2, "result": 3, "failures": 3}
"""What the protocol fixes: the check comes before the dispatch, that before its outcomes, they before their result."""


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for the first part of each record that stands after one that must follow it."""
    titles = {part.key: part.title for part in parts(subject.protocol)} if subject.records else {}
    for record in subject.records:
        standing = _standing(record)
        latest = standing[0] if standing else ""
        for part in standing:
            if _ORDER[part] < _ORDER[latest]:
                yield Problem(
                    record.place(part),
                    f'"{titles[part]}" stands after "{titles[latest]}", and the protocol has it before',
                    "move it up",
                )
                break
            latest = part


def _standing(record: Record) -> list[str]:
    """Return the parts that the order is fixed for, as they stand in the file.

    Where agents have sections, their rows stand there, and their part's place is the heading above all of them.
    """
    return sorted((part for part in _ORDER if (part,) in record.places), key=lambda part: record.place(part, 0).line)
