"""Whether a log is open or closed: a log is open until it says that it's closed."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from enum import Enum

from allsettled.document.model import Document, Paragraph, Section
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.span import Text
from allsettled.subject.duties import Duty
from allsettled.subject.labels import is_own, label_of, read_labels, section_labels

_LABELS = ("status", "state", "session status", "log status")
_CLOSED = expression(
    r"\b(?:closed|final|complete|completed|done|finished|resolved|superseded|success(?:ful)?)\b", re.IGNORECASE
)
_OPEN = expression(r"\b(?:open|draft|in[ _-]progress|wip|ongoing|active|started|paused|running)\b", re.IGNORECASE)
_NEGATED = expression(r"\b(?:not|in|partially|never)[ -]?(?:yet )?(?:closed|complete)", re.IGNORECASE)
_CLOSING_STEP = expression(
    r"\b(?:complete|close|finali[sz]e)d?\b.*\b(?:session )?log\b|\blog complete\b", re.IGNORECASE
)
_END = expression(
    r"\b(?:session (?:end|closure|close)|end of session|before closing|closing (?:checklist|steps))\b", re.IGNORECASE
)


class State(Enum):
    """What a log says of itself."""

    OPEN = "open"
    CLOSED = "closed"
    UNSTATED = "unstated"


def read_state(document: Document, duties: Iterable[Duty]) -> State:
    """Return what the log says: by ticking that it's complete, in front matter, in its status line, or by its end.

    A log of which every closing duty is settled, most of them done, is closed though it doesn't say so in words.
    """
    closing = [duty for duty in duties if not duty.struck and at_the_end(duty.section)]
    if any(duty.done and is_closing_step(duty) for duty in closing):
        return State.CLOSED
    for statement in statements(document):
        state = stated(statement.text)
        if state is not State.UNSTATED:
            return state
    return State.CLOSED if _all_settled(closing) else State.UNSTATED


def is_closing_step(duty: Duty) -> bool:
    """Say whether a duty is that of completing the log itself."""
    return "log" in duty.step.text.casefold() and bool(_CLOSING_STEP.search(duty.step.text))


def at_the_end(section: Section) -> bool:
    """Say whether a section belongs to the log's end: it or one above it has such a heading."""
    here: Section | None = section
    while here is not None and here.level > 1:
        if is_end(here):
            return True
        here = here.parent
    return False


def is_end(section: Section) -> bool:
    """Say whether a section's own heading speaks of the session's end."""
    return bool(_END.search(section.title.text))


def _all_settled(closing: list[Duty]) -> bool:
    done = sum(duty.done for duty in closing)
    return len(closing) >= 2 and not any(duty.open for duty in closing) and done * 2 > len(closing)


def statements(document: Document) -> Iterator[Text]:
    """Yield the texts that state the log's own status: front matter, then the labels in its head and at its foot."""
    if document.front_matter is not None:
        for key in ("state", "status"):
            if isinstance(value := document.front_matter.values.get(key), str):
                yield Text(value, document.front_matter.places.get(key, document.front_matter.span))
    for name, value in read_labels(document):
        if name in _LABELS:
            yield value
    yield from _foot(document)
    for section in document.sections():
        if is_own(section) if section.level == 2 else section.level == 1:
            continue  # it was read above
        for name, value in section_labels(section):
            if name in _LABELS[2:] and (section.level == 2 or at_the_end(section)):
                yield value


def _foot(document: Document) -> Iterator[Text]:
    """Yield the status in the file's last paragraph, if that is about the session: `**Session End**: ...`."""
    last = next(iter(deque(document.blocks(), maxlen=1)), None)
    if isinstance(last, Paragraph):
        labels = [(fold(label[0]), label[1]) for line in last.lines if (label := label_of(line))]
        if any(name.startswith(("session start", "session end")) for name, _ in labels):
            yield from (value for name, value in labels if name in _LABELS)


def stated(text: str) -> State:
    """Return what a statement says of the log."""
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
