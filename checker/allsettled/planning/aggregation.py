"""Aggregation strategy defined before dispatch: one for each task whose output becomes part of a result."""

from collections.abc import Iterator

from allsettled.planning.case import Case
from allsettled.planning.proof import Proof, listing
from allsettled.protocol.vocabulary import Strategy


def proofs(case: Case) -> Iterator[Proof]:
    """Yield the lack of a strategy, and a vote that has but one ballot."""
    plan = case.plan
    words = ", ".join(case.protocol.strategies)
    if len(plan.tasks) < 2:
        return
    without = [task.id for task in plan.tasks if not (task.strategy or plan.strategy)]
    if without:
        who = "the plan has" if len(without) == len(plan.tasks) else f"{listing(without)} ha{_s(without)}"
        message = f"{who} no aggregation strategy"
        ids = tuple(without)
        yield Proof("no-strategy", message, f"add `strategy:` to the plan: {words}", ids, (), plan.place("strategy"))
    voters = [task.id for task in plan.tasks if (task.strategy or plan.strategy) == Strategy.VOTE]
    if len(voters) == 1:
        index = next(i for i, task in enumerate(plan.tasks) if task.id == voters[0])
        message = f"{voters[0]} is the only one to vote"
        hint = "let several tasks vote on the same question, or choose merge"
        yield Proof("lone-ballot", message, hint, tuple(voters), (), plan.place("tasks", index, "strategy"))


def _s(ids: list[str]) -> str:
    return "s" if len(ids) == 1 else "ve"
