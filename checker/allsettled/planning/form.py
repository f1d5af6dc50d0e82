"""What a plan's own dispatches break besides independence: the tiers and the cap; and what is worth a note."""

from collections.abc import Collection, Iterator

from allsettled.planning.bits import bits, mask_of
from allsettled.planning.case import Case
from allsettled.planning.ordering import declared_order, width_of
from allsettled.planning.proof import Proof, counted, listing
from allsettled.planning.sharing import OUTPUTS
from allsettled.words import did_you_mean


def faults(case: Case) -> Iterator[Proof]:
    """Yield the dispatches that are too wide, and the tiers that start before an earlier one is over."""
    plan, width = case.plan, width_of(case.plan, case.protocol)
    if not plan.declared:
        return
    for members in declared_order(plan):
        if members.bit_count() > width:
            ids = case.ids(members)
            first = next(bits(members))
            number = case.tasks[first].dispatch
            message = f"dispatch {number} has {len(ids)} agents at once, more than the cap of {width}"
            hint = "put some of them into a further dispatch"
            yield Proof("too-wide", message, hint, ids, (), plan.place("tasks", first, "dispatch"))
    yield from _late_tiers(case)


def _late_tiers(case: Case) -> Iterator[Proof]:
    tiers = [str(tier) for tier in case.protocol.tiers]
    ranks = [tiers.index(task.tier) if task.tier in tiers else None for task in case.tasks]
    numbers = [task.dispatch or 0 for task in case.tasks]
    last = [
        max((n for n, rank in zip(numbers, ranks, strict=True) if rank == tier), default=0)
        for tier in range(len(tiers))
    ]
    for index, rank in enumerate(ranks):
        earlier = [tier for tier in range(rank or 0) if last[tier] >= numbers[index]]
        if earlier:
            tier = earlier[0]
            late = next(i for i, its in enumerate(ranks) if its == tier and numbers[i] == last[tier])
            ids = (case.tasks[index].id, case.tasks[late].id)
            message = (
                f"{ids[0]} ({tiers[rank or 0]}) is in dispatch {numbers[index]}, but {ids[1]} ({tiers[tier]}) "
                f"is in dispatch {numbers[late]}: {tiers[tier]} is finished before {tiers[rank or 0]} starts"
            )
            hint = f"put {ids[0]} into a dispatch after {numbers[late]}"
            yield Proof("late-tier", message, hint, ids, (), case.plan.place("tasks", index, "dispatch"))


def notes(case: Case, agents: Collection[str] | None = None) -> Iterator[Proof]:
    """Yield what should be said in a plan and isn't, or is worth knowing. None of it fails the plan."""
    plan = case.plan
    for kind, what, cure, missing in (
        ("no-timebox", "timebox", "say when they count as timed out", [t.id for t in plan.tasks if t.timebox is None]),
        ("no-failure-action", "failure action", "add `on-failure`", [t.id for t in plan.tasks if not t.on_failure]),
        ("no-output", "output", "name a file, so that the result can be traced", _without_output(case)),
        ("missing-tier", "tier", "give all tasks one, or none", _without_tier(case)),
    ):
        if missing:
            have = "has" if len(missing) == 1 else "have"
            yield Proof(kind, f"{listing(missing)} {have} no {what}", cure, tuple(missing))
    if plan.cap is not None and plan.cap > case.protocol.cap:
        message = f"the plan's cap of {plan.cap} is over the protocol's {case.protocol.cap}, which holds"
        yield Proof(
            "cap-over-protocol", message, "raise the protocol's cap, or lower this one", (), (), plan.place("cap")
        )
    yield from _overwritten(case)
    if len({task.agent for task in plan.tasks}) < case.protocol.domains:
        few = counted(len({task.agent for task in plan.tasks}), "agent")
        message = f"the plan has {few}; the protocol finds a dispatch worth it from {case.protocol.domains} domains on"
        yield Proof("few-domains", message, "consider one agent for all of it", ())
    if agents is not None:
        yield from _unknown(case, agents)


def _unknown(case: Case, agents: Collection[str]) -> Iterator[Proof]:
    """Yield the agents that there aren't, each with its tasks."""
    tasks: dict[str, list[int]] = {}
    for index, task in enumerate(case.tasks):
        if task.agent not in agents:
            tasks.setdefault(task.agent, []).append(index)
    for agent, indexes in tasks.items():
        hint = did_you_mean(agent, agents) or "correct the name, or add the agent"
        ids, place = case.ids(mask_of(indexes)), case.plan.place("tasks", indexes[0], "agent")
        yield Proof("unknown-agent", f"no agent is called {agent}", hint, ids, (), place)


def _overwritten(case: Case) -> Iterator[Proof]:
    """Yield the output locations that several tasks write to one after the other: what the first left is gone."""
    for node in case.network.nodes:
        leaving = node.tasks[OUTPUTS]
        if not node.glob and any(case.network.before[task] & leaving for task in bits(leaving)):
            ids = case.ids(leaving)
            message = f'{listing(ids)} leave their outputs in "{node.path.text}", so that only the last one stays'
            hint = "give each an output location of its own, so that every output can be traced"
            place = node.place(max(bits(leaving)), OUTPUTS)
            yield Proof("overwritten-output", message, hint, ids, (node.path.text,), case.plan.place(*place))


def _without_output(case: Case) -> list[str]:
    return [task.id for task in case.tasks if not task.outputs]


def _without_tier(case: Case) -> list[str]:
    without = [task.id for task in case.tasks if not task.tier]
    return without if len(without) < len(case.tasks) else []
