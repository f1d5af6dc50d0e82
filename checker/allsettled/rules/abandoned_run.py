"""One agent failed, and all others were given up because of it (FR-3.1)."""

import re
from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Pointer, Record
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.rules.failures import Ending, endings, listed, tiers
from allsettled.subject import Subject

_NAMED = 20  # failed agents that a reason is searched for
_GIVEN_UP = (Status.SKIPPED, Status.PENDING, Status.RUNNING, Status.BLOCKED)
_BECAUSE = expression(
    r"\b(?:fail\w*|error\w*|abort\w*|abandon\w*|crash\w*|time[ds]?[- ]?out|cancel\w*|stopp\w+|gave up|given up)\b",
    re.IGNORECASE,
)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each tier of which some agents failed and all others were skipped for no other reason."""
    if subject.torn("runs", "outputs"):
        return
    ranks = tiers(record)
    groups: dict[str, list[Ending]] = {}
    for name, ending in endings(record).items():
        groups.setdefault(ranks.get(name, ""), []).append(ending)
    for members in groups.values():
        failed = [ending for ending in members if ending.status is not None and ending.status.failed]
        rest = [ending for ending in members if ending.status is None or not ending.status.failed]
        if not failed or not rest or not all(ending.status in _GIVEN_UP for ending in rest):
            continue
        skipped = [ending for ending in rest if ending.status is Status.SKIPPED]
        if skipped and all(_because(record, ending, failed) for ending in rest):
            names, culprits = listed([e.agent for e in rest]), listed([e.agent for e in failed])
            yield Fault(
                skipped[0].at,
                f"{culprits} failed, and {names} {'was' if len(rest) == 1 else 'were'} not run for it",
                "one failure doesn't end the others: run them, or write beside each why it was skipped",
            )


def _because(record: Record, ending: Ending, failed: list[Ending]) -> bool:
    """Say whether a reason is missing, or is the failure of another agent."""
    reasons = _reasons(record, ending.at)
    if not reasons or _BECAUSE.search(reasons):
        return True
    return any(other.agent.casefold() in reasons.casefold() for other in failed[:_NAMED])


def _reasons(record: Record, at: Pointer) -> str:
    if at[0] != "outputs" or not isinstance(at[1], int):
        return ""
    outcome = record.outputs[at[1]]
    return f"{outcome.location} {outcome.findings}".strip()
