"""Tasks into dispatches: what is needed first, tier after tier, no more at once than the cap, and as few as can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allsettled.planning.bits import bits
from allsettled.planning.graph import components
from allsettled.planning.leveling import levelled
from allsettled.planning.listing import listed
from allsettled.planning.network import Network
from allsettled.planning.packing import Packing
from allsettled.planning.search import fewest
from allsettled.planning.value import Plan
from allsettled.protocol.value import BUILT_IN, Protocol


@dataclass(frozen=True, slots=True)
class Order:
    """Dispatches, each a tuple of task ids in the plan's order, and none if needs go in circles.

    `minimal` says that there's certainly no order of fewer dispatches that keeps to needs, tiers, conflicts and
    `width`; `fewest` is the smallest number that was found, which is less than that of a plan that declares more.
    `critical` is the longest chain of tasks that wait for each other, tier after tier; `critical_seconds` how long it
    takes, if that's known of all its tasks.
    """

    dispatches: tuple[tuple[str, ...], ...]
    minimal: bool
    fewest: int
    width: int
    declared: bool = False
    critical: tuple[str, ...] = ()
    critical_seconds: float | None = None

    def number_of(self, task: str) -> int | None:
        """Return the number of the dispatch that a task is in, from 1, if it's in one."""
        return next((number for number, ids in enumerate(self.dispatches, start=1) if task in ids), None)


def width_of(plan: Plan, protocol: Protocol = BUILT_IN) -> int:
    """Return how many agents may work at once: the plan's cap or the protocol's, whichever is lower."""
    return min(plan.cap or protocol.cap, protocol.cap)


def order(network: Network, width: int, seconds: Mapping[str, float] | None = None) -> Order:
    """Return the order of a plan's tasks for so many agents at once: its own if it declares one, or else the best.

    `seconds` says how long each task takes, by its id: then tasks of like length go together, where the number of
    dispatches allows it. The number of dispatches is minimal for each tier: exactly where bounds or a search within
    a fixed amount of work prove it (`minimal`), and else by the best of several orders by priority.
    """
    plan, ids = network.plan, [task.id for task in network.plan.tasks]
    if not network.possible and not plan.declared:
        return Order((), False, 0, width)
    weights = [seconds.get(id_, 0.0) for id_ in ids] if seconds else [0.0] * len(ids)
    own = declared_order(plan) if plan.declared else []
    found, minimal = best_order(network, width, weights, network.ranks) if network.possible else (own, False)
    critical = critical_path(network, weights)
    chain = tuple(ids[task] for task in critical)
    total = sum(weights[task] for task in critical) if all(weights[task] > 0 for task in critical) else None
    own = own or found
    return Order(
        dispatches=tuple(tuple(ids[task] for task in bits(members)) for members in own),
        minimal=minimal and len(own) == len(found),
        fewest=len(found),
        width=width,
        declared=plan.declared,
        critical=chain,
        critical_seconds=total,
    )


def declared_order(plan: Plan) -> list[int]:
    """Return the dispatches that a plan declares, as sets of tasks."""
    groups: dict[int, int] = {}
    for index, task in enumerate(plan.tasks):
        groups[task.dispatch or 0] = groups.get(task.dispatch or 0, 0) | 1 << index
    return [groups[number] for number in sorted(groups)]


def best_order(
    network: Network, width: int, weights: Sequence[float], stages: Sequence[int], *, exact: bool = True
) -> tuple[list[int], bool]:
    """Return the fewest dispatches as sets of tasks, stage after stage, and whether fewer are impossible.

    Within a stage (a tier, or a dispatch of the plan's own) the needs must not go in a circle.
    """
    dispatches: list[int] = []
    minimal = True
    for stage in sorted(set(stages)):
        tasks = [task for task, its in enumerate(stages) if its == stage]
        packing = _packing(network, tasks, width, weights)
        found = listed(packing)
        if len(found) > packing.bound:
            found, proven = fewest(packing, found) if exact else (found, False)
            minimal = minimal and proven
        dispatches.extend(_whole(levelled(packing, found), tasks))
    return dispatches, minimal


def _packing(network: Network, tasks: Sequence[int], width: int, weights: Sequence[float]) -> Packing:
    if len(tasks) == len(network.ranks):
        return Packing(network.needs, network.conflicts, width, weights)
    place = {task: number for number, task in enumerate(tasks)}

    def inside(mask: int) -> int:
        part = 0
        for task in bits(mask):
            if task in place:
                part |= 1 << place[task]
        return part

    return Packing(
        [inside(network.needs[task]) for task in tasks],
        [inside(network.conflicts[task]) for task in tasks],
        width,
        [weights[task] for task in tasks],
    )


def _whole(dispatches: Sequence[int], tasks: Sequence[int]) -> list[int]:
    """Return dispatches of a tier's tasks in the numbers of all tasks."""
    whole = []
    for members in dispatches:
        mask = 0
        for number in bits(members):
            mask |= 1 << tasks[number]
        whole.append(mask)
    return whole


def critical_path(network: Network, weights: Sequence[float]) -> list[int]:
    """Return the chain of tasks that takes longest: within each tier along needs, one tier after the other.

    Without weights, each task counts as one.
    """
    known = any(weights)
    longest: dict[int, tuple[float, int]] = {}  # of each task: length of the chain up to it, tasks in it
    came: dict[int, int | None] = {}
    for group in components(network.needs):
        for task in group:
            same = [n for n in bits(network.needs[task]) if network.ranks[n] == network.ranks[task] and n in longest]
            previous = max(same, key=lambda n: (longest[n], -n), default=None)
            length, count = longest[previous] if previous is not None else (0.0, 0)
            longest[task] = (length + (weights[task] if known else 1.0), count + 1)
            came[task] = previous
    chain: list[int] = []
    for rank in sorted(set(network.ranks), reverse=True):
        members = [task for task, its in enumerate(network.ranks) if its == rank]
        wanted = network.needs[chain[0]] if chain else 0  # of chains that are as long, the one that's waited for
        last: int | None = max(members, key=lambda task: (longest[task], wanted >> task & 1, -task))
        part: list[int] = []
        while last is not None:
            part.append(last)
            last = came[last]
        chain[:0] = reversed(part)
    return chain
