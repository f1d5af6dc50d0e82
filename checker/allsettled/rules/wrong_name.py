"""A log whose file name is not the protocol's, or not its own (NFR-1.3)."""

import re
from collections.abc import Iterator
from datetime import date

from allsettled.expressions import expression
from allsettled.rules import Problem
from allsettled.span import FILE, Text
from allsettled.subject import Subject

_DATED = expression(r"(?P<date>\d{4}-\d\d-\d\d)-session(?:-(?P<id>\d+|[0-9a-f]{8})(?=[-.]))?.*\.md")
_DAY = expression(r"\b\d{4}-\d\d-\d\d\b")
_TITLE = expression(r"session(?: log)?[: #-]{0,3}(\d{1,6})(?!-\d)(?=\s?(?:$|[:(–—-]))", re.IGNORECASE)
_ID = expression(r"(?:[0-9a-f]{8}|\d+)\b")
_HINT = "name it YYYY-MM-DD-session-ID.md, with a number or eight hexadecimal digits, and what it was about if you like"
_MEND = "mend the one or the other"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for a session log's name without a real date or an id, and for one that isn't the log's."""
    name, title = subject.path.rpartition("/")[2], subject.document.title()
    found = _DATED.fullmatch(name)
    if found is None or not title.text.casefold().startswith("session"):
        return  # an analysis of a session, say, may well be named so
    day, own = found["date"], found["id"]
    if not _is_day(day):
        yield Problem(FILE, f"the file's name begins with {day}, which is no day", _HINT)
    elif own is None:
        yield Problem(FILE, f"the file's name has no session number: {name}", _HINT)
    if (stated := _stated(subject, "date", _DAY)) is not None and _is_day(day) and stated.text != day:
        yield Problem(stated.span, f"the log is of {stated.text}, and its file's name says {day}", _MEND)
    if own and (other := _number(title) or _stated(subject, "id", _ID)) is not None and not _same(own, other.text):
        yield Problem(other.span, f"the log is of session {other.text}, and its file's name says {own}", _MEND)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _stated(subject: Subject, name: str, pattern: re.Pattern[str]) -> Text | None:
    """Return what a label in the log's head begins with, if it's of the pattern."""
    label = subject.labels.get(name)
    found = pattern.match(label.text.lstrip("`* ")) if label is not None else None
    return Text(found.group(), label.span) if found is not None and label is not None else None


def _number(title: Text) -> Text | None:
    found = _TITLE.match(title.text) if any(map(str.isdecimal, title.text)) else None
    return Text(found.group(1), title.span) if found is not None else None


def _same(name: str, other: str) -> bool:
    """Say whether two ids are one: numbers whatever their zeros. A number and a hexadecimal id can't be compared."""
    if len(name) == 8 or len(other) == 8:
        return name == other or len(name) != len(other)
    return int(name) == int(other)
