"""What a failure means and what is done about it, by its tier: P0 is escalated, P1 warned of, P2 noted (FR-3)."""

from typing import NamedTuple

from allsettled.aggregating.values import Returned
from allsettled.aggregating.wording import cell
from allsettled.protocol.parts import canon
from allsettled.protocol.record import Failure
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action

_HOW = {
    Action.ESCALATE: "the user decides",
    Action.RETRY: "once, with another prompt",
    Action.SKIP: "the user is warned",
}


class Handling(NamedTuple):
    """What the tier makes of a failure: its impact on the result, and the action that is taken."""

    impact: str
    action: Action
    how: str


def tier_rank(one: Returned, protocol: Protocol) -> int:
    """Return the place of an agent's tier, from 0; an unknown one comes last."""
    return protocol.tiers.index(one.tier) if one.tier in protocol.tiers else len(protocol.tiers)


def handling(one: Returned, protocol: Protocol, *, tiered: bool = False) -> Handling:
    """Return what a failure means, and what is done: the tier decides, and within it the plan.

    In a `tiered` dispatch, a failure of which the tier isn't known may be critical, and is escalated too.
    """
    rank, planned = tier_rank(one, protocol), canon(one.fallback, tuple(Action))
    said = f"; the plan says: {one.fallback}" if one.fallback else ""
    if tiered and not one.tier:
        return Handling("How critical it is isn't known: its tier isn't", Action.ESCALATE, _HOW[Action.ESCALATE] + said)
    if rank == 0:
        also = "" if planned == Action.ESCALATE else said
        return Handling("The decision cannot stand without it", Action.ESCALATE, f"{_HOW[Action.ESCALATE]}{also}")
    noted = _HOW[Action.SKIP] if rank == 1 or not one.tier else "noted"
    impact = "A detail is missing" if noted == "noted" else "The result is degraded: its part is not covered"
    if planned is None:
        return Handling(impact, Action.SKIP, noted + said)
    action = Action(planned)
    rest = one.fallback[len(planned) :].lstrip(" ,.:;-–—")
    return Handling(impact, action, rest or (noted if action is Action.SKIP else _HOW[action]))


def failure(one: Returned, handled: Handling) -> Failure:
    """Return the row of a failed agent."""
    return Failure(one.agent, cell(one.error), handled.impact, cell(f"{handled.action}: {handled.how}"))
