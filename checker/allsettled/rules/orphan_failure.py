"""A failure is recorded for an agent that didn't fail (FR-3.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Action, Status
from allsettled.rules import Fault
from allsettled.rules.failures import GUESSES, endings
from allsettled.subject import Subject
from allsettled.words import did_you_mean

# Of an agent that is still at work nobody knows yet: in a closed log that's said by `unsettled-agent`.
_MAY_HAVE_ERRORS = (None, *(status for status in Status if status not in (Status.COMPLETE, Status.SKIPPED)))


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each Failed Agents row whose agent wasn't dispatched or didn't fail."""
    known = endings(record)
    if not known:
        return
    guesses = 0
    failed_once = {run.agent.casefold() for run in record.runs if run.state and run.state.failed}
    torn = subject.torn("runs", "outputs")  # how those ended isn't known
    for index, row in enumerate(record.failures):
        if row.agent.casefold() in torn:
            continue
        ending = known.get(row.agent.casefold())
        if ending is None:
            guesses += 1
            names = (other.agent for other in known.values()) if guesses <= GUESSES else ()
            yield Fault(
                ("failures", index, "agent"),
                f"{row.agent} has a row in Failed Agents, and no dispatch names it",
                did_you_mean(row.agent, names) or "remove the row",
            )
        elif ending.status not in _MAY_HAVE_ERRORS and not (
            row.kind is Action.RETRY or row.agent.casefold() in failed_once
        ):
            yield Fault(
                ("failures", index, "agent"),
                f"{row.agent} has a row in Failed Agents, and its status is {ending.status}",
                "mend the status, or remove the row; after a retry that worked, the action says Retry",
            )
