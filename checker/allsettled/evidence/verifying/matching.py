"""Which run of the evidence each claim of a log is about. Where that cannot be told, nothing is guessed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import nsmallest
from typing import NamedTuple

from allsettled.evidence.verifying.claims import NOWHERE, Claim
from allsettled.evidence.verifying.likeness import Index, Known
from allsettled.evidence.verifying.tolerance import close

_MOST = 100  # runs that one claim is held against: so many agents of one name are told apart by nothing
_ID = 6  # letters; shorter ones are words
_FAR = timedelta.max
_SAME, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Fit(NamedTuple):
    """How well a claim fits a run; the lesser, the better."""

    unlike: int  # how little the names are alike
    away: bool  # not of the dispatch that the record is about
    missing: int  # how few of id, message, start and finish agree
    apart: timedelta
    order: int


@dataclass(slots=True)
class Match:
    """A claim and the runs that it may be about: one, or several that nothing tells apart. `taken` is the likeliest."""

    claim: Claim
    runs: tuple[Known, ...] = ()
    taken: Known | None = None

    @property
    def sure(self) -> bool:
        """Say whether it's known which run is meant."""
        return len(self.runs) == 1


@dataclass(slots=True)
class Matched:
    """All claims with their runs, and the runs that no claim is about."""

    matches: list[Match]
    left: list[Known] = field(default_factory=list)


def match(claims: Sequence[Claim], runs: Sequence[Known]) -> Matched:
    """Match claims to runs by name first; then by dispatch, id, message, time and order."""
    index = Index(runs)
    options = [_options(claim, index) for claim in claims]
    homes = _homes(claims, options)
    for number, claim in enumerate(claims):
        home = homes.get(claim.record)
        options[number] = [(fit._replace(away=known.dispatch.id != home), known) for fit, known in options[number]]
    pairs = sorted(
        ((fit, number, known) for number, found in enumerate(options) for fit, known in found),
        key=lambda pair: (claims[pair[1]].loose, pair[0], pair[1], pair[2].number),
    )
    taken: dict[int, tuple[int, Fit]] = {}  # run -> claim
    matches = [Match(claim) for claim in claims]
    for fit, number, known in pairs:
        if matches[number].taken is None and known.number not in taken:
            taken[known.number] = number, fit
            matches[number].taken = known
    for number, one in enumerate(matches):
        one.runs = tuple(_alternatives(number, one, options[number], taken))
    return Matched(matches, [known for known in runs if known.number not in taken])


def _options(claim: Claim, index: Index) -> list[tuple[Fit, Known]]:
    """Return the runs that a claim's name fits; where one of them is named by its id, no other."""
    found = index.fitting(claim.name)
    named = [(how, known) for how, known in found if names_id(claim, known)]
    return nsmallest(_MOST, ((_fit(claim, how, known), known) for how, known in named or found), key=_by_fit)


def _by_fit(option: tuple[Fit, Known]) -> Fit:
    return option[0]


def _fit(claim: Claim, alike: int, known: Known) -> Fit:
    points = 3 * names_id(claim, known) + (bool(claim.message) and claim.message == known.dispatch.id)
    apart = timedelta()
    timed = False
    for said, real in ((claim.start, known.run.started), (claim.finish, known.run.finished)):
        if said is not None and real is not None:
            timed = True
            points += close(said, real, known.run, claim.coarse)
            apart += abs(said - real)
    return Fit(-alike, False, -points, apart if timed else _FAR, known.number)


def _homes(claims: Sequence[Claim], options: Sequence[list[tuple[Fit, Known]]]) -> dict[int, str]:
    """Return for each record the dispatch that it's about: where most of its agents and facts are found."""
    sizes = Counter(claim.record for claim in claims if claim.record != NOWHERE)
    found: dict[tuple[int, str], tuple[int, int, int]] = {}  # agents found there, facts that agree, the width
    for claim, its in zip(claims, options, strict=True):
        best: dict[str, tuple[int, int]] = {}
        for fit, known in its:
            best[known.dispatch.id] = max(best.get(known.dispatch.id, (0, 0)), (-fit.missing, known.dispatch.width))
        for id_, (points, width) in best.items() if claim.record != NOWHERE else ():
            agents, agreed, _ = found.get((claim.record, id_), (0, 0, width))
            found[claim.record, id_] = (agents + 1, agreed + points, width)
    order = sorted(found, key=lambda key: _worth(sizes[key[0]], *found[key]), reverse=True)
    homes: dict[int, str] = {}
    for record, id_ in order:
        if record not in homes and id_ not in homes.values():
            homes[record] = id_
    return homes


def _worth(size: int, agents: int, agreed: int, width: int) -> tuple[int, int]:
    """Return how much speaks for a record's being about a dispatch of some width."""
    return 10 * min(agents, width) + 10 * agreed, -abs(width - size)


def names_id(claim: Claim, known: Known) -> bool:
    """Say whether a claim's rows name the run's id, or its agent's: one that's too long to stand there by chance."""
    return any(len(id_) >= _ID and id_ in claim.words for id_ in (known.run.id, known.run.agent_id))


def _alternatives(
    number: int, one: Match, options: Iterable[tuple[Fit, Known]], taken: dict[int, tuple[int, Fit]]
) -> Iterable[Known]:
    """Yield the runs that a claim may as well be about: those that fit no worse, and fit no other claim better."""
    if one.taken is None:
        return
    own = taken[one.taken.number][1]
    for fit, known in options:
        if known is one.taken:
            yield known
        elif fit[:3] < own[:3] or (
            fit[:3] == own[:3] and (fit.apart <= own.apart or _near(fit.apart, own.apart, one.claim))
        ):
            other = taken.get(known.number)
            if other is None or other[0] == number or other[1][:3] >= fit[:3]:
                yield known


def _near(one: timedelta, other: timedelta, claim: Claim) -> bool:
    return one != _FAR and other != _FAR and abs(one - other) < (2 * _MINUTE if claim.coarse else _SAME)
