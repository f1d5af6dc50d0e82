"""A closed log in which something that must be done is still open, or wasn't done (NFR-2.1)."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.rules import Problem
from allsettled.subject import Subject
from allsettled.subject.duties import Duty
from allsettled.subject.evidence import unmet, waives
from allsettled.subject.state import State, is_end, stated, statements

_HINT = "do it and tick it, or write N/A and the reason"
_KEPT = "tick it when you've made sure that it was not done"
_CHECKLIST = expression(r"\bchecklist\b|\bcomplete all\b", re.IGNORECASE)
_ASIDE = expression(r"\([^()]{8,}\)\W*$|\s[-–—] \S.{8,}$")  # an item's last words may say why
_IMPOSSIBLE = expression(
    r"\b(?:unavailable|not (?:available|installed|possible|supported)|could(?:n't| not)|can(?:'t|not))\b", re.IGNORECASE
)
_WORD = expression(r"[a-z0-9]+")
_FOLDER = expression(r"[\w.-]*/")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each MUST of a closed log that's open or unmet; of a log never filled, for its prohibitions.

    Of a table with three or more, none of them ticked, one problem.
    """
    duties = [duty for duty in subject.duties if duty.level.startswith("MUST") and not duty.struck]
    if subject.untouched:
        duties = [duty for duty in duties if duty.prohibition]
    elif subject.state is not State.CLOSED:
        return
    ticked = _ticked(subject)
    for _, group in groupby(duties, key=lambda duty: id(duty.table or duty)):
        yield from _of_table(list(group), ticked, subject.state)
    if subject.state is State.CLOSED:
        yield from _closing_steps(subject, ticked)


def _of_table(duties: Sequence[Duty], ticked: Container[tuple[str, ...]], state: State) -> Iterator[Problem]:
    still_open = [
        duty for duty in duties if duty.open and not _gives_a_reason(duty) and _words(duty.step.text) not in ticked
    ]
    if len(still_open) == len(duties) >= 3:
        place = still_open[0].step.span
        yield Problem(
            place, f"the log is closed, and none of the {len(duties)} MUST rows of this table is ticked", _HINT
        )
        return
    closed = "the log is closed" if state is State.CLOSED else "the log was never filled"
    for duty in still_open:
        what = "nobody verified this MUST NOT" if duty.prohibition else "this MUST is still open"
        yield Problem(duty.step.span, f"{closed}, and {what}: {duty.step.text}", _KEPT if duty.prohibition else _HINT)
    for duty in duties:
        if duty.unmet and not duty.prohibition and not _excused(duty) and _words(duty.step.text) not in ticked:
            yield Problem(duty.step.span, f"{closed}, and this MUST wasn't met: {duty.step.text}", _HINT)
        if duty.reading.not_applicable and duty.evidence is not None and not duty.evidence.text.strip("-–— "):
            yield Problem(duty.step.span, f"this MUST is N/A without a reason: {duty.step.text}", "add the reason")


def _closing_steps(subject: Subject, ticked: Container[tuple[str, ...]]) -> Iterator[Problem]:
    """Yield the open steps of the checklist at the log's end that have no level: it's there to be completed.

    Not of a log that says of itself, elsewhere, that it's open: that is `disagreement`.
    """
    if any(stated(statement.text) is State.OPEN for statement in statements(subject.document)):
        return
    for duty in subject.duties:
        if duty.level or duty.struck or not duty.open or not _CHECKLIST.search(duty.section.title.text):
            continue
        said = _gives_a_reason(duty) or (duty.table is None and _ASIDE.search(duty.step.text))
        if is_end(duty.section) and not said and _words(duty.step.text) not in ticked:
            message = f"the log is closed, and this step of its end is still open: {duty.step.text}"
            yield Problem(duty.step.span, message, _HINT, Severity.WARNING)


def _gives_a_reason(duty: Duty) -> bool:
    """Say whether the row says why the duty doesn't apply, or that its own condition isn't met."""
    if duty.table is None:
        return waives(duty.step.text)
    evidence = duty.evidence.text if duty.evidence is not None else ""
    return waives(evidence) or unmet(duty.step.text, evidence)


def _excused(duty: Duty) -> bool:
    """Say whether the row says why the duty doesn't apply, or why it couldn't be done."""
    return _gives_a_reason(duty) or (duty.evidence is not None and _IMPOSSIBLE.search(duty.evidence.text) is not None)


def _words(step: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_FOLDER.sub("", step).casefold()))


def _ticked(subject: Subject) -> frozenset[tuple[str, ...]]:
    """Return the beginnings of all ticked steps, word by word: the same duty may stand in two tables."""
    steps = (_words(duty.step.text)[:8] for duty in subject.duties if duty.done)
    return frozenset(step[:length] for step in steps for length in range(2, len(step) + 1))
