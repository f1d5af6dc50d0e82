"""A closed log in which an agent is still at work (FR-2.1)."""

from collections.abc import Iterator

from allsettled.protocol.record import Outcome, Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Problem
from allsettled.rules.handing_on import HandedOn, says_who
from allsettled.subject import Subject

_HINT = "write the status it ended in: COMPLETE, PARTIAL, FAILED, TIMEOUT, SKIPPED or BLOCKED"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each agent of a record, or of another table about agents, that hasn't settled.

    An agent that somebody goes on with is accounted for, and so is one that a table further down has at its end.
    """
    handed = HandedOn(subject.document)
    for record in subject.records:
        yield from _of_record(record, handed)
    ended = {
        line.name.casefold(): line.status_place.line for line in subject.agent_lines if _settled(line.reading.status)
    }
    for line in subject.agent_lines:
        at = line.status_place.line
        if line.reading.status not in (Status.PENDING, Status.RUNNING) or ended.get(line.name.casefold(), 0) > at:
            continue
        if not handed.says(line.name, at):
            verb = "are" if " and " in line.name else "is"
            yield Problem(line.status_place, f'the log is closed, and {line.name} {verb} still "{line.text}"', _HINT)


def _settled(status: Status | None) -> bool:
    return status is not None and status.settled


def _of_record(record: Record, handed: HandedOn) -> Iterator[Problem]:
    parts: dict[str, tuple[Run | Outcome, ...]] = {"outputs": record.outputs, "runs": record.runs}
    waiting = [
        (part, index, row)
        for part, rows in parts.items()
        for index, row in enumerate(rows)
        if row.state is not None and not row.state.settled
    ]
    if not waiting:
        return
    told = {row.agent.casefold() for row in record.outputs if says_who(f"{row.location} {row.findings}")}
    for part, index, row in waiting:
        if row.agent.casefold() in told:
            continue
        told.add(row.agent.casefold())
        if not handed.says(row.agent, record.place(part, index).line):
            span = record.place(part, index, "status")
            yield Problem(span, f"the log is closed, and {row.agent} is still {row.status}", _HINT)
