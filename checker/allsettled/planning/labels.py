"""Labelled lines in Markdown, `- **Agent**: security` or `**Agent**: security`, each with the field that it names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.document.model import Block, Item, Paragraph, Section
from allsettled.planning.fields import find_field
from allsettled.protocol.columns import Column, fold
from allsettled.span import Text

_LABEL = re.compile(r"^(\*\*|__)?([^*_:`|]{1,40}?)(?:\*\*|__)?\s?:(?:\*\*|__)?(?:\s+|$)")


class Labelled(NamedTuple):
    """An item, or a line of a paragraph, by its label: the field that it names, if any, and what follows it."""

    label: str
    field: Column | None
    rest: Text
    item: Item


def labelled(item: Item) -> Labelled:
    """Return an item by its label, which is empty if it has none."""
    first = item.lines[0]
    found = _LABEL.match(first.text)
    if found is None:
        return Labelled("", None, first, item)
    label = found[2].strip()
    more = [line.text for line in item.lines[1:]]
    rest = " ".join([first.text[found.end() :], *more])
    span = first.span.part(found.end(), len(first.text)) if not more else item.span
    return Labelled(label, find_field(label), Text(rest, span), item)


def is_bold(item: Item) -> bool:
    """Say whether an item begins with bold text, as a label does."""
    return item.text.text.startswith(("**", "__"))


def lines_of(block: Block, *more: str) -> Iterator[Labelled]:
    """Yield an outermost item, and the lines of a paragraph whose bold label names a field (but for a `**Note**:`).

    `more` are labels besides those of the fields, folded.
    """
    if isinstance(block, Item) and block.depth == 0:
        yield labelled(block)
    elif isinstance(block, Paragraph):
        for line in block.lines:
            one = labelled(Item((line,), line.span, None, 0, ordered=False, section=block.section))
            known = one.field.key != "notes" if one.field is not None else fold(one.label) in more
            if known and is_bold(one.item):
                yield one


def has_agent(section: Section) -> bool:
    """Say whether a section names an agent in a labelled line of its own."""
    return any(
        one.field is not None and one.field.key == "agent" for block in section.blocks for one in lines_of(block)
    )
