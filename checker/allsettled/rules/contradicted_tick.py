"""A ticked row whose own evidence says that it wasn't done (NFR-2.1)."""

import re
from collections.abc import Iterator

from allsettled.document.model import Item, Section
from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.protocol.vocabulary import read_status
from allsettled.rules import Problem
from allsettled.rules.prohibitions import broken
from allsettled.span import Text
from allsettled.subject import Subject
from allsettled.subject.duties import Duty
from allsettled.subject.evidence import Saying, against, against_step, unmet, waives
from allsettled.subject.leftovers import Leftover
from allsettled.subject.state import State, is_closing_step

_TO_COME = "tick it when it's done, and write what shows it"
_UNDONE = "untick it, or write N/A and the reason"
_LATE = (Saying.TO_COME, Saying.UNDONE)
_CLAUSE = expression(r"[(\[]([^()\[\]]{3,100})[)\]]\W{0,3}$|(?:\s[-–—]|:)\s{1,3}([^()\[\]\s][^()\[\]]{2,100})$")
_BEFORE_CLAUSE = frozenset("([-–—:")
_MARKED = expression(r"(?:\[(?:PASS|PASSED|DONE|COMPLETE|COMPLETED)\]|[✅✓✔☑]\ufe0f?)\s+(?=\S)", re.IGNORECASE)
_MARKS = ("[", "✅", "✓", "✔", "☑")
_UNDER_WAY = expression(r"\b(?:running|started|triggered|queued|pending|awaiting|attempted|checked)\b", re.IGNORECASE)
_NEGATIVE = expression(r"\b(?:not|no|never|unchanged|without)\b", re.IGNORECASE)
_PROTOCOL = expression(r"\b(?:protocol|compliance|session (?:start|end)|checklist|clos(?:ing|ure))\b", re.IGNORECASE)

_PAST = expression(r"\b(?:histor(?:y|ical)|original|former|legacy)\b", re.IGNORECASE)  # what was once claimed


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each such row or item, and for a log ticked as complete that still holds a placeholder."""
    placeholders = {left.span.line for left in subject.leftovers}
    first = _first_leftover(subject)
    for duty in (*subject.duties, *_marked_items(subject)):
        if not duty.done or duty.struck:
            continue
        if duty.prohibition:
            yield from broken(duty)
            continue
        step, words = _parts(duty)
        saying = None
        if words is not None and words.span.line not in placeholders and not _NEGATIVE.search(step):
            saying = _against(duty, words.text, subject)
        if words is not None and saying is not None:
            message = f'this is ticked, and its evidence says {saying.value}: "{words.text}"'
            yield Problem(words.span, message, _TO_COME if saying is Saying.TO_COME else _UNDONE)
        elif first is not None and is_closing_step(duty):
            message = f"this is ticked, and line {first.span.line} still holds a placeholder: {first.text}"
            hint = "write what belongs there, then tick this"
            yield Problem(duty.step.span, message, hint, Severity.WARNING)  # the placeholder itself is the error


def _marked_items(subject: Subject) -> Iterator[Duty]:
    """Yield the items without a box that begin with a mark instead: `- [PASS] lint`, `- ✅ lint`."""
    for block in subject.document.blocks():
        if not isinstance(block, Item) or block.mark is not None or not block.lines[0].text.startswith(_MARKS):
            continue
        if mark := _MARKED.match(block.text.text):
            step = Text(block.text.text[mark.end() :], block.span)
            status = Text(mark.group().strip(), block.span)
            yield Duty("", step, status, read_status(status.text), None, block.section, block.span)


def _parts(duty: Duty) -> tuple[str, Text | None]:
    """Return a duty's step and the words that are its evidence: the cell, or what an item says in its last clause."""
    if duty.table is not None:
        return duty.step.text, duty.evidence
    clause = None if _BEFORE_CLAUSE.isdisjoint(duty.step.text) else _CLAUSE.search(duty.step.text)
    if clause is None or _UNDER_WAY.search(duty.step.text[: clause.start()]):
        return duty.step.text, None
    return duty.step.text[: clause.start()], Text(clause.group(1) or clause.group(2), duty.step.span)


def _against(duty: Duty, words: str, subject: Subject) -> Saying | None:
    saying = against(words, subject.protocol.skip_reasons) or against_step(duty.step.text, words)
    if saying is None or not _counts(saying, duty) or unmet(duty.step.text, words):
        return None
    if duty.table is None and saying not in _LATE and waives(duty.step.text):
        return None  # `Serena: N/A (not available)`
    return saying


def _counts(saying: Saying, duty: Duty) -> bool:
    """Say whether it's sure that the words are about the duty.

    A row without a level counts among the protocol's own only: elsewhere "will run nightly" may be what was made.
    What SHOULD be done may be skipped for a reason (RFC 2119).
    """
    if duty.level.startswith("MUST"):
        return True
    if duty.level:
        return saying in _LATE
    return _is_protocol(duty.section)


def _is_protocol(section: Section | None) -> bool:
    while section is not None and section.level > 1:
        if _PAST.search(section.title.text):
            return False
        if _PROTOCOL.search(section.title.text):
            return True
        section = section.parent
    return False


def _first_leftover(subject: Subject) -> Leftover | None:
    """Return the first placeholder of a log that isn't open, those of rows that are open left out."""
    if subject.state is State.OPEN:
        return None
    still_open = {duty.span.line for duty in subject.duties if duty.open}
    return next((left for left in subject.leftovers if left.span.line not in still_open), None)
