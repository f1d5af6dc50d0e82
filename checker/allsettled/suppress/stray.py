"""Suppressions that stand within running text, where they do nothing."""

import re
from collections.abc import Iterator

from allsettled.document.model import Block, Document, Item, Paragraph, Table
from allsettled.expressions import expression
from allsettled.finding import Finding
from allsettled.span import Text
from allsettled.suppress.comments import bad

_STRAY = expression(r"<!--\s*allsettled:\s*ignore(?:-file)?\s")


def stray_comments(document: Document) -> Iterator[Finding]:
    """Yield a finding for each suppression that isn't a block of its own. Code spans are examples."""
    for block in document.blocks():
        pieces = _pieces(block)
        masked = without_code("\n".join(piece.text for piece in pieces)).split("\n")
        for piece, text in zip(pieces, masked, strict=False):  # no pieces, but one empty text
            for match in _STRAY.finditer(text):
                end = text.find("-->", match.end())
                span = piece.span.part(match.start(), len(text) if end < 0 else end + 3)
                hint = "put it on a line of its own, before the block"
                yield bad(span, "a suppression within a line does nothing", hint)


def _pieces(block: Block) -> tuple[Text, ...]:
    if isinstance(block, Paragraph | Item):
        return block.lines
    if isinstance(block, Table):
        return tuple(cell for row in (block.header, *block.rows) for cell in row.cells)
    return ()


def without_code(text: str) -> str:
    """Return a text with its code spans blanked out; all else, and every line feed, stays at its place."""
    runs = list(re.finditer("`+", text))
    later: dict[int, list[int]] = {}  # of each length, the runs to come, the next one last
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(len(runs[number].group()), []).append(number)
    parts = []
    at = 0
    for number, run in enumerate(runs):
        same = later[len(run.group())]
        while same and same[-1] <= number:
            same.pop()
        if run.start() >= at and same:
            end = runs[same[-1]].end()
            parts += [text[at : run.start()], re.sub(r"[^\n]", " ", text[run.start() : end])]
            at = end
    return "".join([*parts, text[at:]])
