"""Agents as sections: a heading for each, and what's to be said of it in labelled lines below.

Three headings are read so: `Agent: qa`, `Section A: QA Impact` below one on parallel work (a line names the agent),
and `Vote 1: qa` below one on a vote.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from allsettled.document.model import Item, Paragraph, Section
from allsettled.expressions import expression
from allsettled.protocol.columns import Column, bare, fold
from allsettled.protocol.parts import titled
from allsettled.protocol.tables import TablePart, split_note
from allsettled.protocol.vocabulary import read_status
from allsettled.span import Text

VOTING = "Voting Session"
_AGENT = expression(r"agent(?: [\w#]{1,3})?\s*:\s*(.+)", re.IGNORECASE)
_SECTION = expression(r"section \w{1,3}\s*:", re.IGNORECASE)
_VOTE = expression(r"(?:vote|ballot) \d{1,3}\s*:\s*(.+)", re.IGNORECASE)
_PARALLEL = expression(r"parallel\b", re.IGNORECASE)
_VOTES = expression(r"vot(?:es?|ing)\b", re.IGNORECASE)
_LABEL = expression(r"(?:\*\*|__)?([A-Za-z][A-Za-z -]{1,30}?)(?:\*\*|__)?\s*:(?:\*\*|__)?(?:\s+(.*))?$")
_TAIL = expression(r"[^\w)-]+$")
_BRACKETS = expression(r"\[([^\[\]]+)\](?!\()")
# What means a column in a table's head may mean anything else in front of a line.
_NOT_LABELS = frozenset({"response", "reason", "dispatched", "priority", "state", "outcome", "file", "failure"})
_WORK = frozenset({"started", "finished", "message", "depends_on", "inputs", "prompt"})


class AgentSection(NamedTuple):
    """What a section says of an agent: texts by the part and the column that they belong to."""

    agent: str
    note: str
    name: Text
    section: Section
    values: Mapping[tuple[str, str], Text]

    @property
    def home(self) -> Section:
        """Return the section that holds the sections of all agents, or this one if it has no heading."""
        parent = self.section.parent
        return parent if parent is not None and parent.level else self.section

    @property
    def ballot(self) -> bool:
        """Say whether nothing is said but how the agent voted."""
        return all(part == "votes" for part, _ in self.values)

    @property
    def timed(self) -> bool:
        """Say whether something is said of the agent's run that only a Dispatch Log says."""
        return any(key in _WORK for _, key in self.values)


class Reader:
    """Reads the sections of agents, in the words of some parts of the protocol."""

    def __init__(self, parts: Iterable[TablePart]) -> None:
        self._parts = tuple(parts)

    def read(self, section: Section) -> AgentSection | None:
        """Return what a section says of an agent, or None if it isn't an agent's."""
        title = bare(section.title.text)
        parent = section.parent.title.text if section.parent is not None else ""
        if found := _AGENT.fullmatch(title):
            return self._read(section, found[1], section.title, "status", "started")
        if _SECTION.match(title) and _PARALLEL.search(parent):
            name = next((value for label, value in labelled(section) if label == "agent"), None)
            return self._read(section, name.text, name, "status", "started") if name is not None else None
        if (found := _VOTE.fullmatch(title)) and _VOTES.search(parent):
            return self._read(section, found[1], section.title, "recommendation")
        return None

    def shows_a_dispatch(self, section: Section) -> bool:
        """Say whether a section alone shows that there's a record: an agent with its start, or one of a known group."""
        told = self.read(section)
        return told is not None and (("runs", "started") in told.values or not _AGENT.match(bare(section.title.text)))

    def _read(self, section: Section, name: str, where: Text, *needed: str) -> AgentSection | None:
        values: dict[tuple[str, str], Text] = {}
        reason: Text | None = None
        for label, value in labelled(section):
            if label == "reason":
                reason = reason or value
            for part, column in self._labels.get(label, ()):
                values.setdefault((part, column.key), value)
        status = values.get(("outputs", "status"))
        state = read_status(status.text).status if status is not None else None
        if reason is not None and state is not None and state.failed:
            values.setdefault(("failures", "error"), reason)
        agent, note = split_note(_TAIL.sub("", name).strip("*_` "))
        own = {key for _, key in values if key in needed}
        if not agent or not own or (own == {"status"} and state is None):
            return None
        start = where.text.rfind(agent)
        place = where.span.part(start, start + len(agent)) if start >= 0 else where.span
        return AgentSection(agent, note, Text(agent, place), section, values)

    @cached_property
    def _labels(self) -> Mapping[str, list[tuple[str, Column]]]:
        """Return the columns that a label stands for, each with its part's key."""
        found: dict[str, list[tuple[str, Column]]] = {}
        for part in self._parts:
            for column in part.columns:
                for label in dict.fromkeys(map(fold, (column.title, *column.aliases))):
                    if column.key != "agent" and label not in _NOT_LABELS:
                        found.setdefault(label, []).append((part.key, column))
        return found


def may_be_of_agent(title: str) -> bool:
    """Say whether a heading's text may be that of an agent's section, whatever stands above it and below."""
    title = bare(title)
    return any(pattern.match(title) for pattern in (_AGENT, _SECTION, _VOTE))


def is_vote_result(section: Section) -> bool:
    """Say whether a section holds what a voting session ended in."""
    parent = section.parent
    return parent is not None and is_voting(parent) and fold(section.title.text) == "result"


def is_voting(section: Section) -> bool:
    """Say whether a section is a voting session: `Voting Session`, or `Voting Session: which queue`."""
    return titled(section, (VOTING,)) is not None


def labelled(section: Section) -> Iterator[tuple[str, Text]]:
    """Yield the labels of the lines and items under a heading, folded, each with its value."""
    for block in section.blocks:
        if isinstance(block, Paragraph | Item):
            for number, line in enumerate(block.lines):
                if found := _LABEL.match(line.text):
                    value = Text(found[2] or "", line.span.part(found.start(2), found.end(2))) if found[2] else None
                    yield fold(found[1]), value or Text("", line.span.part(len(line.text), len(line.text)))
                elif not number:
                    break


def unbracketed(text: str) -> str:
    """Return a choice without the brackets that templates put around it: `[A] (2/3)` is `A (2/3)`."""
    return _BRACKETS.sub(r"\1", text)
