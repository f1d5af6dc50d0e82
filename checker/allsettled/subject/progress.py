"""How agents' runs stand, as real logs say it: rows of tables about agents, and items that name one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.document.model import Document, Item, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.tables import struck
from allsettled.protocol.vocabulary import Reading, Status, leading_status, read_status
from allsettled.span import Span, Text

_AGENT_TITLES = frozenset(
    {"agent", "agent id", "agent name", "agents", "subagent", "sub-agent", "worker", "specialist"}
)
_STATUS_TITLES = frozenset({"status", "state", "progress"})
_TEAM = expression(r"\b(?:agents?|team|subagents?|specialists?|dispatch(?:es)?)\b", re.IGNORECASE)
_NAMED_ITEM = expression(r"^\*\*`?([A-Za-z][\w-]*(?: [\w-]+)?)`?(?::\*\*|\*\*\s*:)\s*(.*)$")
_LAST_WORD = expression(r"\(([A-Z][A-Z -]+)\)\s*\W*$")
_STILL = expression(
    r"\bagents?\b[^.;|]{0,40}\bstill (?:running|executing|working|pending|in progress)\b", re.IGNORECASE
)
_IN_STILL = ("agent", "ll ")  # of "still": what has one form only, whatever the case


class AgentLine(NamedTuple):
    """What one line says of an agent (or of the item that it works on)."""

    name: str
    reading: Reading
    status_place: Span
    text: str  # the words that say it


def read_agent_lines(document: Document) -> Iterator[AgentLine]:
    """Yield what tables about agents and items under headings about agents say of their runs."""
    for block in document.blocks():
        if isinstance(block, Table):
            yield from of_table(block)
        elif isinstance(block, Item):
            yield from _from_item(block)


def of_table(table: Table) -> Iterator[AgentLine]:
    """Yield what each row of a table about agents says; nothing of another table."""
    titles = [fold(cell.text) for cell in table.header.cells]
    agent = next((i for i, title in enumerate(titles) if title in _AGENT_TITLES), None)
    status = next((i for i, title in enumerate(titles) if title in _STATUS_TITLES), None)
    if agent is None or status is None:
        return
    for row in table.rows:
        if table.torn(row) or struck(row):
            continue
        cell = row.cells[status]
        name = row.cells[agent].text.strip("*_` ")
        if not name or name in ("-", "–", "—"):
            name = row.cells[0].text.strip("*_` ")
        yield AgentLine(name, read_status(cell.text), cell.span, cell.text)


def _from_item(item: Item) -> Iterator[AgentLine]:
    text = item.text
    if text.text.startswith("**") and (named := _NAMED_ITEM.match(text.text)) and _about_agents(item.section):
        if last := _LAST_WORD.search(named.group(2)):
            word = last.group(1)
            yield AgentLine(named.group(1), Reading(None, leading_status(word)), item.lines[0].span, word)
    elif all(part in text.text.casefold() for part in _IN_STILL) and (still := _STILL.search(text.text)):
        yield AgentLine(_subject(text, still.start()), Reading(None, Status.RUNNING), item.lines[0].span, still.group())


def _about_agents(section: Section | None) -> bool:
    while section is not None and section.level > 1:
        if _TEAM.search(section.title.text):
            return True
        section = section.parent
    return False


def _subject(text: Text, end: int) -> str:
    """Return what stands before the word `agents`: `PR #255 and #235`."""
    return text.text[:end].strip("*_` -:")[-60:] or "the agents"
