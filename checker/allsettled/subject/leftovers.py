"""The placeholders that a log still holds, each with its place."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from allsettled.document.model import Document, Item, Paragraph, Row, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.tables import struck
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.span import Span, Text
from allsettled.subject.labels import label_of
from allsettled.subject.placeholders import blank_in, is_placeholder

_PLAIN_LABEL = expression(r"^[A-Za-z][\w ./()-]{0,30}:\s+(?=\S)")
_SAMPLES = expression(r"\b(?:templates?|examples?|placeholders?|syntax|patterns?|formats?)\b", re.IGNORECASE)
_LATER = expression(r"\b(?:next|future|follow|open questions?|recommend\w*|remaining|roadmap|backlog)\b", re.IGNORECASE)
_FRAGMENT = expression(r"\S\[(?:time|date|sha|hash|number|id)\]$")
_DEFINITION = expression(r"^ {0,3}\[([^\[\]]+)\]:")


class Leftover(NamedTuple):
    """A placeholder: its words and place, the label that it's the value of, and its row, if it stands in one."""

    text: str
    span: Span
    label: str = ""
    row: Row | None = None


def read_leftovers(document: Document) -> Iterator[Leftover]:
    """Yield the placeholders that stand as values: of labels, in cells, as whole items, lines and headings.

    Code, quotations and what a section or table shows as an example are no values.
    """
    defining = (line for line in document.lines if "]:" in line)
    links = {found.group(1).casefold() for line in defining if (found := _DEFINITION.match(line))}
    for section in document.root.walk():
        if _SAMPLES.search(section.title.text):
            continue
        if section.level and _is_left(section.title.text, links):
            yield Leftover(section.title.text, section.title.span)
        later = _about_later(section)
        for block in section.blocks:
            if isinstance(block, Table):
                yield from _in_table(block, links)
            elif isinstance(block, Paragraph | Item):
                for line in block.lines:
                    left = _in_line(line, links)
                    if left is not None and not (later and "TBD" in left.text):
                        yield left


def _about_later(section: Section | None) -> bool:
    while section is not None and section.level > 1:
        if _LATER.search(section.title.text):
            return True
        section = section.parent
    return False


def _in_table(table: Table, links: Collection[str]) -> Iterator[Leftover]:
    if any(_SAMPLES.search(cell.text) for cell in table.header.cells):
        return
    for row in table.rows:
        if table.torn(row) or struck(row):
            continue
        waiting = any(read_status(cell.text).word in (Status.PENDING, Status.RUNNING) for cell in row.cells)
        for title, cell in zip(table.header.cells, row.cells, strict=True):
            found = _in_cell(cell, fold(title.text), links)
            if found is not None and not (waiting and "TBD" in found.text):
                yield found._replace(row=row)


def _in_cell(cell: Text, title: str, links: Collection[str]) -> Leftover | None:
    if blank := blank_in(cell.text):
        return Leftover(cell.text[slice(*blank)], cell.span.part(*blank), title)
    if _is_left(cell.text, links):
        return Leftover(cell.text, cell.span, title)
    if ":" in cell.text and (label := _PLAIN_LABEL.match(cell.text)) and _is_left(cell.text[label.end() :], links):
        return Leftover(cell.text[label.end() :], cell.span.part(label.end(), len(cell.text)), title)
    return None


def _in_line(line: Text, links: Collection[str]) -> Leftover | None:
    if blank := blank_in(line.text):
        return Leftover(line.text[slice(*blank)], line.span.part(*blank))
    if label := label_of(line):
        name, value = label
        if _is_left(value.text, links) or (value.text.endswith("]") and _FRAGMENT.search(value.text)):
            return Leftover(value.text, value.span, name)
        return None
    return Leftover(line.text, line.span) if _is_left(line.text, links) else None


def _is_left(text: str, links: Collection[str]) -> bool:
    if not is_placeholder(text):
        return False
    return not (links and text.strip("[] ").casefold() in links)
