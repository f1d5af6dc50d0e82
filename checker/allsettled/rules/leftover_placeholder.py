"""A placeholder that nobody replaced (NFR-2.1)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.span import Span
from allsettled.subject import Subject
from allsettled.subject.duties import Duty
from allsettled.subject.leftovers import Leftover
from allsettled.subject.state import State

_HINT = "write what belongs there, or N/A and why"
_TEMPLATE_HINT = "fill it in, or delete it; a log that is still being written says so: `- **Status**: OPEN`"
_WITHDRAWN = ("superseded", "withdrawn", "abandoned")
_JUDGED_ELSEWHERE = ("started", "finished", "status", "tier", "error", "action", "strategy")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each placeholder, or one for the whole log if it's a template that nobody filled in."""
    if subject.state is State.OPEN or not subject.leftovers or _withdrawn(subject):
        return
    if subject.untouched:
        first = next((left for left in subject.leftovers if left.label and left.row is None), subject.leftovers[0])
        rows = sum(duty.open for duty in subject.duties)
        what = f"{rows} rows are open, and {len(subject.leftovers)} placeholders stand where text belongs"
        yield Problem(first.span, f"the template was never filled in: {what}", _TEMPLATE_HINT)
        return
    closed = subject.state is State.CLOSED
    duties = {duty.span.line: duty for duty in subject.duties if duty.table is not None}
    elsewhere = _judged_elsewhere(subject)
    results = {record.result for record in subject.records} if closed else set()
    for left in subject.leftovers:
        duty = duties.get(left.span.line) if left.row is not None else None
        if duty is not None and _excused(duty, closed):
            continue
        if left.span not in elsewhere and left.text not in results:
            yield Problem(left.span, _message(left), _HINT)


def _withdrawn(subject: Subject) -> bool:
    status = subject.labels.get("status")
    return status is not None and status.text.casefold().lstrip("*[_ ").startswith(_WITHDRAWN)


def _message(left: Leftover) -> str:
    where = f"{left.label}: " if left.label and left.row is None else ""
    return f"a placeholder was left as it is: {where}{left.text}"


def _excused(duty: Duty, closed: bool) -> bool:
    """Say whether the row is judged by another rule or none: it's open, and no MUST of a log that may be open."""
    if duty.struck or duty.reading.not_applicable:
        return True
    return duty.open and (closed or not duty.level.startswith("MUST"))


def _judged_elsewhere(subject: Subject) -> set[Span]:
    """Return the places of the records' values whose own rules refuse placeholders."""
    return {
        span
        for record in subject.records
        for pointer, span in record.places.items()
        if pointer and pointer[-1] in _JUDGED_ELSEWHERE
    }
