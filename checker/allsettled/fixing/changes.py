"""What a fix may do to a text, and what it says it does: the proof holds it to that."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from allsettled.document.model import Document
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.span import Span


class Replacement(NamedTuple):
    """New text for a stretch of one cell, heading, line or comment: nothing around it changes."""

    edit: Edit
    mends: tuple[Finding, ...]
    line: int  # 1-based, of the stretch's first character


class Removal(NamedTuple):
    """Lines with nothing but a comment on them go; `comments` are their sources."""

    edit: Edit
    mends: tuple[Finding, ...]
    lines: range  # 1-based
    comments: tuple[str, ...]

    @property
    def line(self) -> int:
        """Return the first comment's line."""
        return self.lines[0]


class Join(NamedTuple):
    """A row that a blank line has cut is one again, and the lines that follow are rows: `rows` has the cells of all."""

    edit: Edit
    mends: tuple[Finding, ...]
    line: int  # 1-based, of the row
    rest: int  # 1-based, of its rest
    rows: tuple[tuple[str, ...], ...]


Change = Replacement | Removal | Join


class Offsets:
    """Where the lines of a document begin in its text: places to offsets."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def of(self, line: int, column: int) -> int:
        """Return the offset (0-based) of a place (1-based)."""
        return self.starts[line - 1] + column - 1

    def stretch(self, span: Span) -> tuple[int, int]:
        """Return the offsets between which a place lies."""
        return self.of(span.line, span.column), self.of(span.end_line, span.end_column)


def apart(changes: Iterable[Change]) -> list[Change]:
    """Return the changes in the text's order; of two that overlap, the first."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda one: one.edit):
        if not kept or kept[-1].edit.end <= change.edit.start:
            kept.append(change)
    return kept


def source_of(document: Document, span: Span) -> str:
    """Return the text at a place, as it's written."""
    start, end = span.column - 1, span.end_column - 1
    if span.line == span.end_line:
        return document.lines[span.line - 1][start:end]
    lines = document.lines[span.line - 1 : span.end_line]
    return "\n".join((lines[0][start:], *lines[1:-1], lines[-1][:end]))
