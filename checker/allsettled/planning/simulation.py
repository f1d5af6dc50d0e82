"""How long a plan takes, for each number of agents at once: a simulation of who starts and finishes when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.planning.bits import bits, mask_of
from allsettled.planning.graph import components, reverse
from allsettled.planning.network import Network
from allsettled.planning.ordering import best_order
from allsettled.planning.value import Plan, Task

WIDEST = 32  # agents at once; no harness starts more
_CLOSE = 1.05  # a width within 5 % of the best is as good
_EXACT = 60  # tasks up to which each width's order is searched for exactly


class Duration(NamedTuple):
    """How long a task is expected to take, and how that's known.

    `source`: `estimate` of the task, `measured`, the `plan` (seconds of its agent), the task's `timebox` (which is the
    longest that it may take), or `assumed`: the median of those known.
    """

    seconds: float
    source: str


@dataclass(frozen=True, slots=True)
class Width:
    """What so many agents at once come to: `wall` in seconds from the first start to the last finish.

    `wall` is for dispatches that each wait for all their agents. `refilled` is for harnesses that start the next task
    as soon as one is finished and nothing stands against it. `peak` is how many are at work at once, at most.
    """

    width: int
    wall: float
    speed_up: float
    efficiency: float
    dispatches: int
    refilled: float
    peak: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The outcome for each width from 1 on. `recommended` is the least width within 5 % of the shortest wall-clock."""

    widths: tuple[Width, ...]
    sequential: float
    recommended: int
    durations: Mapping[str, Duration]
    cap: int | None = None

    def at(self, width: int) -> Width:
        """Return the outcome for a width; the widest that was simulated stands for wider ones."""
        return self.widths[min(width, len(self.widths)) - 1]


def known_durations(plan: Plan, measured: Mapping[str, float] | None = None) -> dict[str, Duration]:
    """Return how long tasks are expected to take, by id: those of which anything is known.

    `measured` is seconds by task id or agent name.
    """
    found = {task.id: _duration(task, plan, measured or {}) for task in plan.tasks}
    return {task: duration for task, duration in found.items() if duration is not None}


def durations(plan: Plan, measured: Mapping[str, float] | None = None) -> dict[str, Duration]:
    """Return how long each task is expected to take. Raises UserError if nothing is known of any."""
    known = known_durations(plan, measured)
    if not known:
        hint = "give tasks an `estimate` or a `timebox`, or the plan `seconds` for each agent"
        raise UserError("no task has a duration to simulate with", path=plan.path or None, hint=hint)
    middle = Duration(median(sorted(found.seconds for found in known.values())), "assumed")
    return {task.id: known.get(task.id, middle) for task in plan.tasks}


def median(values: Sequence[float]) -> float:
    """Return the middle of sorted values. (The standard library's costs ten times the import of all this.)"""
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _duration(task: Task, plan: Plan, measured: Mapping[str, float]) -> Duration | None:
    for seconds, source in (
        (task.estimate, "estimate"),
        (measured.get(task.id, measured.get(task.agent)), "measured"),
        (plan.seconds.get(task.agent), "plan"),
        (task.timebox, "timebox"),
    ):
        if seconds is not None and seconds > 0:
            return Duration(float(seconds), source)
    return None


def simulate(
    network: Network, measured: Mapping[str, float] | None = None, *, cap: int | None = None, widest: int | None = None
) -> Simulation:
    """Return how long the plan takes for 1 agent at once, 2, and so on, up to `widest` or as many as there are tasks.

    A plan's own dispatches stay, cut where they're wider. `cap` is only noted, for the reader. Raises UserError if
    there's no order of the tasks, or nothing is known of how long they take.
    """
    plan = network.plan
    if network.cycles or (network.inverted and not plan.declared):
        hint = "mend what the verdict says of it"
        raise UserError(
            "no order of the tasks is possible, so there is nothing to simulate", path=plan.path or None, hint=hint
        )
    expected = durations(plan, measured)
    seconds = [expected[task.id].seconds for task in plan.tasks]
    total = sum(seconds)
    widths: list[Width] = []
    for width in range(1, min(len(seconds), widest or WIDEST) + 1):
        widths.append(_at_width(network, width, seconds, widths[-1] if widths else None))
    best = min(each.wall for each in widths)
    recommended = next(each.width for each in widths if each.wall <= best * _CLOSE)
    return Simulation(tuple(widths), total, recommended, expected, cap)


def _at_width(network: Network, width: int, seconds: Sequence[float], narrower: Width | None) -> Width:
    total = sum(seconds)
    if narrower is not None and narrower.peak < narrower.width:  # it left a place empty: nothing needs a further one
        return replace(narrower, width=width, efficiency=narrower.speed_up / width)
    dispatches, _ = best_order(network, width, seconds, network.stages, exact=len(seconds) <= _EXACT)
    wall = max(finish for _, finish in play(dispatches, seconds))
    if narrower is not None and narrower.dispatches == len(dispatches):
        wall = min(wall, narrower.wall)  # the same number of dispatches, which fit here too
    free = refill(network, width, seconds)
    refilled = max(finish for _, finish in free)
    widest = max(members.bit_count() for members in dispatches)
    peak = max(widest, _peak(free))
    return Width(width, wall, total / wall, total / wall / width, len(dispatches), refilled, peak)


def _peak(times: Sequence[tuple[float, float]]) -> int:
    """Return how many were at work at once, at most."""
    now = most = 0
    for _, change in sorted([(finish, -1) for _, finish in times] + [(start, 1) for start, _ in times]):
        now += change
        most = max(most, now)
    return most


def play(dispatches: Sequence[int], seconds: Sequence[float]) -> list[tuple[float, float]]:
    """Return each task's start and finish when a dispatch starts once all of the one before have finished."""
    times = [(0.0, 0.0)] * len(seconds)
    now = 0.0
    for members in dispatches:
        for task in bits(members):
            times[task] = (now, now + seconds[task])
        now = max(times[task][1] for task in bits(members))
    return times


def refill(network: Network, width: int, seconds: Sequence[float]) -> list[tuple[float, float]]:
    """Return each task's start and finish when a place is filled as soon as it's free.

    At each finish, the tasks that lie on the longest way to the end start first, as far as needs, tiers and conflicts
    with those at work allow.
    """
    count = len(seconds)
    tails, stages = _tails(network, seconds), network.stages
    urgent = sorted(range(count), key=lambda task: (stages[task], -tails[task], task))
    first = [
        network.before[task] | mask_of(needed for needed in bits(network.needs[task]) if stages[needed] == stages[task])
        for task in range(count)
    ]
    times = [(0.0, 0.0)] * count
    waiting, done, running = (1 << count) - 1, 0, 0
    finishing: list[tuple[float, int]] = []
    now = 0.0
    while waiting or finishing:
        for task in urgent:
            if len(finishing) >= width:
                break
            ready = waiting >> task & 1 and not first[task] & ~done
            if ready and not network.conflicts[task] & running:
                times[task] = (now, now + seconds[task])
                heappush(finishing, (times[task][1], task))
                waiting &= ~(1 << task)
                running |= 1 << task
        urgent = [task for task in urgent if waiting >> task & 1]
        now = finishing[0][0]
        while finishing and finishing[0][0] <= now:
            _, task = heappop(finishing)
            done |= 1 << task
            running &= ~(1 << task)
    return times


def _tails(network: Network, seconds: Sequence[float]) -> list[float]:
    """Return how long it takes from each task's start to the end of the longest chain that waits for it."""
    needed_by = reverse(network.needs)
    tails = list(seconds)
    for group in reversed(components(network.needs)):
        for task in group:
            tails[task] += max((tails[later] for later in bits(needed_by[task])), default=0.0)
    return tails
