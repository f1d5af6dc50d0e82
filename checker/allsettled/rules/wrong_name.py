"""A log whose file name is not the protocol's, or not its own (NFR-1.3)."""

import re
from collections.abc import Iterator
from datetime import date

from allsettled.rules import Problem
from allsettled.span import FILE, Text
from allsettled.subject import Subject

_DATED = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)-session(?:-(?P<number>\d+)(?=[-.]))?.*\.md")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_TITLE = re.compile(r"session(?: log)?[: #-]{0,3}(\d{1,6})\b(?!-\d)", re.IGNORECASE)
_HINT = "name it YYYY-MM-DD-session-NN.md, or YYYY-MM-DD-session-NN-what-it-was-about.md"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for a session log's name without a real date or a number, and for one that isn't the log's."""
    name = subject.path.rpartition("/")[2]
    title = subject.document.title()
    found = _DATED.fullmatch(name)
    if found is None or not title.text.casefold().startswith("session"):
        return  # an analysis of a session, say, may well be named so
    day, number = found["date"], found["number"]
    if not _is_day(day):
        yield Problem(FILE, f"the file's name begins with {day}, which is no day", _HINT)
    elif number is None:
        yield Problem(FILE, f"the file's name has no session number: {name}", _HINT)
    if (stated := _stated_day(subject)) is not None and _is_day(day) and stated.text != day:
        yield Problem(
            stated.span, f"the log is of {stated.text}, and its file's name says {day}", "mend the one or the other"
        )
    if number and (own := _TITLE.match(title.text)) and int(own.group(1)) != int(number):
        message = f"the title says session {own.group(1)}, and the file's name says {number}"
        yield Problem(title.span, message, "mend the one or the other")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _stated_day(subject: Subject) -> Text | None:
    """Return the one day that the log's head gives for the session."""
    label = subject.labels.get("date")
    found = _DAY.match(label.text.lstrip("`* ")) if label is not None else None
    return Text(found.group(), label.span) if found is not None and label is not None else None
