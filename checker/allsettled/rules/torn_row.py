"""A table row whose cells are not its header's (NFR-1.3)."""

from collections.abc import Container, Iterator

from allsettled.document.model import Document, Paragraph, Row, Table
from allsettled.expressions import expression
from allsettled.rules import Problem
from allsettled.subject import Subject

_TICKS = expression(r"`+")
_PIPE = expression(r"(?<!\\)\|")
_MOVE = (
    "move the code out of the table and name it in the cell; written as `\\|`, the pipe is right for the table "
    "and wrong for whoever copies the command"
)
_JOIN = "join the two lines to one"
_COUNT = "write one cell for each column, an empty one where there's nothing to say; a pipe in a cell is `\\|`"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each row with more or fewer cells than its table has columns."""
    blocks = list(subject.document.blocks())
    paragraphs = {block.span.line for block in blocks if isinstance(block, Paragraph)}
    for table in blocks:
        if isinstance(table, Table):
            for row in table.rows:
                if table.torn(row) and not _divides(row):
                    yield _problem(table, row, _rest(table, row, subject.document, paragraphs))


def _divides(row: Row) -> bool:
    """Say whether a row is a heading inside the table: one cell, in bold."""
    return len(row.cells) == 1 and row.cells[0].text.startswith("**") and row.cells[0].text.endswith("**")


def _problem(table: Table, row: Row, rest: int | None) -> Problem:
    columns, cells = len(table.header.cells), len(row.cells)
    count = f"this row has {cells} cell{'' if cells == 1 else 's'} for {columns} columns"
    inside = pipes_in_code(row.source)
    if cells - columns == inside > 0:
        whole = f"the code in it is cut at each pipe; with the code in one piece, it has {columns}"
        return Problem(row.span, f"{count}: {whole}", _MOVE)
    if rest is not None:
        return Problem(row.span, f"{count}: a blank line cuts it off, and it goes on in line {rest}", _JOIN)
    return Problem(row.span, count, _COUNT)


def _rest(table: Table, row: Row, document: Document, paragraphs: Container[int]) -> int | None:
    """Return the line in which a row goes on that a blank line has cut: the first after the table, if it has a pipe."""
    if row is not table.rows[-1] or len(row.cells) >= len(table.header.cells):
        return None
    after = row.span.line  # 0-based: the line after the row
    while after < len(document.lines) and not document.lines[after].strip():
        after += 1
    goes_on = after + 1 in paragraphs and document.lines[after].lstrip().startswith("|")
    return after + 1 if goes_on else None


def pipes_in_code(source: str) -> int:
    """Return how many unescaped pipes of a row stand in code spans, as they'd be outside of a table.

    A code span ends with as many backticks as it began with.
    """
    runs = [found.span() for found in _TICKS.finditer(source)]
    later: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[index][1] - runs[index][0], []).append(index)
    count, index = 0, 0
    while index < len(runs):
        start, end = runs[index]
        same = later[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            index = same[-1]
            count += len(_PIPE.findall(source, end, runs[index][0]))
        index += 1
    return count
