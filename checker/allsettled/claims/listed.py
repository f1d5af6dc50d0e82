"""A total behind a list that only names what it counts: `Reviewers:`, four items, `Total: 5 reviewers`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.counts import counts_any
from allsettled.claims.judging import same_noun
from allsettled.claims.lists import Labelled, labelled
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import words_of
from allsettled.claims.vocabulary import Dimension
from allsettled.document.model import Document, Item, Paragraph, Section

_NAME = re.compile(r"(?:\[.\] |[^\w\s]+ )?[*_`@]*[A-Za-z][\w.-]*(?: [\w.-]+){0,3}[*_`]*(?=$|\s*[:(–—]|\s+-\s)")
_NOT_ONE = re.compile(r"\b(?:and|or|more|others?|etc|rest|total|both|each)\b|\.\.\.|…", re.IGNORECASE)
_TOTAL = (("total",), ("grand", "total"))


class WrongLength(NamedTuple):
    """A stated total, and how many items the list before it has; `line` is the list's first."""

    where: Labelled
    stated: Quantity
    items: int
    line: int


def wrong_lengths(document: Document) -> Iterator[WrongLength]:
    """Yield each total of named things that isn't the number of items of the list right before it."""
    if "otal" not in document.text:
        return
    for section in document.root.walk():
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[WrongLength]:
    names: list[Item] = []
    lead = section.title.text
    for block in section.blocks:
        if isinstance(block, Item | Paragraph) and names and any("otal" in line.text for line in block.lines):
            for item in labelled(block):
                if wrong := _wrong(item, names, lead):
                    yield wrong
            names = []
        elif isinstance(block, Item):
            if block.depth == 0:
                names.append(block)
        else:
            names = []
            lead = block.lines[-1].text if isinstance(block, Paragraph) else section.title.text


def _wrong(said: Labelled, names: list[Item], lead: str) -> WrongLength | None:
    """Return a total that's wrong, if the list surely has one item for each thing that the total counts."""
    stated, words = said.quantity, words_of(lead)
    if said.label not in _TOTAL or stated is None or stated.dimension is not Dimension.COUNT or not stated.noun:
        return None
    if stated.bound or stated.approximate or stated.is_range or stated.low == len(names) or len(names) < 2:
        return None
    if len(words) != 1 or not same_noun(words[0], stated.noun):
        return None
    if not all(_is_name(item) and not counts_any(item.text.text, stated.noun) for item in names):
        return None
    return WrongLength(said, stated, len(names), names[0].span.line)


def _is_name(item: Item) -> bool:
    """Say whether an item names one thing, whatever it says of it behind a colon, a dash or in parentheses."""
    name = _NAME.match(item.text.text)
    return name is not None and _NOT_ONE.search(name.group()) is None
