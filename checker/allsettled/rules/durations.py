"""A duration that stands beside the two times that it's taken from, and isn't theirs. Part of the rule `disagreement`.

In a row, and in the labelled lines below one heading: `Started`, `Finished`, `Duration`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from allsettled.claims.vocabulary import Dimension
from allsettled.document.model import Document, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.agent_sections import labelled
from allsettled.protocol.columns import fold
from allsettled.protocol.record import timestamp
from allsettled.rules import Problem
from allsettled.rules.measured import Figure
from allsettled.span import Text

_STARTS = ("started", "start", "started at", "start time", "dispatched")
_ENDS = ("finished", "ended", "end", "finish", "finished at", "ended at", "end time", "completed at")
_DURATIONS = ("duration", "elapsed", "elapsed time", "took")
_CLOCK = expression(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?: ?(?:utc|z))?", re.IGNORECASE)
_HINT = "write the duration that the times give, or mend the time that's wrong"


class _Moment(NamedTuple):
    """A point in time, and how exactly it's stated, in seconds; of a time of day the day isn't known."""

    time: datetime
    step: int
    dated: bool


def of_document(document: Document) -> Iterator[Problem]:
    """Yield each duration in a row or in a section's labels that the times beside it contradict."""
    for section in document.root.walk():
        yield from _wrong(_labels(section))
        for block in section.blocks:
            if isinstance(block, Table):
                yield from _of_table(block)


def _labels(section: Section) -> Mapping[str, Text]:
    found: dict[str, Text] = {}
    for label, value in labelled(section):
        found.setdefault(label, value)
    return found


def _of_table(table: Table) -> Iterator[Problem]:
    titles = [fold(cell.text) for cell in table.header.cells]
    if any(titles.count(title) > 1 for title in (*_STARTS, *_ENDS, *_DURATIONS)):
        return
    for row in table.rows:
        if not table.torn(row):
            yield from _wrong(dict(zip(titles, row.cells, strict=True)))


def _wrong(values: Mapping[str, Text]) -> Iterator[Problem]:
    texts = [next((values[name] for name in names if name in values), None) for names in (_STARTS, _ENDS, _DURATIONS)]
    start, end, duration = texts
    if start is None or end is None or duration is None:
        return
    from allsettled.claims.tokens import tokenize  # few logs state a duration so
    from allsettled.claims.totals import whole_cell
    from allsettled.claims.wording import said

    first, last = _moment(start.text), _moment(end.text)
    tokens = tokenize(duration.text.strip("*_` "))
    stated = whole_cell(tokens)
    if first is None or last is None or first.dated is not last.dated or stated is None:
        return
    if stated.dimension is not Dimension.TIME or "/" in stated.unit:
        return
    length = last.time - first.time
    if length < timedelta(0):
        if first.dated:
            return  # that is `bad-timestamp`
        length += timedelta(days=1)
    if not _figure(length.total_seconds(), max(first.step, last.step)).fits(stated):
        message = f"{start.text} to {end.text} is {_written(length)}, not {said(stated, tokens.text)}"
        yield Problem(duration.span, message, _HINT)


def _figure(seconds: float, step: int) -> Figure:
    return Figure("duration", Dimension.TIME, seconds, seconds - step, seconds + step)


def _written(length: timedelta) -> str:
    """Write a length of time as people do: `90 s`, `45 min`, `2 h 5 min`."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    if minutes < 2:
        return f"{60 * minutes + seconds} s" if seconds else f"{minutes} min"
    hours, minutes = divmod(minutes, 60) if minutes >= 120 else (0, minutes)
    parts = ((hours, "h"), (minutes, "min"), (seconds if not hours else 0, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _moment(text: str) -> _Moment | None:
    text = text.strip("*_`~ ")
    if (time := timestamp(text)) is not None:
        return _Moment(time, 1, True)
    if found := _CLOCK.fullmatch(text):
        hour, minute, second = found.groups()
        return _Moment(datetime(2000, 1, 1, int(hour), int(minute), int(second or 0)), 1 if second else 60, False)
    return None
