"""A status whose mark says one thing and whose word says another (FR-2.1)."""

from collections.abc import Iterator

from allsettled.document.model import Table
from allsettled.protocol.agent_sections import labelled, may_be_of_agent
from allsettled.protocol.columns import fold
from allsettled.protocol.tables import struck
from allsettled.protocol.vocabulary import Status, read_status
from allsettled.rules import Problem
from allsettled.span import Text
from allsettled.subject import Subject

_TITLES = frozenset({"status", "state", "progress", "outcome", "result", "verdict", "done", "pass"})
_NOT_GOOD = frozenset({Status.FAILED, Status.TIMEOUT, Status.BLOCKED, Status.PENDING, Status.RUNNING})
_UNSETTLED = frozenset({Status.PENDING, Status.RUNNING})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each cell of a status column, and each status of an agent's section, that says two things."""
    for section in subject.document.sections() if subject.records else ():
        if may_be_of_agent(section.title.text):
            for label, value in labelled(section):
                if label in _TITLES:
                    yield from _of_cell(value)
    for table in subject.document.blocks():
        if not isinstance(table, Table):
            continue
        columns = [i for i, cell in enumerate(table.header.cells) if fold(cell.text) in _TITLES]
        for row in table.rows:
            if not table.torn(row) and not struck(row):
                for column in columns:
                    yield from _of_cell(row.cells[column])


def _of_cell(cell: Text) -> Iterator[Problem]:
    reading = read_status(cell.text)
    if reading.mark is None or reading.word is None or reading.not_applicable:
        return
    if _contradict(reading.mark, reading.word):
        yield Problem(
            cell.span,
            f'"{cell.text}": the mark says {reading.mark}, the word says {reading.word}',
            "keep the one that's true",
        )


def _contradict(mark: Status, word: Status) -> bool:
    """Say whether a mark and a word can't both be meant. A tick beside SKIPPED or PARTIAL says that it's in order."""
    if mark is Status.COMPLETE:
        return word in _NOT_GOOD
    if word is Status.COMPLETE:
        return mark in _NOT_GOOD
    return mark in _UNSETTLED and word in (Status.FAILED, Status.TIMEOUT)
