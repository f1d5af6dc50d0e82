"""Agents were dispatched though nobody had checked that they're independent (FR-1.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Outcome, Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.subject import Subject

_CHECK = (
    "check the item before the dispatch and tick it, or write `N/A: why` behind it",
    'check the item before the dispatch and write `"mark": "done"`, or `"waived"` with its `"reason"`',
)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for a missing checklist, for an item that it lacks, and for one that's open."""
    agents = _dispatched(record)
    if len(agents) < 2:
        return
    checks, hint = record.validation, subject.cure(*_CHECK)
    if not checks:
        yield Fault(
            next((part,) for part in ("validation", "runs", "outputs", "votes") if record.has(part)),
            f"{len(agents)} agents were dispatched without the independence checklist",
            subject.cure(
                "add the section `Parallel Dispatch Validation` and tick its items before the dispatch",
                'add `"validation"`: a list with each item and its mark, checked before the dispatch',
            ),
        )
        return
    still_open = [index for index, item in enumerate(checks) if item.mark == "open"]
    if len(still_open) == len(checks) > 1:
        yield Fault(("validation",), f"none of the {len(checks)} items of the independence checklist is ticked", hint)
        return
    for index, item in enumerate(checks):
        if item.mark == "open":
            yield Fault(("validation", index), f'agents were dispatched with this item open: "{item.item}"', hint)
        elif item.mark == "waived" and not item.reason:
            yield Fault(("validation", index), f'the item "{item.item}" is N/A without a reason', hint)
    own = {item.item for item in checks}.intersection(subject.protocol.checklist)
    if own:  # else it's another list, such as the readiness list of a system document, that stands in for ours
        for missing in subject.protocol.checklist:
            if missing not in own:
                yield Fault(("validation",), f'the independence checklist lacks the item "{missing}"', hint)


def _dispatched(record: Record) -> set[str]:
    """Return the agents that were really started: a plan, or rows still pending, are no dispatch."""
    rows: tuple[Run | Outcome, ...] = record.runs or record.outputs
    if not rows:
        return {ballot.agent for ballot in record.votes}
    return {row.agent for row in rows if row.state not in (Status.PENDING, Status.SKIPPED)}
