"""Rows of tables that a blank line has cut in two."""

from collections.abc import Iterable, Iterator, Mapping

from allsettled.document.cells import cut_row
from allsettled.document.model import Document, Paragraph, Row, Table
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.fixing.changes import Join, Offsets
from allsettled.rules.torn_row import pipes_in_code
from allsettled.span import Span

RULE = "torn-row"


def joins(document: Document, offsets: Offsets, findings: Iterable[Finding]) -> Iterator[Join]:
    """Yield the change of each row whose rest can only be what follows the blank line.

    Certain is it where the row alone, of all in its table, isn't closed by a pipe, where its cells and those of
    the rest are as many as the table has columns, and where nothing but whole rows follows.
    """
    torn = {finding.span: finding for finding in findings if finding.rule == RULE}
    if not torn:
        return
    tables: dict[Span, Table] = {}
    paragraphs: dict[int, Span] = {}
    for block in document.blocks():
        if isinstance(block, Table) and block.rows and block.rows[-1].span in torn:
            tables[block.rows[-1].span] = block
        elif isinstance(block, Paragraph):
            paragraphs[block.span.line] = block.span
    for span, table in tables.items():
        rest = _rest(document, table, paragraphs)
        if rest is None or not _fits(table, rows := _rows(document, table.rows[-1], rest)):
            continue
        column = len(document.lines[rest.line - 1]) - len(document.lines[rest.line - 1].lstrip()) + 1
        edit = Edit(offsets.of(span.end_line, span.end_column), offsets.of(rest.line, column), " ")
        cells = tuple(tuple(cell.text for cell in row.cells) for row in rows)
        yield Join(edit, (torn[span],), span.line, rest.line, cells)


def _rest(document: Document, table: Table, paragraphs: Mapping[int, Span]) -> Span | None:
    """Return the place of the paragraph that follows a table after blank lines, if one does."""
    line = table.span.end_line + 1
    while line <= len(document.lines) and not document.lines[line - 1].strip():
        line += 1
    return paragraphs.get(line)


def _rows(document: Document, cut: Row, rest: Span) -> list[Row]:
    """Return the row as it would be in one piece, and what follows it, each line a row."""
    first, *others = document.lines[rest.line - 1 : rest.end_line]
    sources = [f"{cut.source.rstrip()} {first.lstrip()}", *others]
    return [cut_row(source, cut.span.line + number) for number, source in enumerate(sources)]


def _fits(table: Table, rows: list[Row]) -> bool:
    columns = len(table.header.cells)
    *others, cut = (table.header, *table.rows)
    return (
        not _closed(cut.source)
        and rows[0].source.startswith(f"{cut.source.rstrip()} |")
        and all(_closed(row.source) for row in (*others, *rows))
        and all(row.source.lstrip().startswith("|") for row in rows)
        and all(len(row.cells) == columns for row in rows)
        and not any(pipes_in_code(row.source) for row in rows)
    )


def _closed(source: str) -> bool:
    source = source.rstrip()
    return source.endswith("|") and not source.endswith("\\|")
