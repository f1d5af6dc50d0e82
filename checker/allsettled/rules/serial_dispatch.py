"""Agents that were to run at once were started, or ran, one after another (FR-1.1)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from allsettled.protocol.record import Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each tier whose agents weren't started by one message, or of which no two overlapped."""
    tiers: dict[str, list[tuple[int, Run]]] = {}
    for index, run in enumerate(record.runs):
        if not run.repeated and run.state is not Status.SKIPPED:
            tiers.setdefault(run.tier, []).append((index, run))
    for tier, runs in tiers.items():
        if len(runs) > 1:
            who = f"the {tier} agents" if tier else "the agents"
            yield from _of_tier(who, runs, subject.protocol.cap, torn=bool(subject.torn("runs")))


def _in_waves(runs: Sequence[Run], cap: int) -> bool:
    """Say whether there are more agents than may be at work at once, and each message but the last started several."""
    messages = list(Counter(run.message for run in runs).values())
    return len(runs) > cap and len(messages) > 1 and min(messages[:-1]) > 1


def _of_tier(who: str, runs: list[tuple[int, Run]], cap: int, *, torn: bool) -> Iterator[Fault]:
    if _in_waves([run for _, run in runs], cap):
        return
    first = next((run for _, run in runs if run.message), None)
    other = next(((i, run) for i, run in runs if first and run.message and run.message != first.message), None)
    if first is not None and other is not None:
        index, run = other
        yield Fault(
            ("runs", index, "message"),
            f"{who} were started one after another: {first.agent} by message {first.message}, "
            f"{run.agent} by {run.message}",
            "start all agents of a tier in one message, or record each message as a dispatch of its own",
        )
        return
    spans = [(run.start, run.finish) for _, run in runs]
    if any(start is None or finish is None or finish < start for start, finish in spans) or torn:
        return  # what's missing or wrong with a time is said by the rules on timestamps
    overlap = any(
        a[0] < b[1] and b[0] < a[1]  # type: ignore[operator]
        for a, b in combinations(spans, 2)
    )
    if not overlap:
        yield Fault(
            ("runs", runs[1][0], "started"),
            f"{who} ran one after another: no two of the {len(runs)} were at work at the same time",
            "start all agents of a tier in one message; if that's what happened, mend the times",
        )
