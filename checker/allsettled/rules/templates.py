"""Whether a document is a template: by its name, or because what it says is still to be written."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from allsettled.document.model import Document, Item, Paragraph, Table
from allsettled.subject.labels import label_of

_NAME = re.compile(r"(?:^|[._-])template(?:[._-]|$)", re.IGNORECASE)
_SLOT = re.compile(
    r"\[(?![ xX]\])(?![A-Z _-]+\])[^\[\]]{2,}\](?![(\[:])"  # not a box, a status in capitals or a link
    r"|(?<![$\\{])\{[^{}'\":]{2,}\}|<[a-z][\w -]{2,}>|\b_{4,}\b|\bYYYY-MM-DD\b"
)
_FEWEST = 2  # slots, before their share says anything


def is_template(path: str, document: Document) -> bool:
    """Say whether a document is there to be copied: its file or folder is called so, or most of its values are slots.

    A slot is `[what to write]`, `{what_to_write}`, `<what to write>`, `____` or `YYYY-MM-DD`. In a document that
    somebody filled in a few may be left, but most values are none.
    """
    slots = values = 0
    for text in _values(document):
        values += 1
        slots += bool(_SLOT.search(text))
    if _called_template(path):
        return slots > 0
    return slots >= _FEWEST and slots * 2 > values


def has_place(document: Document, matter: re.Pattern[str]) -> bool:
    """Say whether a template has a place for a matter: a heading, column, row or label that names it, or a slot."""
    if any(matter.search(section.title.text) for section in document.sections()):
        return True
    for block in document.blocks():
        if isinstance(block, Table):
            names = [cell.text for cell in block.header.cells] + [row.cells[0].text for row in block.rows if row.cells]
            if any(map(matter.search, names)):
                return True
        elif isinstance(block, Item | Paragraph):
            for line in block.lines:
                label = label_of(line)
                if (label and matter.search(label[0])) or (_SLOT.search(line.text) and matter.search(line.text)):
                    return True
    return False


def _called_template(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(_NAME.search(pure.stem)) or any(
        part.casefold() in ("template", "templates") for part in pure.parts[:-1]
    )


def _values(document: Document) -> Iterator[str]:
    """Yield what stands as a value: items, cells (not those that name their row), what follows a label, other lines."""
    for block in document.blocks():
        if isinstance(block, Table):
            first = 1 if len(block.header.cells) > 1 else 0
            yield from (cell.text for row in block.rows for cell in row.cells[first:] if cell.text)
        elif isinstance(block, Item):
            yield block.text.text
        elif isinstance(block, Paragraph):
            for line in block.lines:
                label = label_of(line)
                yield label[1].text if label else line.text
