"""Graphs whose edges are sets of tasks as in `bits`: groups that reach each other, all that one reaches, ways round."""

from collections import deque
from collections.abc import Iterator, Sequence

from allsettled.planning.bits import bits, mask_of


def components(needs: Sequence[int]) -> list[list[int]]:
    """Return the groups of tasks that need each other, each group after all that it needs (Tarjan, unrolled)."""
    count = len(needs)
    number = [-1] * count
    low = [0] * count
    on_path = [False] * count
    path: list[int] = []
    found: list[list[int]] = []
    fresh = 0
    for root in range(count):
        if number[root] >= 0:
            continue
        stack: list[tuple[int, Iterator[int]]] = []
        entering: int | None = root
        while entering is not None or stack:
            if entering is not None:
                number[entering] = low[entering] = fresh
                fresh += 1
                path.append(entering)
                on_path[entering] = True
                stack.append((entering, bits(needs[entering])))
                entering = None
            task, following = stack[-1]
            for needed in following:
                if number[needed] < 0:
                    entering = needed
                    break
                if on_path[needed]:
                    low[task] = min(low[task], number[needed])
            if entering is not None:
                continue
            stack.pop()
            if stack:
                above = stack[-1][0]
                low[above] = min(low[above], low[task])
            if low[task] == number[task]:
                at = _last(path, task)
                group = path[at:]
                del path[at:]
                for member in group:
                    on_path[member] = False
                found.append(sorted(group))
    return found


def _last(path: Sequence[int], task: int) -> int:
    """Return where a task stands on the path, looked for from its end."""
    at = len(path) - 1
    while path[at] != task:
        at -= 1
    return at


def reverse(needs: Sequence[int]) -> list[int]:
    """Return who needs each task."""
    needed_by = [0] * len(needs)
    for task, mask in enumerate(needs):
        for needed in bits(mask):
            needed_by[needed] |= 1 << task
    return needed_by


def closure(needs: Sequence[int]) -> list[int]:
    """Return all that each task needs, through others too; those that need each other need themselves."""
    reach = [0] * len(needs)
    for group in components(needs):
        mask = mask_of(group) if len(group) > 1 else 0
        for task in group:
            mask |= needs[task]
            for needed in bits(needs[task]):
                mask |= reach[needed]
        for task in group:
            reach[task] = mask
    return reach


def shortest_cycle(needs: Sequence[int], group: Sequence[int]) -> tuple[int, ...]:
    """Return the shortest way round from a group's first task: each needs the next, and the last needs the first."""
    inside = mask_of(group)
    start = group[0]
    came: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        task = waiting.popleft()
        for needed in bits(needs[task] & inside):
            if needed == start:
                way = [task]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if needed not in came:
                came[needed] = task
                waiting.append(needed)
    raise ValueError("the group is no circle")
