"""A closed log whose work log still says that a piece of work is in progress. Part of the rule `disagreement`."""

import re
from collections.abc import Iterator

from allsettled.document.model import Document, Item, Paragraph
from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.protocol.columns import fold
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.rules import Problem
from allsettled.subject import Subject
from allsettled.subject.labels import section_labels
from allsettled.subject.state import State, stated, statements

_WORK = frozenset({"work log", "work", "work done", "work performed", "work completed", "tasks", "task log"})
_GOES_ON = expression(
    r"\b(?:next|later|follow-?up|session \d|hand(?:ed)?[ -]?(?:over|off)|continu\w+)\b", re.IGNORECASE
)
_AHEAD = expression(r"\bnext\b|\bhand-?(?:over|off)s?\b|\bfollow-?ups?\b|\bremaining\b", re.IGNORECASE)
_CARRIED_ON = expression(
    r"^\W*(?:continue|resume|finish|go on)\b|\bcontinu(?:es?|ed|ing|ation)\b.{0,40}\b(?:in|by|with) \w", re.IGNORECASE
)
_HINT = "write how it ended, or which session goes on with it"


def of_work(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each section of a closed log's work log with `**Status**: In progress`.

    Not of a log that says of itself, somewhere, that it's open: that is one disagreement already. And not where what
    it says of the time after it is that the work goes on.
    """
    if subject.state is not State.CLOSED:
        return
    if any(stated(statement.text) is State.OPEN for statement in statements(subject.document)):
        return
    if _is_carried_on(subject.document):
        return
    for section in subject.document.sections():
        if section.parent is None or fold(section.parent.title.text) not in _WORK:
            continue
        for name, value in section_labels(section):
            if name != "status" or read_status(value.text).status not in (Status.RUNNING, Status.PENDING):
                continue
            if not _GOES_ON.search(value.text):
                message = f'the log is closed, and the work "{section.title.text}" is still "{value.text}"'
                yield Problem(value.span, message, _HINT, Severity.WARNING)


def _is_carried_on(document: Document) -> bool:
    """Say whether a section on what comes next says that work is carried on."""
    return any(
        _CARRIED_ON.search(line.text)
        for section in document.sections()
        if section.level > 1 and _AHEAD.search(section.title.text)
        for block in section.blocks
        if isinstance(block, Paragraph | Item)
        for line in block.lines
    )
