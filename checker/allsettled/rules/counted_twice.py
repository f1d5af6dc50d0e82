"""How many things a log calls by one name: in a list that says so of all it counts, and in a table of such names.

Part of the rule `disagreement`. `14 notifications on merged ones`, `4 notifications on closed ones`, `All identified as
INFORMATIONAL`, and a table whose row INFORMATIONAL counts 13.
"""

import re
from collections.abc import Iterator, Sequence

from allsettled.document.model import Document, Item, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.rules import Problem
from allsettled.span import Text

_COUNT = frozenset({"count", "number", "total", "n"})
_ALL = expression(
    r"all (?:of (?:these|those|them) )?(?:were |are )?"
    r"(?:identified|classified|categori[sz]ed|counted|marked|triaged|treated|rated|labell?ed) as (?P<name>.+)",
    re.IGNORECASE,
)
_COUNTED = expression(r"(?P<count>\d{1,6}) (?P<noun>[^\W\d_]{3,40})\b")
_WHOLE = expression(r"\d{1,6}")
_HINT = "mend the one that's wrong, or say what the one leaves out"


def of_names(document: Document) -> Iterator[Problem]:
    """Yield the line that calls all it counts by a name, if a table counts another number under that name."""
    said = [found for section in document.root.walk() for found in _lists(section)]
    if not said:
        return
    tables = [table for table in document.blocks() if isinstance(table, Table)]
    for line, name, counts in said:
        rows = [row for table in tables for row in _rows(table, name)]
        if len(rows) != 1 or rows[0][1] == sum(counts):
            continue
        ((cell, number),) = rows
        parts = f" ({' + '.join(map(str, counts))})" if len(counts) > 1 else ""
        message = (
            f"{sum(counts)}{parts} are called {cell.text} here, and the table counts {number} in line {cell.span.line}"
        )
        yield Problem(line.span, message, _HINT)


def _lists(section: Section) -> Iterator[tuple[Text, str, Sequence[int]]]:
    """Yield each item that calls the items before it, each a count of the same things, by a name."""
    counted: list[tuple[int, str]] = []
    depth = -1
    for block in section.blocks:
        if not isinstance(block, Item) or block.depth != depth:
            counted = []
        if not isinstance(block, Item):
            continue
        depth = block.depth
        text = block.text
        if text.text[:1].isdecimal() and (found := _COUNTED.match(text.text)):
            counted.append((int(found["count"]), found["noun"].casefold()))
        elif len({noun for _, noun in counted}) == 1 and (called := _ALL.match(text.text)):
            yield text, called["name"], [count for count, _ in counted]
        else:
            counted = []


def _rows(table: Table, name: str) -> Iterator[tuple[Text, int]]:
    """Yield the rows of a table of counts whose first cell is what the name begins with, each with its count."""
    columns = [index for index, cell in enumerate(table.header.cells) if fold(cell.text) in _COUNT]
    if len(columns) != 1 or columns[0] == 0:
        return
    for row in table.rows:
        if table.torn(row):
            continue
        label, count = fold(row.cells[0].text.partition("(")[0]), row.cells[columns[0]].text
        if label and re.match(rf"{re.escape(label)}\b", fold(name)) and _WHOLE.fullmatch(count):
            yield row.cells[0], int(count)
