"""A retry that never came, or one more than the protocol allows (phase 3.3)."""

from collections import Counter
from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Action
from allsettled.rules import Fault
from allsettled.rules.failures import endings, put_off
from allsettled.subject import Subject
from allsettled.subject.state import State


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each Retry that no later run of the agent follows, and for each retry too many."""
    if subject.state is State.CLOSED:
        again = _again(record, subject)
        for index, row in enumerate(record.failures):
            waits = row.kind is Action.RETRY and not put_off(row.action)
            if waits and row.agent.casefold() not in again | subject.torn("runs", "outputs"):
                yield Fault(
                    ("failures", index, "action"),
                    f"the action for {row.agent} is Retry, and no later run of it is recorded",
                    "add the run, marked `(retry)`; or say when it will be, or what was done instead",
                )
    yield from _too_many(record, subject)


def _too_many(record: Record, subject: Subject) -> Iterator[Fault]:
    most = subject.protocol.retries
    count: dict[str, int] = {}
    for index, run in enumerate(record.runs):
        if run.note.startswith("retry"):
            name = run.agent.casefold()
            count[name] = count.get(name, 0) + 1
            if count[name] == most + 1:
                yield Fault(
                    ("runs", index, "agent"),
                    f"this is retry {count[name]} of {run.agent}, and the protocol allows {most}",
                    "choose another action: Skip, or Escalate",
                )


def _again(record: Record, subject: Subject) -> set[str]:
    """Return the agents that ran again, here or in a record that follows, and those that didn't fail in the end."""
    runs = Counter(run.agent.casefold() for run in record.runs)
    found = {name for name, count in runs.items() if count > 1}
    found.update(outcome.agent.casefold() for outcome in record.outputs if outcome.note)
    found.update(name for name, ending in endings(record).items() if ending.status and not ending.status.failed)
    here = next((number for number, other in enumerate(subject.records) if other is record), len(subject.records))
    found.update(agent.casefold() for other in subject.records[here + 1 :] for agent in other.agents())
    return found
