"""A failure is recorded for an agent that didn't fail (FR-3.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Action, Status
from allsettled.rules import Fault
from allsettled.rules.failures import endings
from allsettled.subject import Subject
from allsettled.words import did_you_mean

_MAY_HAVE_ERRORS = (None, Status.FAILED, Status.TIMEOUT, Status.PARTIAL, Status.BLOCKED)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each Failed Agents row whose agent wasn't dispatched or didn't fail."""
    known = endings(record)
    if not known:
        return
    for index, row in enumerate(record.failures):
        ending = known.get(row.agent.casefold())
        if ending is None:
            yield Fault(
                ("failures", index, "agent"),
                f"{row.agent} has a row in Failed Agents, and no dispatch names it",
                did_you_mean(row.agent, (other.agent for other in known.values())) or "remove the row",
            )
        elif ending.status not in _MAY_HAVE_ERRORS and not _recovered(record, row.agent, row.kind):
            yield Fault(
                ("failures", index, "agent"),
                f"{row.agent} has a row in Failed Agents, and its status is {ending.status}",
                "mend the status, or remove the row; after a retry that worked, the action says Retry",
            )


def _recovered(record: Record, agent: str, action: Action | None) -> bool:
    """Say whether the agent failed at first: its row says so, or an earlier run of it does."""
    failed_once = any(
        run.agent.casefold() == agent.casefold() and run.state and run.state.failed for run in record.runs
    )
    return action is Action.RETRY or failed_once
