"""Dispatches of a given number, made shorter: each lasts as long as its longest task, so long ones belong together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.planning.bits import bits
from allsettled.planning.packing import Packing

MOST = 60  # tasks; of more, the order by priority stays as it is


def wall(dispatches: Sequence[int], weights: Sequence[float]) -> float:
    """Return how long dispatches take, one after the other."""
    return sum(max(weights[task] for task in bits(members)) for members in dispatches)


def levelled(packing: Packing, dispatches: Sequence[int]) -> list[int]:
    """Return as many dispatches that take no longer: the longest task of one is moved or exchanged while that helps."""
    now = list(dispatches)
    if not any(packing.weights) or len(packing.needs) > MOST or len(now) < 2:
        return now
    for _ in range(len(packing.needs)):
        step = next(_steps(packing, now), None)
        if step is None:
            break
        step.take(now)
    return now


class _Step(NamedTuple):
    """A task goes to another dispatch, and perhaps one from there comes in its place."""

    task: int
    source: int
    target: int
    other: int | None = None

    def take(self, dispatches: list[int]) -> None:
        """Take the step, or take it back."""
        both = 1 << self.task | (1 << self.other if self.other is not None else 0)
        dispatches[self.source] ^= both
        dispatches[self.target] ^= both


def _steps(packing: Packing, dispatches: list[int]) -> Iterator[_Step]:
    """Yield the steps that are possible, and after which everything takes less long."""
    weights = packing.weights
    longest = [max(weights[task] for task in bits(members)) for members in dispatches]
    for source in sorted(range(len(dispatches)), key=lambda number: -longest[number]):
        tallest = [task for task in bits(dispatches[source]) if weights[task] == longest[source]]
        if len(tallest) > 1:
            continue  # without the one it takes as long
        task = tallest[0]
        for target in range(len(dispatches)):
            others = [None, *sorted(bits(dispatches[target]), key=lambda other: weights[other])]
            for other in others if target != source else ():
                step = _Step(task, source, target, other)
                before = longest[source] + longest[target]
                if _gain(dispatches, weights, step, before) and _fits(packing, dispatches, step):
                    yield step


def _gain(dispatches: list[int], weights: Sequence[float], step: _Step, before: float) -> bool:
    step.take(dispatches)
    after = sum(
        max((weights[task] for task in bits(dispatches[number])), default=0.0) for number in (step.source, step.target)
    )
    kept = dispatches[step.source] != 0
    step.take(dispatches)
    return kept and after < before - 1e-9


def _fits(packing: Packing, dispatches: list[int], step: _Step) -> bool:
    """Say whether dispatches are still possible after a step: needs before, conflicts apart, no more than the width."""
    step.take(dispatches)
    fine = dispatches[step.target].bit_count() <= packing.width
    low, high = sorted((step.source, step.target))
    for number in (step.source, step.target):
        for task in bits(dispatches[number]):
            fine = fine and not packing.conflicts[task] & dispatches[number]
    for moved in (step.task, *(() if step.other is None else (step.other,))):
        place = step.target if moved == step.task else step.source
        for number in range(low, high + 1):
            members = dispatches[number]
            early = packing.needs[moved] & members and number >= place
            late = packing.needed_by[moved] & members and number <= place
            fine = fine and not early and not late
    step.take(dispatches)
    return fine
