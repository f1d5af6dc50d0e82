"""The labels in a log's head: `**Date**: 2026-01-05`."""

import re
from collections.abc import Iterator, Mapping

from allsettled.document.model import Document, Item, Paragraph, Section
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.span import Text

_LABEL = expression(r"^\*\*([^*:]{1,40}?)(?::\*\*|\*\*\s*:)\s*(.*)$")
_NEXT = expression(
    r"\s[·•|,;–—-]\s(?=\*\*[^*:]{1,40}(?::\*\*|\*\*\s*:))"
)  # `**Date**: 2026-01-05 · **Status**: CLOSED`
_PLAIN = expression(r"^((?:(?:session|log) )?(?:status|state)|date):\s+(.*)$", re.IGNORECASE)
_OWN = expression(r"^(?:session|log)\b|^(?:info|information|metadata|overview|details|status|closing status)$")


def label_of(line: Text) -> tuple[str, Text] | None:
    """Return a line's label as it's written and its value, if the line begins with a label in bold."""
    if line.text.startswith("**") and (found := _LABEL.match(line.text)):
        return found.group(1), Text(found.group(2), line.span.part(found.start(2), found.end(2)))
    return None


def labels_of(line: Text) -> Iterator[tuple[str, Text]]:
    """Yield the labels in bold that a line consists of, each as it's written, with its value."""
    if "**" not in line.text:
        return
    several = line.text.count("**") > (2 if line.text.startswith("**") else 1)
    start = 0
    for end in (*(found.start() for found in (_NEXT.finditer(line.text) if several else ())), len(line.text)):
        piece = line.text[start:end]
        begin = start + len(piece) - len(piece.lstrip(" ·•|,;–—-\t"))
        if label := label_of(Text(line.text[begin:end], line.span.part(begin, end))):
            yield label
        start = end


def section_labels(section: Section) -> Iterator[tuple[str, Text]]:
    """Yield the labels that stand directly under a heading, folded, each with its value."""
    for block in section.blocks:
        if isinstance(block, Paragraph | Item):
            for line in block.lines:
                for name, value in labels_of(line):
                    yield fold(name), value


def is_own(section: Section) -> bool:
    """Say whether a section is about the session itself, by its heading."""
    return bool(_OWN.search(fold(section.title.text)))


def read_labels(document: Document) -> Iterator[tuple[str, Text]]:
    """Yield the labels of the head and of sections about the session itself, folded, each with its value.

    A section about something else (`PR Context`, `CI Status`) has labels of its own. Of the session itself its status
    and its date may stand without the bold: `- Status: closed`.
    """
    for section in document.root.walk():
        if section.level <= 1 or (section.level == 2 and is_own(section)):
            yield from section_labels(section)
            yield from _plain_labels(section)


def _plain_labels(section: Section) -> Iterator[tuple[str, Text]]:
    for block in section.blocks:
        if isinstance(block, Paragraph | Item):
            for line in block.lines:
                if ":" in line.text and (found := _PLAIN.match(line.text)):
                    yield fold(found.group(1)), Text(found.group(2), line.span.part(found.start(2), found.end(2)))


def head_labels(document: Document) -> Mapping[str, Text]:
    """Return the labels by name; of several with one name the first."""
    labels: dict[str, Text] = {}
    for name, value in read_labels(document):
        labels.setdefault(name, value)
    return labels
