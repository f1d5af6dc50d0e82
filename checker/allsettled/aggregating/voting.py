"""Vote: returned ballots only; without a quorum or a true majority it's escalated (FR-2.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from allsettled.aggregating.values import Returned
from allsettled.protocol.record import Ballot, Record
from allsettled.rules.ballots import cast


class Decision(NamedTuple):
    """How a vote ended. `winner` is empty where it must be escalated; then `reason` says why."""

    winner: str
    tally: tuple[tuple[str, int], ...]  # ballots for each recommendation, the most first
    ballots: int  # returned
    asked: int
    weighted: bool = False  # weights decided, not the number of ballots
    reason: str = ""
    heavy: tuple[tuple[str, int], ...] = ()  # the weight of the ballots for each, if some weigh more than others

    def counted(self) -> str:
        """Return the tally in words: `A 2, B 1`; with weights `A 1 (weight 2), B 1 (weight 1)`."""
        weights = dict(self.heavy)
        return ", ".join(
            f"{name} {count}" + (f" (weight {weights[name]})" if weights else "") for name, count in self.tally
        )

    def majority(self) -> str:
        """Return the line for the record: `A (2/3)`; empty without a winner."""
        if not self.winner:
            return ""
        votes = dict(self.tally)[self.winner]
        return f"{self.winner} ({votes}/{self.ballots}{' by weight' if self.weighted else ''})"


def choice(one: Returned) -> str:
    """Return an agent's recommendation as it's compared; empty if it gave none, or abstained."""
    if not (one.usable and one.recommendation):
        return ""
    return next(iter(cast(Record(votes=(Ballot(one.agent, "", one.recommendation),)))), "")


def vote(returned: Iterable[Returned], weights: Mapping[str, int]) -> Decision:
    """Count the ballots. A winner has more than half of the ballots, or else more than half of their weight.

    An agent that returned nothing, or no recommendation, has no ballot. Half of the ballots or fewer is no quorum.
    `weights` are by agent; others weigh 1. Case and marks around a recommendation don't count.
    """
    asked = [one for one in returned if one.voter]
    given = [(one, choice(one)) for one in asked if choice(one)]
    of_agent = {agent.casefold(): weight for agent, weight in weights.items()}
    counts: Counter[str] = Counter()
    heavy: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for one, what in given:
        counts[what] += 1
        heavy[what] += of_agent.get(one.agent.casefold(), 1)
        plain = one.recommendation.replace("*", "").replace("`", "").strip("_ ")
        shown[what] = min(shown.get(what, plain), plain)
    tally = tuple(sorted(((shown[what], count) for what, count in counts.items()), key=lambda row: (-row[1], row[0])))
    weighed = tuple((shown[what], heavy[what]) for what in counts) if heavy != counts else ()
    made = Decision("", tally, len(given), len(asked), heavy=weighed)
    if 2 * len(given) <= len(asked):
        return made._replace(reason=f"{len(given)} of {len(asked)} ballots came back: no quorum")
    by_number = shown.get(_above_half(counts), "")
    by_weight = shown.get(_above_half(heavy), "")
    if by_weight:
        return made._replace(winner=by_weight, weighted=by_weight != by_number)
    if by_number:
        return made._replace(reason=f"{by_number} has most ballots, but not most of their weight: {made.counted()}")
    return made._replace(reason=f"no majority: {made.counted()}")


def _above_half(counts: Counter[str]) -> str:
    total = counts.total()
    return next((name for name, count in counts.items() if 2 * count > total), "")
