"""A table row's cells, cut from its source line.

The parser pads short rows, cuts long ones and knows no columns.
"""

from itertools import pairwise

from allsettled.document.model import Row
from allsettled.span import Span, Text


def cut_row(source: str, line: int) -> Row:
    """Cut a row as GFM does: every `|` divides, also inside a code span, unless it's written `\\|`."""
    start = len(source) - len(source.lstrip())
    end = len(source.rstrip())
    pipes = [i for i in range(start, end) if source[i] == "|" and source[i - 1 : i] != "\\"]
    bounds = [start - 1, *pipes, end]
    cells = [_cell(source, left + 1, right, line) for left, right in pairwise(bounds)]
    if len(cells) > 1 and source[start] == "|":
        del cells[0]
    if len(cells) > 1 and bounds[-2] == end - 1:
        del cells[-1]
    return Row(tuple(cells), Span(line, start + 1, line, end + 1), source)


def _cell(source: str, start: int, end: int, line: int) -> Text:
    raw = source[start:end]
    start += len(raw) - len(raw.lstrip())
    raw = raw.strip()
    if not raw:  # an empty cell stands where its text would begin
        start = min(start, end)
    return Text(raw.replace("\\|", "|"), Span(line, start + 1, line, start + 1 + len(raw)))
