"""What an agent says at length, as one line that is short enough for the result, and whether it goes on."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.document.model import Document, Fence, Item, Paragraph, Table
from allsettled.protocol import output as form
from allsettled.protocol.output import Output
from allsettled.protocol.parts import one_line

_MOST = 600  # characters, if there's more than one paragraph
_GAP = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?", re.MULTILINE)
_NO_TEXT = re.compile(r"[ \t]*(?:#|\||>|<|`{3}|~{3})| {4}|\t")


class Passage(NamedTuple):
    """The beginning of a text on one line; `goes_on` if the text has more."""

    text: str
    goes_on: bool = False


def passage(text: str) -> Passage:
    """Return the paragraphs and lists that a text begins with, as far as they are short; at least the first passage."""
    parts = [part for part in _GAP.split(text.strip("\n")) if part.strip()]
    said: list[str] = []
    for part in parts:
        line = _line(part)
        if said and (_NO_TEXT.match(part) or sum(map(len, said)) + len(line) > _MOST):
            break
        said.append(line)
        if _NO_TEXT.match(part):
            break
    return Passage(" ".join(said), len(said) < len(parts))


def _line(part: str) -> str:
    """Return a paragraph on one line, or the items of a list with semicolons between them."""
    if not _ITEM.match(part):
        return one_line(part)
    return "; ".join(filter(None, map(one_line, _ITEM.split(part))))


def summary(output: Output, document: Document | None) -> Passage:
    """Return what came out: the summary, or else the first words that stand in the file."""
    if output.summary or output.findings or document is None:
        return passage(output.summary)
    said = list(_said(document))
    return Passage(said[0], len(said) > 1) if said else Passage("")


def _said(document: Document) -> Iterator[str]:
    for block in document.blocks():
        if form.MISSING.found(block.section) or form.ERROR.found(block.section):
            continue
        if isinstance(block, Paragraph):
            yield one_line(block.text)
        elif isinstance(block, Item) and block.text.text:
            yield one_line(block.text.text)
        elif isinstance(block, Fence) or (isinstance(block, Table) and block.rows):
            yield f"see {block.section.title.text or 'the output'}"
