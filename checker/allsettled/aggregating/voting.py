"""Vote: returned ballots only; without a quorum or a true majority it's escalated (FR-2.2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from allsettled.aggregating.values import Returned


class Decision(NamedTuple):
    """How a vote ended. `winner` is empty where it must be escalated; then `reason` says why."""

    winner: str
    tally: tuple[tuple[str, int], ...]  # ballots for each recommendation, the most first
    ballots: int  # returned
    asked: int
    weighted: bool = False  # weights decided, not the number of ballots
    reason: str = ""

    def majority(self) -> str:
        """Return the line for the record: `A (2/3)`; empty without a winner."""
        if not self.winner:
            return ""
        votes = dict(self.tally)[self.winner]
        return f"{self.winner} ({votes}/{self.ballots}{' by weight' if self.weighted else ''})"


def vote(returned: Iterable[Returned], weights: Mapping[str, int]) -> Decision:
    """Count the ballots. A winner has more than half of the ballots, or else more than half of their weight.

    An agent that returned nothing, or no recommendation, has no ballot. Half of the ballots or fewer is no quorum.
    `weights` are by agent; others weigh 1.
    """
    asked = list(returned)
    cast = [one for one in asked if one.usable and one.recommendation]
    counts = Counter(one.recommendation for one in cast)
    heavy: Counter[str] = Counter()
    for one in cast:
        heavy[one.recommendation] += weights.get(one.agent, 1)
    tally = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    made = Decision("", tally, len(cast), len(asked))
    if 2 * len(cast) <= len(asked):
        return made._replace(reason=f"{len(cast)} of {len(asked)} ballots came back: no quorum")
    by_number = _above_half(counts)
    by_weight = _above_half(heavy)
    if by_weight:
        return made._replace(winner=by_weight, weighted=by_weight != by_number)
    if by_number:
        return made._replace(reason=f"{by_number} has most ballots, but not most of their weight")
    return made._replace(reason=f"no majority: {', '.join(f'{name} {count}' for name, count in tally)}")


def _above_half(counts: Counter[str]) -> str:
    total = counts.total()
    return next((name for name, count in counts.items() if 2 * count > total), "")
