"""The agents that a prompt names: in its calls and references, in its routing tables, in its front matter."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from allsettled.document.model import Document, Fence, Item, Paragraph, Table
from allsettled.protocol.columns import fold
from allsettled.protocol.tables import struck
from allsettled.rules.dispatch_calls import read_calls
from allsettled.span import Span, Text
from allsettled.subject.catalogue import canonical

_ARGUMENT = re.compile(
    r"\b(?:subagent_type|subagentType)[\"'`]?\s{0,4}[=:]\s{0,4}([\"'])(?P<quoted>[A-Za-z][\w.:-]*)\1"
    r"|\bsubagentType=(?P<bare>[a-z][\w.-]*)(?![\w.{<\[$*(…])"
    r"|\bsubagent_type:\s{1,4}(?P<yaml>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?![\w.{<\[$*(…:-])"
)  # without quotes, a name with a hyphen can't be a variable
_SLASH = re.compile(r"^\s*/agent\s+([a-z][\w-]*)\s*$")
_CALL = re.compile(r"agent|task", re.IGNORECASE)
_SPEAKS_OF = re.compile(
    r"\b(?:not|never|don't|doesn't|no longer|formerly|renamed|removed|deprecated|retired|instead of|replace[sd]?"
    r"|old)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"(?:(?:primary|secondary|first|next|target|specialist|recommended|required|lead|to|from) )?"
    r"(?:sub-?)?agents?(?: (?:name|sequence|chain|flow|order|to use))?"
    r"|(?:routes?|routed|delegates?|hand ?off|dispatch|escalates?) to|specialists?"
)
_SEPARATOR = re.compile(r" ?(?:→|⇒|->|=>|[,;/+&>|]|\b(?:or|and|then)\b) ?")
_NOTE = re.compile(r"\([^()]*\)")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NO_AGENT = re.compile(r"\b(?:skill|command|user|human|tool|script|hook|workflow|CI|you|mcp)\b|^\W*/", re.IGNORECASE)


class Named(NamedTuple):
    """A name of an agent, and where it stands."""

    name: str
    span: Span


def read_names(document: Document, known: frozenset[str]) -> Iterator[Named]:
    """Yield the agents that a prompt names. `known` are canonical names: they tell a column of agents from others."""
    if document.front_matter is not None:
        yield from _in_front_matter(document.front_matter.values, document.front_matter.places)
    for block in document.blocks():
        if isinstance(block, Fence):
            yield from _in_fence(block, document)
        elif isinstance(block, Table):
            yield from _in_table(block, known)
            for row in block.rows:
                for cell in row.cells:
                    yield from _in_line(cell)
        elif isinstance(block, Paragraph | Item):
            for line in block.lines:
                yield from _in_line(line)


def _in_front_matter(values: Mapping[str, Any], places: Mapping[str, Span]) -> Iterator[Named]:
    """Yield what VS Code's `agents` and `handoffs` name."""
    for key in ("agents", "handoffs"):
        entries = values.get(key)
        for entry in entries if isinstance(entries, list) else ():
            name = entry.get("agent") if isinstance(entry, dict) else entry
            if isinstance(name, str) and name != "*" and key in places:
                yield Named(name, places[key])


def _in_fence(fence: Fence, document: Document) -> Iterator[Named]:
    if not _CALL.search(fence.text):
        return
    opening = document.lines[fence.span.line - 1]
    first = fence.span.line + ("```" in opening or "~~~" in opening)
    found: list[tuple[int, str]] = []
    for number, line in enumerate(fence.text.split("\n")):
        found.extend((number, name) for name, _ in _arguments(line))
        if slash := _SLASH.match(line):
            found.append((number, slash.group(1)))
    for call in read_calls(fence.text):
        lines = enumerate(call.text.split("\n"), start=call.first)
        found.extend((number, call.agent) for number, line in lines if _literal(call.agent, line))
    for number, name in found:
        if first + number <= len(document.lines):
            at = document.lines[first + number - 1].find(name)
            yield Named(name, _at(first + number, max(at, 0), name))


def _in_line(line: Text) -> Iterator[Named]:
    for name, start in _arguments(line.text):
        yield Named(name, line.span.part(start, start + len(name)))


def _arguments(line: str) -> Iterator[tuple[str, int]]:
    """Yield the names that a line gives to an argument for them, each with where it begins."""
    if "ubagent" in line and not _SPEAKS_OF.search(line):
        for found in _ARGUMENT.finditer(line):
            kind = found.lastgroup or "quoted"
            yield found.group(kind), found.start(kind)


def _literal(name: str, line: str) -> bool:
    return bool(name) and (f'"{name}"' in line or f"'{name}'" in line)


def _in_table(table: Table, known: frozenset[str]) -> Iterator[Named]:
    """Yield what the columns of agents name: those of whose names at least half, and two, are known."""
    for column, title in enumerate(table.header.cells):
        if not _COLUMN.fullmatch(fold(title.text)):
            continue
        cells = [row.cells[column] for row in table.rows if not table.torn(row) and not struck(row)]
        names = [(cell, name) for cell in cells for name in _names(cell.text)]
        sure = sum(canonical(name) in known for _, name in names)
        if sure >= 2 and sure * 2 >= len(names):
            for cell, name in names:
                at = cell.text.find(name)
                yield Named(name, cell.span.part(at, at + len(name)))


def _names(text: str) -> list[str]:
    """Return the names that a cell consists of; none if anything else stands in it."""
    bare = " ".join(_NOTE.sub(" ", text).replace("`", "").replace("*", "").split())
    if not bare or _NO_AGENT.search(text):
        return []
    names = [name.lstrip("@") for name in _SEPARATOR.split(bare) if name]
    return names if all(map(_PLAIN_NAME.fullmatch, names)) else []


def _at(line: int, start: int, name: str) -> Span:
    return Span(line, start + 1, line, start + 1 + len(name))
