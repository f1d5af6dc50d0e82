"""The skeleton of the one result: what was found and by whom, what was decided, and what is missing (FR-2.1)."""

from collections.abc import Sequence

from allsettled.aggregating.merging import Merged
from allsettled.aggregating.values import Returned
from allsettled.aggregating.voting import Decision
from allsettled.protocol.record import Conflict
from allsettled.protocol.vocabulary import Status


def synthesis(
    inputs: Sequence[Returned], merged: Sequence[Merged], decision: Decision | None, conflicts: Sequence[Conflict]
) -> str:
    """Return the result as Markdown, for the orchestrator to write out. Every agent is named that isn't fully in it."""
    usable = [one for one in inputs if one.usable]
    passages = [f"{len(usable)} of {counted(len(inputs), 'agent')} returned a usable output."]
    if decision is not None and decision.winner:
        rest = f": {decision.counted()}" if len(decision.tally) > 1 else ""
        passages.append(f"By vote: {decision.majority()}{rest}.")
    told = [f"- {one.name}: {one.summary}{_rest(one)}" for one in usable if one.summary]
    passages += ["\n".join(lines) for lines in (told, [_line(one) for one in merged]) if lines]
    for words, names in (
        ("Only in part", [_with(one, one.missing) for one in usable if one.status is Status.PARTIAL]),
        ("Not covered", [_with(one, str(one.status)) for one in inputs if not one.usable]),
        ("To be decided", [row.question for row in conflicts if not row.resolution]),
    ):
        if names:
            said = f"{words}: {'; '.join(names)}"
            passages.append(said if said.endswith((".", "!", "?", "…")) else f"{said}.")
    return "\n\n".join(passages)


def _line(merged: Merged) -> str:
    point = merged.point
    severity = f"**{point.severity}**: " if point.severity else ""
    place = f" ({point.place})" if point.place else ""
    *others, last = merged.agents
    names = f"{', '.join(others)} and {last}" if others else last
    return f"- {severity}{point.text}{place}, by {names}"


def _rest(one: Returned) -> str:
    return f" (goes on in {one.location or 'its output'})" if one.goes_on else ""


def _with(one: Returned, what: str) -> str:
    return f"{one.name} ({what})" if what else one.name


def counted(number: int, what: str) -> str:
    """Return `1 agent`, `3 agents`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
