"""The fewest dispatches, exactly: every way that could be better is tried, within a bound of work."""

from collections.abc import Iterator

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.packing import Packing

WORK = 300_000  # steps of the search, over all tasks looked at; about half a second


class _SpentError(Exception):
    """The search has done its work without an answer."""


def fewest(packing: Packing, best: list[int]) -> tuple[list[int], bool]:
    """Return an order that's as short as can be, given one that may not be; and whether it's known to be shortest."""
    search = _Search(packing)
    try:
        for limit in range(packing.bound, len(best)):
            if (found := search.within(limit)) is not None:
                return found, True
    except _SpentError:
        return best, False
    return best, True


class _Search:
    """Depth first over dispatches. Each takes as many tasks as fit: an earlier task is never in the way of a later."""

    def __init__(self, packing: Packing) -> None:
        self.packing = packing
        self.count = len(packing.needs)
        self.everyone = mask_of(range(self.count))
        self.work = WORK
        self.hopeless: dict[int, int] = {}  # what is done -> how many further dispatches don't suffice
        self.order = sorted(range(self.count), key=lambda i: (-packing.tails[i], -packing.conflicts[i].bit_count(), i))
        deepest = max(packing.tails, default=0)
        self.levels = [
            mask_of(task for task, tail in enumerate(packing.tails) if tail >= depth) for depth in range(deepest + 1)
        ]
        self.kind = _kinds(packing)

    def within(self, limit: int) -> list[int] | None:
        """Return dispatches of all tasks, no more than `limit`, or None if there are none."""
        if self.count == 0:
            return []
        if not self.possible(0, limit):
            return None
        done, taken = [0], [0]
        choices = [self.choices(0, limit)]
        while choices:
            left = limit - len(choices)  # dispatches after the one that is being chosen
            members = next(choices[-1], None)
            if members is None:
                self.hopeless[done[-1]] = max(self.hopeless.get(done[-1], 0), left + 1)
                choices.pop()
                done.pop()
                taken.pop()
                continue
            taken[-1] = members
            after = done[-1] | members
            if after == self.everyone:
                return list(taken)
            if self.possible(after, left):
                done.append(after)
                taken.append(0)
                choices.append(self.choices(after, left))
        return None

    def possible(self, done: int, left: int) -> bool:
        """Say whether what's left might be done in so many dispatches."""
        if self.hopeless.get(done, -1) >= left:
            return False
        self.work -= len(self.levels)
        for depth in range(1, len(self.levels)):
            count = (self.levels[depth] & ~done).bit_count()
            if not count:
                return True
            if count > self.packing.width * (left - depth + 1):
                return False
        return True

    def choices(self, done: int, left: int) -> Iterator[int]:
        """Yield the sets of ready tasks that fit together and leave out none that would fit too."""
        packing = self.packing
        ready = [i for i in self.order if not done >> i & 1 and not packing.needs[i] & ~done]
        due = mask_of(i for i in ready if packing.tails[i] >= left)
        self.spend(self.count)
        if due.bit_count() > packing.width or any(packing.conflicts[i] & due for i in bits(due)):
            return
        stack = [(0, 0, 0)]  # the next of `ready`, what is taken, what was passed over
        while stack:
            at, taken, passed = stack.pop()
            self.spend(1)
            if at == len(ready) or taken.bit_count() == packing.width:
                if not due & ~taken and self.full(taken, ready):
                    yield taken
                continue
            task = ready[at]
            same = self.kind[task]
            if not due >> task & 1:
                stack.append((at + 1, taken, passed | 1 << same))
            if not packing.conflicts[task] & taken and not passed >> same & 1:  # of equals, the first go first
                stack.append((at + 1, taken | 1 << task, passed))

    def full(self, taken: int, ready: list[int]) -> bool:
        """Say whether no further ready task would fit."""
        if taken.bit_count() == self.packing.width:
            return True
        return all(taken >> i & 1 or self.packing.conflicts[i] & taken for i in ready)

    def spend(self, steps: int) -> None:
        self.work -= steps
        if self.work < 0:
            raise _SpentError


def _kinds(packing: Packing) -> list[int]:
    """Return a number for each task, the same for those that could change places without any difference."""
    numbers: dict[tuple[int, int, int], int] = {}
    return [
        numbers.setdefault(key, len(numbers))
        for key in zip(packing.needs, packing.needed_by, packing.conflicts, strict=True)
    ]
