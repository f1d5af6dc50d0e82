"""A log that doesn't say when its agents started and finished (FR-1.3)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.rules.failures import listed
from allsettled.subject import Subject
from allsettled.subject.state import State

_NEVER_STARTED = (Status.SKIPPED, Status.PENDING)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for a record without times, and for each run that lacks its start or, once settled, its finish."""
    if not record.has("runs"):
        idle = _NEVER_STARTED if subject.state is State.CLOSED else (*_NEVER_STARTED, Status.RUNNING)
        started = [outcome.agent for outcome in record.outputs if outcome.state not in idle]
        if started:
            yield Fault(
                ("outputs",),
                f"there is no Dispatch Log: when did {listed(started)} start and finish?",
                subject.cure(
                    "add the table `Dispatch Log` with the columns Agent, Tier, Message, Started, Finished, Status",
                    'add `"runs"`: a list with the agent, tier, message, started, finished and status of each',
                ),
            )
        return
    for index, run in enumerate(record.runs):
        if run.state is not None and not run.state.settled and subject.state is not State.CLOSED:
            continue  # it may come
        if not run.started and run.state not in _NEVER_STARTED:
            yield Fault(
                ("runs", index, "started"), f"{run.agent} has no start time", "write it as 2026-01-05T09:00:00Z"
            )
        if not run.finished and run.state is not None and run.state.settled and run.state is not Status.SKIPPED:
            yield Fault(
                ("runs", index, "finished"),
                f"{run.agent} is {run.status} and has no finish time",
                "write it as 2026-01-05T09:00:00Z",
            )
