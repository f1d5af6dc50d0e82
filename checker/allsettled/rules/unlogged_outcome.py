"""Agents that were dispatched and agents that are accounted for are not the same (FR-2.1)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.rules.failures import GUESSES
from allsettled.subject import Subject
from allsettled.subject.state import State
from allsettled.words import nearest


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each dispatched agent without an outcome and for each outcome of no dispatched agent."""
    if not record.runs or not record.outputs:
        return
    dispatched = {run.agent.casefold(): run.agent for run in record.runs}
    accounted = {outcome.agent.casefold() for outcome in record.outputs} | subject.torn("outputs")
    torn = subject.torn("runs")
    missing = {name: agent for name, agent in dispatched.items() if name not in accounted}
    guesses = 0
    for index, outcome in enumerate(record.outputs):
        name = outcome.agent.casefold()
        if name not in dispatched and name not in torn and outcome.state is not Status.SKIPPED:
            guesses += 1
            meant = nearest(outcome.agent, missing.values()) if guesses <= GUESSES else None
            if meant is not None:  # one slip of the pen, not two faults
                missing.pop(meant.casefold(), None)
            yield Fault(
                ("outputs", index, "agent"),
                f"{outcome.agent} has an outcome, and the Dispatch Log doesn't name it",
                f'did you mean "{meant}"?' if meant is not None else "add its row to the Dispatch Log",
            )
    if subject.state is State.CLOSED:
        for index, run in enumerate(record.runs):
            if run.agent.casefold() in missing and not run.repeated:
                yield Fault(
                    ("runs", index, "agent"),
                    f"{run.agent} was dispatched, and no row of Agent Outputs says what came of it",
                    "add its row, with the status it ended in",
                )
