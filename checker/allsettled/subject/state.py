"""Whether a log is open or closed: a log is open until it says that it's closed."""

import re
from collections.abc import Iterable
from enum import Enum

from allsettled.document.model import Document, Section
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.subject.duties import Duty
from allsettled.subject.labels import read_labels

_LABELS = ("status", "session status", "log status")
_CLOSED = re.compile(r"\b(?:closed|final|complete|completed|done|finished|resolved|success(?:ful)?)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:open|draft|in[ _-]progress|wip|ongoing|active|started|paused|running)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|in|partially|never)[ -]?(?:yet )?(?:closed|complete)", re.IGNORECASE)
_CLOSING_STEP = re.compile(
    r"\b(?:complete|close|finali[sz]e)d?\b.*\b(?:session )?log\b|\blog complete\b", re.IGNORECASE
)
_END = re.compile(r"\b(?:session (?:end|closure|close)|end of session|closing)\b", re.IGNORECASE)


class State(Enum):
    """What a log says of itself."""

    OPEN = "open"
    CLOSED = "closed"
    UNSTATED = "unstated"


def read_state(document: Document, duties: Iterable[Duty]) -> State:
    """Return what the log says: in front matter, in its status line, or by ticking that it's complete."""
    if _closing_step_ticked(duties):
        return State.CLOSED
    for text in _statements(document):
        state = _state(text)
        if state is not State.UNSTATED:
            return state
    return State.UNSTATED


def _closing_step_ticked(duties: Iterable[Duty]) -> bool:
    return any(
        duty.done and not duty.struck and _END.search(_path(duty.section)) and _CLOSING_STEP.search(duty.step.text)
        for duty in duties
    )


def _path(section: Section) -> str:
    titles: list[str] = []
    here: Section | None = section
    while here is not None and here.level > 1:
        titles.append(here.title.text)
        here = here.parent
    return " / ".join(titles)


def _statements(document: Document) -> Iterable[str]:
    """Yield the texts that state the log's own status: front matter, then the labels in its head and at its foot."""
    if document.front_matter is not None:
        for key in ("state", "status"):
            if isinstance(value := document.front_matter.values.get(key), str):
                yield value
    for name, value in read_labels(document):
        if name in _LABELS:
            yield value.text


def _state(text: str) -> State:
    if not text.strip():
        return State.UNSTATED
    if _NEGATED.search(text):
        return State.OPEN
    reading = read_status(text)
    if reading.status in (Status.COMPLETE, Status.FAILED, Status.TIMEOUT):
        return State.CLOSED
    if reading.status in (Status.PENDING, Status.RUNNING):
        return State.OPEN
    head = text[:60]
    if _CLOSED.search(head):
        return State.CLOSED
    return State.OPEN if _OPEN.search(head) else State.UNSTATED
