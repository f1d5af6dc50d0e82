"""The tasks of one tier, to be put into as few dispatches as can be: what binds them, and how long it must take."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.graph import components, reverse

_FINE = 40  # levels up to which all pairs of levels are tried for a bound


@dataclass(frozen=True)
class Packing:
    """Tasks by index, no circles among their needs; sets of them as in `bits`. At most `width` go into a dispatch."""

    needs: Sequence[int]
    conflicts: Sequence[int]
    width: int
    weights: Sequence[float] = ()  # seconds, if known: among equals, long tasks go together

    @cached_property
    def needed_by(self) -> list[int]:
        """Return who needs each task."""
        return reverse(self.needs)

    @cached_property
    def upward(self) -> list[int]:
        """Return the tasks, each after all that it needs."""
        return [group[0] for group in components(self.needs)]

    @cached_property
    def heads(self) -> list[int]:
        """Return how many dispatches must be over before each task."""
        heads = [0] * len(self.needs)
        for task in self.upward:
            heads[task] = max((heads[needed] + 1 for needed in bits(self.needs[task])), default=0)
        return heads

    @cached_property
    def tails(self) -> list[int]:
        """Return how many dispatches it takes from each task to the end, its own included."""
        tails = [1] * len(self.needs)
        for task in reversed(self.upward):
            tails[task] = max((tails[later] + 1 for later in bits(self.needed_by[task])), default=1)
        return tails

    @cached_property
    def bound(self) -> int:
        """Return a number of dispatches below which it surely can't be done."""
        return max(self._bound_by_width(), self._bound_by_conflicts())

    def _bound_by_width(self) -> int:
        """Before a task its head, behind it its tail: what lies between needs room for all tasks that are as deep."""
        heads, tails = self.heads, self.tails
        longest = max((head + tail for head, tail in zip(heads, tails, strict=True)), default=0)
        best = longest
        if longest > _FINE:
            return max(best, _by_levels(tails, self.width), _by_levels([head + 1 for head in heads], self.width))
        for head in range(longest):
            for tail in range(1, longest + 1):
                count = sum(h >= head and t >= tail for h, t in zip(heads, tails, strict=True))
                if count:
                    best = max(best, head + -(-count // self.width) + tail - 1)
        return best

    def _bound_by_conflicts(self) -> int:
        """Of tasks that all exclude each other, by conflicts or needs, each needs a dispatch of its own."""
        if not any(self.conflicts):
            return 0
        apart = [c | n | b for c, n, b in zip(self.conflicts, self.needs, self.needed_by, strict=True)]
        by_degree = sorted(range(len(apart)), key=lambda task: -apart[task].bit_count())
        best = 0
        for start in by_degree[:8]:
            best = max(best, len(_clique(apart, start, by_degree)))
        return best


def _by_levels(depths: Sequence[int], width: int) -> int:
    """Return the dispatches that the tasks as deep as each level need, and those for the levels below it."""
    counts = [0] * (max(depths, default=0) + 1)
    for depth in depths:
        counts[depth] += 1
    best = so_far = 0
    for depth in range(len(counts) - 1, 0, -1):
        so_far += counts[depth]
        best = max(best, -(-so_far // width) + depth - 1)
    return best


def _clique(apart: Sequence[int], start: int, order: Sequence[int]) -> list[int]:
    members, open_ = [start], apart[start]
    for task in order:
        if open_ >> task & 1:
            members.append(task)
            open_ &= apart[task]
    return members


def fits(packing: Packing, dispatches: Sequence[int]) -> bool:
    """Say whether dispatches hold every task once, after what it needs, beside no conflict, within the width."""
    done = 0
    for members in dispatches:
        if not members or members & done or members.bit_count() > packing.width:
            return False
        for task in bits(members):
            if packing.needs[task] & ~done or packing.conflicts[task] & members:
                return False
        done |= members
    return done == mask_of(range(len(packing.needs)))
