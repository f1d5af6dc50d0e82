"""The record of what came back: outputs, strategy, conflicts, failures by tier, and the result's skeleton."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from allsettled.aggregating.merging import Merged, merge
from allsettled.aggregating.values import Returned
from allsettled.aggregating.voting import Decision, vote
from allsettled.protocol.parts import one_line
from allsettled.protocol.record import Ballot, Conflict, Failure, Outcome, Record
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Strategy

_MOST = 160  # characters of a cell


class Aggregate(NamedTuple):
    """The results part of a record, and what must be escalated: one sentence each."""

    record: Record
    escalations: tuple[str, ...]


def aggregate(returned: Iterable[Returned], strategy: str, protocol: Protocol) -> Aggregate:
    """Return the record of a dispatch's results: every agent that was given is in it exactly once.

    Raises ValueError if two of the inputs are of one agent.
    """
    inputs = sorted(returned, key=lambda one: (_tier(one, protocol), one.agent))
    names = [one.agent for one in inputs]
    if len(set(names)) < len(names):
        raise ValueError("an agent has two outputs")
    record = Record(
        outputs=tuple(_outcome(one) for one in inputs),
        failures=tuple(_failure(one, protocol) for one in inputs if one.status.failed),
        strategy=strategy,
    )
    escalations = list(_escalated_failures(inputs, protocol))
    if strategy == Strategy.VOTE:
        decision = vote(inputs, protocol.weights)
        record = _with_vote(record, inputs, decision)
        escalations += [decision.reason] if decision.reason else []
    points = merge(inputs)
    record = replace(record, conflicts=(*record.conflicts, *_conflicts(points, strategy, inputs)))
    if strategy == Strategy.ESCALATE:
        escalations += [f"undecided: {row.question}" for row in record.conflicts if not row.resolution]
    return Aggregate(replace(record, result=_result(record, points, inputs)), tuple(escalations))


def _tier(one: Returned, protocol: Protocol) -> int:
    return protocol.tiers.index(one.tier) if one.tier in protocol.tiers else len(protocol.tiers)


def _outcome(one: Returned) -> Outcome:
    says = one.summary or (one.points[0].text if one.points else "")
    return Outcome(one.agent, "", one.tier, str(one.status), one.location, _cell(says if one.usable else one.error))


def _failure(one: Returned, protocol: Protocol) -> Failure:
    rank = _tier(one, protocol)
    if rank == 0:
        impact, action = "The decision cannot stand without it", f"{Action.ESCALATE}: the user decides"
    elif rank == 1 or not one.tier:
        impact, action = "The result is degraded: its part is not covered", f"{Action.SKIP}: the user is warned"
    else:
        impact, action = "A detail is missing", f"{Action.SKIP}: noted"
    return Failure(one.agent, _cell(one.error), impact, action)


def _escalated_failures(inputs: Sequence[Returned], protocol: Protocol) -> Iterator[str]:
    for one in inputs:
        if one.status.failed and _tier(one, protocol) == 0:
            yield f"{one.agent} is {one.tier} and {one.status}: {_cell(one.error)}"


def _with_vote(record: Record, inputs: Sequence[Returned], decision: Decision) -> Record:
    ballots = tuple(
        Ballot(one.agent, "", one.recommendation, one.confidence) for one in inputs if one.usable and one.recommendation
    )
    if decision.winner or not decision.tally:
        return replace(record, votes=ballots, majority=decision.majority())
    split = "; ".join(f"{ballot.agent}: {ballot.recommendation}" for ballot in ballots)
    undecided = Conflict(f"Vote: {_cell(decision.reason)}", _cell(split), "")
    return replace(record, votes=ballots, majority="none", conflicts=(undecided,))


def _conflicts(points: Sequence[Merged], strategy: str, inputs: Sequence[Returned]) -> Iterator[Conflict]:
    for merged in points:
        if merged.disputed:
            given = _severities(merged, inputs)
            where = f" ({merged.point.place})" if merged.point.place else ""
            yield Conflict(
                _cell(f"How severe is it: {merged.point.text}{where}"),
                given,
                f"The higher one stands: {merged.point.severity}",
            )
    answers = {one.recommendation for one in inputs if one.usable and one.recommendation}
    if strategy != Strategy.VOTE and len(answers) > 1:
        positions = "; ".join(
            f"{one.agent}: {one.recommendation}" for one in inputs if one.usable and one.recommendation
        )
        yield Conflict("Which recommendation holds", _cell(positions), "")


def _severities(merged: Merged, inputs: Sequence[Returned]) -> str:
    said = []
    for one in inputs:
        found = {
            point.severity
            for point in one.points
            if one.usable and point.severity in merged.severities and point.place == merged.point.place
            if one.agent in merged.agents
        }
        said += [f"{one.agent}: {severity}" for severity in sorted(found)]
    return _cell("; ".join(said))


def _result(record: Record, points: Sequence[Merged], inputs: Sequence[Returned]) -> str:
    """Return the skeleton of the synthesis: what was found and by whom, what was decided, what is missing."""
    lines = [f"{_count(sum(one.usable for one in inputs), 'agent')} of {len(inputs)} returned a usable output."]
    if record.majority and record.majority != "none":
        lines += ["", f"By vote: {record.majority}."]
    if points:
        lines += ["", *(_line(merged) for merged in points)]
    for one in inputs:
        if one.usable and not one.points and one.summary:
            lines += ["", f"{one.agent}: {one_line(one.summary)}"]
    missing = [one.agent for one in inputs if not one.usable]
    if missing:
        lines += ["", f"Not covered: {', '.join(missing)}."]
    undecided = [row.question for row in record.conflicts if not row.resolution]
    if undecided:
        lines += ["", f"To be decided: {'; '.join(undecided)}."]
    return "\n".join(lines)


def _line(merged: Merged) -> str:
    point = merged.point
    severity = f"**{point.severity}**: " if point.severity else ""
    place = f" ({point.place})" if point.place else ""
    return f"- {severity}{one_line(point.text)}{place}, {' and '.join(merged.agents)}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _cell(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _MOST else line[: _MOST - 1].rstrip() + "…"
