"""The running text of a document, piece by piece, each piece able to say where its characters stand in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.document.model import Document, Item, Paragraph
from allsettled.span import Span, Text

_FIELD = re.compile(r"\s*(?:[-*+] )?\*\*[^*\n]{1,60}(?:\*\*\s*:|:\s*\*\*)")


class Passage(NamedTuple):
    """A text on one or more lines, joined by line feeds, and where each line stands."""

    text: str
    starts: tuple[int, ...]  # of each line, in `text`
    lines: tuple[Text, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the place of the characters `start` to `end`, which are on one line."""
        index = bisect_right(self.starts, start) - 1
        offset = self.starts[index]
        return self.lines[index].span.part(start - offset, min(end - offset, len(self.lines[index].text)))


def passage(lines: Sequence[Text]) -> Passage:
    """Make one passage of lines that follow each other."""
    starts, length = [], 0
    for line in lines:
        starts.append(length)
        length += len(line.text) + 1
    return Passage("\n".join(line.text for line in lines), tuple(starts), tuple(lines))


def block_passages(block: Paragraph | Item) -> Iterator[Passage]:
    """Yield a paragraph's or item's text; each line that begins with a `**Label**:` begins a passage."""
    lines = block.lines
    if len(lines) == 1:
        yield passage(lines)
        return
    begin = 0
    for index in range(1, len(lines)):
        if _FIELD.match(lines[index].text):
            yield passage(lines[begin:index])
            begin = index
    yield passage(lines[begin:])


def passages(document: Document) -> Iterator[Passage]:
    """Yield the passages of all paragraphs and list items."""
    for block in document.blocks():
        if isinstance(block, Paragraph | Item):
            yield from block_passages(block)
