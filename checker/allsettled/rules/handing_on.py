"""Who goes on with an agent that hasn't settled, where a log says it: "continued in session 13"."""

import re
from collections.abc import Iterator
from functools import cached_property

from allsettled.document.model import Document, Item, Paragraph, Table
from allsettled.expressions import expression

_HANDED_ON = expression(
    r"\b(?:hand(?:ed|s)?[ -]?(?:over|off|on)|tak(?:en|es?) over|took over|carr(?:ied|y) over|continue[sd]?|go(?:es)? on"
    r"|picked up|resume[sd]?|left|deferred|moved)\b.{0,24}?\b(?:to|by|in|with|for)\s+[\w#`*\[]",
    re.IGNORECASE,
)
_NAME = expression(r"#?\w[\w-]*")
_NO_NAME = frozenset({"a", "agent", "agents", "and", "pr", "prs", "the"})


def says_who(text: str) -> bool:
    """Say whether a text about an agent says who goes on with it."""
    return bool(_HANDED_ON.search(text))


class HandedOn:
    """The last lines of a document that say who goes on with what, by the words in them."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _last(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, text in _lines(self._document):
            if says_who(text):
                found.update(dict.fromkeys(_words(text), number))
        return found

    def says(self, name: str, line: int) -> bool:
        """Say whether this line, or one below, says who goes on with the agent or work that has this name."""
        words = [word for word in _words(name) if word not in _NO_NAME]
        return bool(words) and all(self._last.get(word, 0) >= line for word in words)


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _NAME.findall(text))


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the lines of running text, items and rows, each with its number: what stands in fences is no statement."""
    for block in document.blocks():
        if isinstance(block, Table):
            yield from ((row.span.line, row.source) for row in block.rows)
        elif isinstance(block, Paragraph | Item):
            yield from ((line.span.line, line.text) for line in block.lines)
