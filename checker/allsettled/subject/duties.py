"""Duties: the rows and items of a log that say what must be done, whether it was, and how that's known (RFC 2119)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.document.model import Document, Item, Mark, Row, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.vocabulary import Reading, Status, read_answer, read_status
from allsettled.span import Span, Text

_LEVELS = ("MUST NOT", "MUST", "SHOULD NOT", "SHOULD", "MAY")
_LEVEL_TITLES = frozenset({"req", "requirement", "level", "rfc 2119", "priority", "type"})
_STEP_TITLES = ("step", "requirement", "item", "task", "check", "action", "criterion", "phase")  # the best first
_STATUS_TITLES = ("status", "done", "complete", "result", "pass")
_EVIDENCE_TITLES = ("evidence", "verification", "proof")
_NOTE_TITLES = ("notes", "note")  # evidence only where the rows have levels
_STRUCK = expression(r"^~~.*~~$")
_ITEM_LEVEL = expression(
    r"[*_(\[]{0,3}(MUST NOT|MUST|SHOULD NOT|SHOULD|MAY)\b(?! (?:requirement|item|row|rule|failure|violation|level)s?\b)"
)
_BOXED = expression(r"\[\s*([^\[\]\w\s][^\[\]]{0,3})\]")
_OPEN_BOXES = frozenset({"", "[ ]", "☐", "[]"})


class Duty(NamedTuple):
    """One row or item. `level` is empty where the log gives none; `evidence` is None where there's no place for it."""

    level: str
    step: Text
    status: Text
    reading: Reading
    evidence: Text | None
    section: Section
    span: Span
    struck: bool = False
    table: Table | None = None  # the table whose row it is

    @property
    def done(self) -> bool:
        """Say whether the duty is ticked: done, or for a prohibition, verified as kept."""
        return self.reading.status is Status.COMPLETE

    @property
    def ticked(self) -> bool:
        """Say whether the mark itself is a tick, whatever the words beside it say."""
        return self.reading.mark is Status.COMPLETE or self.done

    @property
    def open(self) -> bool:
        """Say whether the box is there and empty, or says that the duty is still to be done."""
        waiting = (Status.PENDING, Status.RUNNING)
        return self.status.text.strip("*_` ") in _OPEN_BOXES or self.reading.status in waiting

    @property
    def unmet(self) -> bool:
        """Say whether the log says itself that it wasn't done: `❌`, `FAIL`, `no`."""
        return self.reading.status is not None and self.reading.status.failed

    @property
    def prohibition(self) -> bool:
        """Say whether it's something that must not be done: a tick means that it was verified as not done."""
        return self.level.endswith(" NOT")


def read_duties(document: Document) -> Iterator[Duty]:
    """Yield the duties of a document, in order. Torn and malformed rows say nothing."""
    for block in document.blocks():
        if isinstance(block, Table):
            yield from _from_table(block)
        elif isinstance(block, Item) and block.mark is not None:
            yield _from_item(block)


def _from_table(table: Table) -> Iterator[Duty]:
    titles = [fold(cell.text) for cell in table.header.cells]
    level = next((i for i in range(len(titles)) if titles[i] in _LEVEL_TITLES and _speaks_of_levels(table, i)), None)
    status = _column(titles, _STATUS_TITLES)
    evidence = _column(titles, _EVIDENCE_TITLES if level is None else _EVIDENCE_TITLES + _NOTE_TITLES)
    step = _column([title if i not in (level, status) else "" for i, title in enumerate(titles)], _STEP_TITLES)
    about_work = level is not None or evidence is not None or _column(titles, _NOTE_TITLES) is not None
    if status is None or step is None or not about_work:
        return
    for row in table.rows:
        if not table.torn(row):
            yield _from_row(row, table, level, step, status, evidence)


def _column(titles: Sequence[str], known: Sequence[str]) -> int | None:
    return next((titles.index(title) for title in known if title in titles), None)


def _speaks_of_levels(table: Table, column: int) -> bool:
    return any(len(row.cells) > column and _level(row.cells[column].text) for row in table.rows)


def _level(text: str) -> str:
    bare = text.strip("*_~` ").upper()
    return next((level for level in _LEVELS if bare == level or bare.startswith(level + " ")), "")


def _from_row(row: Row, table: Table, level: int | None, step: int, status: int, evidence: int | None) -> Duty:
    cells = row.cells
    word = cells[level].text if level is not None else ""
    return Duty(
        _level(word),
        cells[step],
        cells[status],
        _reading(cells[status].text),
        cells[evidence] if evidence is not None else None,
        table.section,
        row.span,
        struck=bool(_STRUCK.match(word.strip()) or _STRUCK.match(cells[step].text)),
        table=table,
    )


def _reading(text: str) -> Reading:
    """Read a status cell; a mark may stand in a box: `[⏸️]`."""
    found = read_answer(text)
    if found.status is None and (boxed := _BOXED.fullmatch(text.strip("*_` "))):
        return read_status(boxed.group(1))
    return found


def _from_item(item: Item) -> Duty:
    text = item.text
    mark = "[x]" if item.mark is Mark.TICKED else "[ ]"
    level = _ITEM_LEVEL.match(text.text) if any(word in text.text for word in _LEVELS) else None
    return Duty(
        level.group(1) if level else "",
        text,
        Text(mark, item.span),
        read_status(mark),
        None,
        item.section,
        item.span,
        struck=text.text.startswith("~~") and bool(_STRUCK.match(text.text)),
    )
