"""What a log's own tables about agents say, against the rest of it. Part of the rule `disagreement`."""

import re
from collections.abc import Iterator

from allsettled.document.model import Item, Paragraph, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.record import Record
from allsettled.rules import Problem
from allsettled.rules.stated_twice import CORRECTS, HINT, adds_up, counts_said, differ, may_be
from allsettled.subject import Subject
from allsettled.subject.progress import of_table

_VERDICT = expression(r"\b(?:pass|fail|approved?|rejected?|accept)\b", re.IGNORECASE)  # on what the agent looked at

_RUNS = frozenset(
    {"started", "start", "finished", "finish", "ended", "end", "duration", "message", "call", "attempt", "round", "run"}
)
_OTHERS = expression(
    r"\b(?:retr\w+|again|second|rerun|re-run|round|single|other|previous|earlier|later)\b", re.IGNORECASE
)


def of_free_tables(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each fact that such a table states differently than a record, or the line beside it."""
    if len(subject.records) == 1:
        yield from _statuses(subject, subject.records[0])
    elif not subject.records:
        for section in subject.document.root.walk():
            yield from _counts(section)


def _statuses(subject: Subject, record: Record) -> Iterator[Problem]:
    """How an agent ended by a table of the log's own, and by the record."""
    ends: dict[str, list[int]] = {}
    for index, outcome in enumerate(record.outputs):
        ends.setdefault(fold(outcome.agent), []).append(index)
    tables = [block for block in subject.document.blocks() if isinstance(block, Table) and not _of_other_runs(block)]
    own = {span.line for span in record.places.values()}
    for line in (line for table in tables for line in of_table(table) if line.status_place.line not in own):
        status, numbers = line.reading.status, ends.get(fold(line.name), [])
        if len(numbers) != 1 or status is None or _VERDICT.search(line.text) or CORRECTS.search(line.text):
            continue
        outcome = record.outputs[numbers[0]]
        if outcome.state is not None and differ(status, outcome.state):
            at = record.place("outputs", numbers[0], "status").line
            yield Problem(line.status_place, f"{line.name} is {status} here, and {outcome.status} in line {at}", HINT)


def _of_other_runs(table: Table) -> bool:
    """Say whether a table has the times or calls of its agents' runs, or its heading says that they are others."""
    titles = {fold(cell.text) for cell in table.header.cells}
    return not titles.isdisjoint(_RUNS) or bool(_OTHERS.search(table.section.title.text))


def _counts(section: Section) -> Iterator[Problem]:
    """`Dispatched 3, succeeded 2, failed 1` beside the section's one table of agents."""
    found = [block for block in section.blocks if isinstance(block, Table)]
    tables = [rows for table in found if (rows := list(of_table(table)))]
    if len(tables) != 1 or len(tables[0]) < 2 or any(table.torn(row) for table in found for row in table.rows):
        return
    states = [line.reading.status for line in tables[0]]
    for block in section.blocks:
        for line in block.lines if isinstance(block, Paragraph | Item) else ():
            said = counts_said(line.text)
            wrong = next((what for what, number in said.items() if number not in may_be(what, states)), None)
            if "dispatched" in said and len(said) > 1 and wrong and adds_up(said):
                by_rows = " or ".join(map(str, sorted(may_be(wrong, states))))
                message = f"{said[wrong]} {wrong} are said here, and by the rows of the table it's {by_rows}"
                yield Problem(line.span, message, HINT)
