"""What binds the tasks of a plan: who needs whom, who comes before whom, who may not work beside whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.graph import closure, components, reverse, shortest_cycle
from allsettled.planning.sharing import INPUTS, OUTPUTS, READS, WRITES, Node, Overlap, nodes_of, overlaps
from allsettled.planning.tree import Tree
from allsettled.planning.value import Plan, Pointer, Task
from allsettled.protocol.value import BUILT_IN, Protocol


@dataclass(frozen=True, slots=True)
class Network:
    """A plan's tasks by index, and sets of them as in `bits`.

    `needs`: the tasks that one waits for, since it says so or takes what they leave. `ranks`: its tier, 0 first.
    `before`: all that the plan puts before a task, by needs, tiers or dispatches; `beside`: all that it leaves free to
    run at the same time. `conflicts`: those it shares a path with that one of them changes. `cycles`: ways along needs
    that come back; `inverted`: what tasks need of later tiers. Either makes an order impossible.
    """

    plan: Plan
    ranks: tuple[int, ...]
    needs: tuple[int, ...]
    before: tuple[int, ...]
    beside: tuple[int, ...]
    conflicts: tuple[int, ...]
    nodes: tuple[Node, ...]
    overlaps: tuple[Overlap, ...]
    cycles: tuple[tuple[int, ...], ...] = ()
    inverted: Mapping[int, int] = field(default_factory=dict)

    @property
    def stages(self) -> Sequence[int]:
        """Return a number for each task: those with a lower one are over before it starts, by tiers or dispatches."""
        return [task.dispatch or 0 for task in self.plan.tasks] if self.plan.declared else self.ranks

    @property
    def possible(self) -> bool:
        """Say whether there's any order at all."""
        return not self.cycles and not self.inverted

    def why(self, task: int, needed: int) -> "Why":
        """Return how the plan says that a task needs another: since it depends on it, or takes what it leaves."""
        mine, other = self.plan.tasks[task], self.plan.tasks[needed]
        if other.id in mine.depends_on:
            return Why(
                f"{mine.id} depends on {other.id}", ("tasks", task, "depends-on", mine.depends_on.index(other.id))
            )
        for overlap in self.overlaps:
            for taker, leaver in ((overlap.one, overlap.other), (overlap.other, overlap.one)):
                if leaver.tasks[OUTPUTS] >> needed & 1 and takers(overlap, taker, leaver) >> task & 1:
                    left = "" if taker is leaver else f' as "{leaver.path.text}"'
                    words = f'{mine.id} takes "{taker.path.text}", which {other.id} leaves{left}'
                    return Why(words, taker.place(task, INPUTS, READS))
        raise ValueError(f"{mine.id} doesn't need {other.id}")


class Why(NamedTuple):
    """How a plan says that a task needs another, and where."""

    words: str
    pointer: Pointer


def connect(plan: Plan, protocol: Protocol = BUILT_IN, tree: Tree | None = None) -> Network:
    """Return what binds a plan's tasks. `tree` has the project's files, for what its globs stand for.

    Raises UserError for more globs than can be compared.
    """
    nodes = nodes_of(plan.tasks)
    found = tuple(overlaps(nodes, tree))
    needs = _needs(plan.tasks, found)
    ranks = _ranks(plan.tasks, needs, protocol)
    groups = [group for group in components(needs) if len(group) > 1]
    before, beside = _order(plan, needs, ranks)
    return Network(
        plan=plan,
        ranks=ranks,
        needs=needs,
        before=tuple(before),
        beside=tuple(beside),
        conflicts=_conflicts(len(plan.tasks), found),
        nodes=tuple(nodes),
        overlaps=found,
        cycles=tuple(shortest_cycle(needs, group) for group in groups),
        inverted=_inverted(needs, ranks, groups),
    )


def takers(overlap: Overlap, taker: Node, leaver: Node) -> int:
    """Return the tasks that wait for what is left at `leaver`, since they take `taker`.

    An input is taken however it's named; a read only if it names the very output, or what lies in it: who reads a
    whole folder isn't waiting for all that others leave there.
    """
    named = overlap.basis == "same" or (overlap.basis == "inside" and len(taker.path.names) > len(leaver.path.names))
    return taker.tasks[INPUTS] | (taker.tasks[READS] if named else 0)


def clashes(overlap: Overlap) -> Iterator[tuple[Node, int, Node, int, str]]:
    """Yield the sets of tasks that clash at an overlap, with the path that each names: those that change it first.

    Kinds: `outputs` (of the first; the second write there too), `writes` (of both), `reads` (of the second). A task
    that stands on both sides doesn't clash with itself.
    """
    one, other = overlap.one, overlap.other
    yield one, one.tasks[OUTPUTS], other, other.changed, "outputs"
    if one is not other:
        yield other, other.tasks[OUTPUTS], one, one.tasks[WRITES], "outputs"
    if overlap.apart:
        return
    yield one, one.tasks[WRITES], other, other.tasks[WRITES], "writes"
    yield one, one.tasks[WRITES], other, other.read, "reads"
    if one is not other:
        yield other, other.tasks[WRITES], one, one.read, "reads"


def _needs(tasks: Sequence[Task], found: Sequence[Overlap]) -> tuple[int, ...]:
    index = {task.id: number for number, task in enumerate(tasks)}
    needs = [mask_of(index[name] for name in task.depends_on if name != task.id) for task in tasks]
    for overlap in found:
        for taker, leaver in ((overlap.one, overlap.other), (overlap.other, overlap.one)):
            left = leaver.tasks[OUTPUTS]
            if left:
                for task in bits(takers(overlap, taker, leaver)):
                    needs[task] |= left & ~(1 << task)
    return tuple(needs)


def _ranks(tasks: Sequence[Task], needs: Sequence[int], protocol: Protocol) -> tuple[int, ...]:
    """Return each task's tier as a number. A task without one has that of the earliest that needs it, or the last."""
    known = {str(tier): rank for rank, tier in enumerate(protocol.tiers)}
    given = [known.get(task.tier) for task in tasks]
    last = max((rank for rank in given if rank is not None), default=0)
    ranks = [last if rank is None else rank for rank in given]
    if None in given:
        for group in reversed(components(needs)):  # those that need come before what they need
            for task in group:
                for needed in bits(needs[task]):
                    if given[needed] is None:
                        ranks[needed] = min(ranks[needed], ranks[task])
    return tuple(ranks)


def _order(plan: Plan, needs: Sequence[int], ranks: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return what the plan puts before each task, and what it puts neither before nor after it."""
    steps = [task.dispatch or 0 for task in plan.tasks] if plan.declared else ranks  # as in Network.stages
    groups: dict[int, int] = {}
    for task, step in enumerate(steps):
        groups[step] = groups.get(step, 0) | 1 << task
    earlier, so_far = {}, 0
    for step in sorted(groups):
        earlier[step] = so_far
        so_far |= groups[step]
    none = [0] * len(needs)
    above = none if plan.declared else closure(needs)
    below = none if plan.declared else closure(reverse(needs))
    before = [earlier[step] | above[task] for task, step in enumerate(steps)]
    beside = [groups[step] & ~(above[task] | below[task] | 1 << task) for task, step in enumerate(steps)]
    return before, beside


def _conflicts(count: int, found: Sequence[Overlap]) -> tuple[int, ...]:
    conflicts = [0] * count
    for overlap in found:
        for _, first, _, second, _ in clashes(overlap):
            for task in bits(first):
                conflicts[task] |= second & ~(1 << task)
            for task in bits(second):
                conflicts[task] |= first & ~(1 << task)
    return tuple(conflicts)


def _inverted(needs: Sequence[int], ranks: Sequence[int], groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return of each task what it needs of later tiers, but for what needs it too: that's a circle already."""
    later = [mask_of(other for other, its in enumerate(ranks) if its > rank) for rank in range(max(ranks) + 1)]
    circular = {task: mask_of(group) for group in groups for task in group}
    found = {task: mask & later[ranks[task]] & ~circular.get(task, 0) for task, mask in enumerate(needs)}
    return {task: mask for task, mask in found.items() if mask}
