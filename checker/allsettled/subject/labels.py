"""The labels in a log's head: `**Date**: 2026-01-05`."""

import re
from collections.abc import Iterator, Mapping

from allsettled.document.model import Document, Item, Paragraph
from allsettled.protocol.columns import fold
from allsettled.span import Text

_LABEL = re.compile(r"^\*\*([^*:]{1,40}?)(?::\*\*|\*\*\s*:)\s*(.*)$")
_INFO = re.compile(r"\b(?:session|info|information|metadata|overview|details|context|status)\b", re.IGNORECASE)


def read_labels(document: Document) -> Iterator[tuple[str, Text]]:
    """Yield the labels of the head and of sections about the session itself, folded, each with its value."""
    for section in document.root.walk():
        if section.level <= 1 or (section.level == 2 and _INFO.search(section.title.text)):
            for block in section.blocks:
                if isinstance(block, Paragraph | Item):
                    for line in block.lines:
                        if label := _LABEL.match(line.text):
                            value = Text(label.group(2), line.span.part(label.start(2), label.end(2)))
                            yield fold(label.group(1)), value


def head_labels(document: Document) -> Mapping[str, Text]:
    """Return the labels by name; of several with one name the first."""
    labels: dict[str, Text] = {}
    for name, value in read_labels(document):
        labels.setdefault(name, value)
    return labels
