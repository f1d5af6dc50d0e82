"""A closed log in which an agent is still at work (FR-2.1)."""

from collections.abc import Iterator

from allsettled.protocol.record import Outcome, Run
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Problem
from allsettled.subject import Subject

_HINT = "write the status it ended in: COMPLETE, PARTIAL, FAILED, TIMEOUT, SKIPPED or BLOCKED"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each agent of a record, or of another table about agents, that hasn't settled."""
    for record in subject.records:
        told: set[str] = set()
        parts: dict[str, tuple[Run | Outcome, ...]] = {"outputs": record.outputs, "runs": record.runs}
        for part, rows in parts.items():
            for index, row in enumerate(rows):
                if row.state is not None and not row.state.settled and row.agent.casefold() not in told:
                    told.add(row.agent.casefold())
                    span = record.place(part, index, "status")
                    yield Problem(span, f"the log is closed, and {row.agent} is still {row.status}", _HINT)
    for line in subject.agent_lines:
        status = line.reading.status
        if status in (Status.PENDING, Status.RUNNING):
            verb = "are" if " and " in line.name else "is"
            yield Problem(line.status_place, f'the log is closed, and {line.name} {verb} still "{line.text}"', _HINT)
