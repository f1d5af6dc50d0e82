"""Dispatches by priority: each takes the most urgent tasks that are ready and fit together. Quick, if not exact."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from allsettled.planning.bits import bits
from allsettled.planning.packing import Packing

Rank = Callable[[int], tuple[float, ...]]


def listed(packing: Packing) -> list[int]:
    """Return the best of some orders by priority, as sets of tasks; one that is surely minimal ends the search."""
    best: list[int] = []
    for attempt in _attempts(packing):
        if not best or len(attempt) < len(best):
            best = attempt
        if len(best) <= packing.bound:
            break
    return best


def _attempts(packing: Packing) -> Iterator[list[int]]:
    tails, heads = packing.tails, packing.heads
    weights = packing.weights or [0.0] * len(tails)
    degree = [mask.bit_count() for mask in packing.conflicts]
    later = [mask.bit_count() for mask in packing.needed_by]
    yield by_priority(packing, lambda i: (-tails[i], -weights[i], -degree[i], i))
    yield by_priority(packing, lambda i: (-tails[i], -degree[i], -later[i], -weights[i], i))
    yield by_priority(packing, lambda i: (-tails[i], -later[i], -degree[i], i))
    if any(degree):
        yield by_priority(packing, lambda i: (-degree[i] - tails[i], -weights[i], i))
        yield by_priority(packing, lambda i: (-degree[i], -tails[i], i))
    turned = Packing(packing.needed_by, packing.conflicts, packing.width)
    backward = by_priority(turned, lambda i: (-heads[i], -degree[i], i))
    place = {task: number for number, members in enumerate(backward) for task in bits(members)}
    yield by_priority(packing, lambda i: (-place[i], -tails[i], i))  # as late as can be, then moved up


def by_priority(packing: Packing, rank: Rank) -> list[int]:
    """Return dispatches, each filled with the ready tasks of the least rank that fit together."""
    count = len(packing.needs)
    order = sorted(range(count), key=rank)  # from here on, bit i stands for order[i]
    place = [0] * count
    for number, task in enumerate(order):
        place[task] = number
    conflicts = _renumbered(packing.conflicts, order)
    waits = [mask.bit_count() for mask in packing.needs]
    ready = 0
    for task, missing in enumerate(waits):
        if not missing:
            ready |= 1 << place[task]
    dispatches: list[int] = []
    while ready:
        open_, room, taken = ready, packing.width, 0
        while open_ and room:
            first = open_ & -open_
            taken |= first
            open_ &= ~(conflicts[first.bit_length() - 1] | first)
            room -= 1
        ready &= ~taken
        members = 0
        for number in bits(taken):
            task = order[number]
            members |= 1 << task
            for later in bits(packing.needed_by[task]):
                waits[later] -= 1
                if not waits[later]:
                    ready |= 1 << place[later]
        dispatches.append(members)
    return dispatches


def _renumbered(masks: Sequence[int], order: Sequence[int]) -> list[int]:
    """Return for each place the set of the task that stands there, in the new numbers."""
    if not any(masks):
        return [0] * len(masks)
    if len(order) == 1:
        return list(masks)
    pick = itemgetter(*reversed(order))
    width = len(order)
    return [int("".join(pick(f"{masks[task]:0{width}b}"[::-1])), 2) if masks[task] else 0 for task in order]
