"""Duties: the rows and items of a log that say what must be done, whether it was, and how that's known (RFC 2119)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allsettled.document.model import Document, Item, Mark, Row, Section, Table
from allsettled.protocol.columns import fold
from allsettled.protocol.vocabulary import Reading, Status, read_status
from allsettled.span import Span, Text

_LEVELS = ("MUST NOT", "MUST", "SHOULD NOT", "SHOULD", "MAY")
_LEVEL_TITLES = frozenset({"req", "requirement", "level", "rfc 2119", "priority", "type"})
_STEP_TITLES = frozenset({"step", "requirement", "item", "task", "check", "action", "criterion", "phase"})
_STATUS_TITLES = frozenset({"status", "done", "complete", "result", "pass?"})
_EVIDENCE_TITLES = frozenset({"evidence", "verification", "proof", "notes", "note"})
_STRUCK = re.compile(r"^~~.*~~$")


@dataclass(frozen=True, slots=True)
class Duty:
    """One row or item. `level` is empty where the log gives none; `evidence` is None where there's no place for it."""

    level: str
    step: Text
    status: Text
    reading: Reading
    evidence: Text | None
    section: Section
    span: Span
    struck: bool = False

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
        return self.status.text.strip("*_` ") in ("[ ]", "☐", "[]") or self.reading.status in (
            Status.PENDING,
            Status.RUNNING,
        )


def read_duties(document: Document) -> Iterator[Duty]:
    """Yield the duties of a document, in order. Torn and malformed rows say nothing."""
    for block in document.blocks():
        if isinstance(block, Table):
            yield from _from_table(block)
        elif isinstance(block, Item) and block.mark is not None:
            yield _from_item(block)


def _from_table(table: Table) -> Iterator[Duty]:
    titles = [fold(cell.text) for cell in table.header.cells]
    status = _column(titles, _STATUS_TITLES)
    evidence = _column(titles, _EVIDENCE_TITLES)
    level = next((i for i in range(len(titles)) if titles[i] in _LEVEL_TITLES and _speaks_of_levels(table, i)), None)
    if status is None or (level is None and evidence is None):
        return
    step = next((i for i in range(len(titles)) if titles[i] in _STEP_TITLES and i not in (level, status)), None)
    if step is None:
        return
    for row in table.rows:
        if not table.torn(row):
            yield _from_row(row, table.section, level, step, status, evidence)


def _column(titles: list[str], known: frozenset[str]) -> int | None:
    return next((i for i, title in enumerate(titles) if title in known), None)


def _speaks_of_levels(table: Table, column: int) -> bool:
    return any(len(row.cells) > column and _level(row.cells[column].text) for row in table.rows)


def _level(text: str) -> str:
    bare = text.strip("*_~` ").upper()
    return next((level for level in _LEVELS if bare == level or bare.startswith(level + " ")), "")


def _from_row(row: Row, section: Section, level: int | None, step: int, status: int, evidence: int | None) -> Duty:
    cells = row.cells
    word = cells[level].text if level is not None else ""
    return Duty(
        _level(word),
        cells[step],
        cells[status],
        read_status(cells[status].text),
        cells[evidence] if evidence is not None else None,
        section,
        row.span,
        struck=bool(_STRUCK.match(word.strip()) or _STRUCK.match(cells[step].text)),
    )


def _from_item(item: Item) -> Duty:
    text = item.text
    mark = "[x]" if item.mark is Mark.TICKED else "[ ]"
    box = Text(mark, item.span)
    return Duty(
        _level(text.text.lstrip("*").replace("**", " ", 1)) if text.text.startswith(("MUST", "**MUST")) else "",
        text,
        box,
        read_status(mark),
        None,
        item.section,
        item.span,
        struck=bool(_STRUCK.match(text.text)),
    )
