"""Paths that tasks share while nothing orders them: who clashes with whom, where, and which of it has one cause."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.network import Network, clashes
from allsettled.planning.sharing import Node, Overlap


class Clash(NamedTuple):
    """Tasks that change a path (`node`) while others are at the same one or at another that meets it (`other`).

    `kind` as in `network.clashes`; `others` is a set as in `bits`.
    """

    overlap: Overlap
    node: Node
    changing: tuple[int, ...]
    other: Node
    others: int
    kind: str


def clashing(network: Network) -> Iterator[Clash]:
    """Yield the clashes. Those who share a path itself are not named again where that path meets another."""
    seen: dict[int, dict[int, int]] = {}  # of a path and a task: with whom it clashes there already
    beside = network.beside
    for overlap in sorted(network.overlaps, key=lambda found: found.one is not found.other):
        for node, changing, other, others, kind in clashes(overlap):
            known = seen.setdefault(id(node), {})
            left = {task: clash for task in bits(changing) if (clash := others & beside[task] & ~known.get(task, 0))}
            if not left:
                continue
            right = {task: clash for task in bits(others) if (clash := changing & beside[task] & ~known.get(task, 0))}
            for place in (node, other):
                for found in (left, right):
                    for task, clash in found.items():
                        now = seen.setdefault(id(place), {})
                        now[task] = now.get(task, 0) | clash
            yield Clash(overlap, node, tuple(left), other, mask_of(right), kind)


@dataclass(frozen=True, slots=True)
class Group:
    """Clashes of one kind at one path, `hub`; if there's but one, at either of its two paths."""

    hub: Node
    kind: str
    same: bool  # the tasks name the very path
    clashes: list[Clash] = field(default_factory=list)

    @property
    def further(self) -> Iterator[tuple[Node, int]]:
        """Yield the paths that meet the hub, but for the first, each with the first of the tasks that clash there."""
        for clash in self.clashes[1:]:
            yield (clash.other, next(bits(clash.others))) if clash.node is self.hub else (clash.node, clash.changing[0])

    @property
    def tasks(self) -> int:
        """Return all tasks that clash, as in `bits`."""
        return reduce(or_, (mask_of(clash.changing) | clash.others for clash in self.clashes))


def grouped(clashes_: Sequence[Clash]) -> tuple[Group, ...]:
    """Put together what one path causes: of the two paths of a clash, the one that clashes with more others.

    Where both clash with as many, the path decides, so that the order of the tasks in the file doesn't.
    """
    count = Counter((id(node), one.kind) for one in clashes_ for node in (one.node, one.other))
    groups: dict[tuple[int, str, bool], Group] = {}
    for one in clashes_:
        first, second = ((-count[id(node), one.kind], node.path) for node in (one.node, one.other))
        hub = one.node if first <= second else one.other
        same = one.node is one.other
        groups.setdefault((id(hub), one.kind, same), Group(hub, one.kind, same)).clashes.append(one)
    return tuple(groups.values())
