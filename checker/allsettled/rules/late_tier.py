"""A lower tier started before all of the higher one had settled (FR-4.1)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from allsettled.protocol.record import Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.rules import Fault
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for the first agent of each tier that started too early."""
    tiers = [
        [(i, run) for i, run in enumerate(record.runs) if run.tier == tier and run.state is not Status.SKIPPED]
        for tier in subject.protocol.tiers
    ]
    for higher, lower in pairwise(tier for tier in tiers if tier):
        yield from _between(higher, lower)


def _between(higher: list[tuple[int, Run]], lower: list[tuple[int, Run]]) -> Iterator[Fault]:
    starts = [(start, index, run) for index, run in lower if (start := run.start) is not None]
    if not starts:
        return
    start, index, early = min(starts, key=lambda item: item[:2])
    waiting = next((run for _, run in higher if run.state is not None and not run.state.settled), None)
    last = max(((finish, run) for _, run in higher if (finish := run.finish)), key=_when, default=None)
    if waiting is not None:
        what = f"{waiting.agent} ({waiting.tier}) had settled: it's still {waiting.status}"
    elif last is not None and last[0] > start:
        what = f"{last[1].agent} ({last[1].tier}) had settled at {last[1].finished}"
    else:
        return
    yield Fault(
        ("runs", index, "started"),
        f"{early.agent} ({early.tier}) started at {early.started}, before {what}",
        f"start {early.tier} when every {higher[0][1].tier} agent has settled",
    )


def _when(item: tuple[datetime, Run]) -> datetime:
    return item[0]
