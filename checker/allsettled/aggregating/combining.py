"""The record of what came back: outputs, strategy, conflicts, failures by tier, and the result's skeleton."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from allsettled.aggregating.failing import Handling, failure, handling, tier_rank
from allsettled.aggregating.measuring import metrics
from allsettled.aggregating.merging import Merged, merge
from allsettled.aggregating.synthesis import synthesis
from allsettled.aggregating.values import Decided, Returned
from allsettled.aggregating.voting import Decision, choice, vote
from allsettled.aggregating.wording import cell, cleaned
from allsettled.protocol.record import Ballot, Conflict, Failure, Outcome, Record, Run
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy


class Aggregate(NamedTuple):
    """The results part of a record, and what is left to do: what must be escalated, and who is to be started again.

    The record has runs and metrics too if the times of all runs are known. `decided` are the keys of the parts that
    have a person's decisions in them.
    """

    record: Record
    escalations: tuple[str, ...]
    retries: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()


def aggregate(
    returned: Iterable[Returned], strategy: str, protocol: Protocol, decided: Decided | None = None
) -> Aggregate:
    """Return the record of a dispatch's results: every agent that was given is in it exactly once.

    What is `decided` already isn't escalated again, as long as it's about the same. Raises ValueError if two of the
    inputs have the same agent and note.
    """
    given = sorted(returned, key=lambda one: (tier_rank(one, protocol), one.agent, one.note))
    if len({one.name for one in given}) < len(given):
        raise ValueError("an agent has two outputs")
    inputs = cleaned(given)
    merged = merge(inputs)
    decision = vote(inputs, protocol.weights) if strategy == Strategy.VOTE else None
    decided = decided or Decided()
    open_ = tuple(_conflicts(inputs, merged, decision, strategy))
    conflicts = tuple(_resolved(row, decided) for row in open_)
    tiered = any(one.tier for one in inputs)
    failed = [(one, handling(one, protocol, tiered=tiered)) for one in inputs if one.failed]
    rows = [failure(one, handled) for one, handled in failed]
    failures = tuple(
        _settled(row, decided) if handled.action is Action.ESCALATE else row
        for row, (_, handled) in zip(rows, failed, strict=True)
    )
    record = Record(
        runs=_runs(inputs),
        outputs=tuple(_outcome(one) for one in inputs),
        strategy=strategy,
        votes=tuple(_ballots(inputs)) if decision is not None else (),
        majority=_majority(decision),
        conflicts=conflicts,
        result=synthesis(inputs, merged, decision, conflicts),
        failures=failures,
    )
    record = record._replace(metrics=metrics(record))
    undecided = [f"{row.question} ({row.positions})" for row in conflicts if not row.resolution]
    waiting = [pair for pair, row, now in zip(failed, rows, failures, strict=True) if row == now]
    keys = [
        key
        for key, before, now in (("conflicts", open_, conflicts), ("failures", tuple(rows), failures))
        if before != now
    ]
    return Aggregate(record, (*_escalated(waiting), *undecided), tuple(_retried(failed)), tuple(keys))


def _resolved(row: Conflict, decided: Decided) -> Conflict:
    resolution = decided.conflicts.get((row.question, row.positions), "")
    return row if row.resolution else row._replace(resolution=resolution)


def _settled(row: Failure, decided: Decided) -> Failure:
    return decided.failures.get((row.agent, row.error), row)


def _runs(inputs: Sequence[Returned]) -> tuple[Run, ...]:
    """Return the rows of the Dispatch Log, or none if a time isn't known: nobody is started at a guess."""
    never = Status.SKIPPED
    if not all(one.status is never or (one.started and one.finished) for one in inputs):
        return ()
    return tuple(Run(one.agent, one.note, one.tier, "", one.started, one.finished, str(one.status)) for one in inputs)


def _outcome(one: Returned) -> Outcome:
    says = one.summary or (one.points[0].text if one.points else "")
    if one.failed or (one.status is Status.SKIPPED and one.error):
        says = one.error
    return Outcome(one.agent, one.note, one.tier, str(one.status), one.location, cell(says))


def _escalated(failed: Sequence[tuple[Returned, Handling]]) -> Iterator[str]:
    for one, handled in failed:
        if handled.action is Action.ESCALATE:
            yield f"{one.name}{f' ({one.tier})' if one.tier else ''} is {one.status}: {cell(one.error)}"


def _retried(failed: Sequence[tuple[Returned, Handling]]) -> Iterator[str]:
    for one, handled in failed:
        if handled.action is Action.RETRY:
            yield f"{one.name}{f' ({one.tier})' if one.tier else ''}: {handled.how}"


def _ballots(inputs: Sequence[Returned]) -> Iterator[Ballot]:
    for one in inputs:
        if one.voter and choice(one):
            yield Ballot(one.agent, one.note, one.recommendation, one.confidence)


def _majority(decision: Decision | None) -> str:
    if decision is None or not decision.ballots:
        return ""
    return decision.majority() or "none"


def _conflicts(
    inputs: Sequence[Returned], merged: Sequence[Merged], decision: Decision | None, strategy: str
) -> Iterator[Conflict]:
    """Yield what outputs contradict each other on. What nobody but the user may decide has no resolution yet."""
    answers = [one for one in inputs if choice(one)]
    if decision is not None:
        answers = [one for one in answers if one.voter]
    positions = cell("; ".join(f"{one.name}: {one.recommendation}" for one in answers))
    if decision is not None and decision.reason:
        yield Conflict(cell(f"The vote: {decision.reason}"), positions or "no ballot came back", "")
    elif decision is None and len({choice(one) for one in answers}) > 1:
        yield Conflict("Which recommendation holds?", positions, "")
    for one in merged:
        if one.disputed:
            where = f" ({one.point.place})" if one.point.place else ""
            given = cell("; ".join(f"{agent}: {severity}" for agent, severity in one.given))
            resolution = "" if strategy == Strategy.ESCALATE else f"The higher one stands: {one.point.severity}"
            yield Conflict(cell(f"How severe is it: {one.point.text}{where}"), given, cell(resolution))
