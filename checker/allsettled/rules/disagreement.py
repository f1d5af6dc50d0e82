"""One fact that is stated twice, and differently (FR-2.3)."""

from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.rules import Problem
from allsettled.rules.counted_twice import of_names
from allsettled.rules.durations import of_document as of_durations
from allsettled.rules.free_tables import of_free_tables
from allsettled.rules.stated_twice import CORRECTS, HINT, of_records
from allsettled.rules.unfinished_work import of_work
from allsettled.span import Span, Text
from allsettled.subject import Subject
from allsettled.subject.labels import section_labels
from allsettled.subject.state import State, at_the_end, is_closing_step, stated, statements

_DAY = expression(r"\b\d{4}-\d\d-\d\d\b")
_SHA = expression(r"^`?([0-9a-f]{7,40})\b")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each fact that the log states in two ways."""
    yield from _state_of_the_log(subject)
    yield from of_work(subject)
    yield from _head(subject)
    yield from of_records(subject)
    yield from of_free_tables(subject)
    yield from of_durations(subject.document)
    yield from of_names(subject.document)


def _state_of_the_log(subject: Subject) -> Iterator[Problem]:
    """Two statements of the log's own status, or one of them and the tick that it's complete."""
    said = [(text, stated(text.text)) for text in statements(subject.document)]
    said = [(text, state) for text, state in said if state is not State.UNSTATED]
    if not said:
        return
    first, state = said[0]
    for text, other in said[1:]:
        if other is not state and not CORRECTS.search(text.text):
            yield Problem(
                text.span, f'"{text.text}" is said here of the log, and "{first.text}" in line {first.span.line}', HINT
            )
            return
    tick = next(
        (d for d in subject.duties if d.done and not d.struck and is_closing_step(d) and at_the_end(d.section)), None
    )
    if tick is not None and state is State.OPEN:
        message = f'"{first.text}" is said here of the log, and line {tick.span.line} ticks "{tick.step.text}"'
        yield Problem(first.span, message, "write how the session ended, or untick the step")


def _days(subject: Subject) -> Iterator[tuple[str, Span, str]]:
    """Yield each day that the log says it's of: the day, its place, and what that place is called."""
    front_matter, title, label = subject.document.front_matter, subject.document.title(), subject.labels.get("date")
    if front_matter is not None and (day := _DAY.match(str(front_matter.values.get("date", "")))):
        yield day.group(), front_matter.places.get("date", front_matter.span), "its front matter"
    if len(days := _DAY.findall(title.text)) == 1:
        yield days[0], title.span, "its title"
    if label is not None and (day := _DAY.match(label.text)):
        yield day.group(), label.span, "its head"


def _head(subject: Subject) -> Iterator[Problem]:
    """The day in front matter, title and head; the starting commit in two places."""
    days = list(_days(subject))
    for day, span, _ in days[1:]:
        if day != days[0][0]:
            yield Problem(span, f"the log is of {day} here, and {days[0][2]} says {days[0][0]}", HINT)
            break
    first: Text | None = None
    for section in subject.document.root.walk():
        for name, value in section_labels(section):
            if name == "starting commit" and (sha := _SHA.match(value.text)):
                here = Text(sha.group(1), value.span)
                if first is not None and not (first.text.startswith(here.text) or here.text.startswith(first.text)):
                    message = f"the starting commit is {here.text} here, and {first.text} in line {first.span.line}"
                    yield Problem(value.span, message, HINT)
                    return
                first = first or here
