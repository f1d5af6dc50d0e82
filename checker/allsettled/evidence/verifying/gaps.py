"""What could not be read of the evidence, and what that leaves open: what isn't known is no lie."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from allsettled.evidence.model import Evidence, FileRead, Source
from allsettled.evidence.verifying.facts import Fact, Standing, first_of, unverifiable
from allsettled.evidence.verifying.matching import Match, names_id
from allsettled.evidence.verifying.tolerance import close
from allsettled.span import FILE

_METRICS = "the metrics"
_OF_TIMES = frozenset({"wrong-time", "false-parallel"})


class Gaps(NamedTuple):
    """Which parts of the evidence are missing, from the largest to the smallest."""

    sessions: bool = False  # a session's own file: the log may be about that one
    calls: bool = False  # lines of such a file: agents may have run that nothing else tells of
    parts: bool = False  # of an agent's own file: when it ran, and whom it called

    @property
    def main(self) -> bool:
        """Say whether a run that the log tells of may be one that was not read."""
        return self.sessions or self.calls

    @property
    def any(self) -> bool:
        """Say whether anything is missing."""
        return any(self)


def gaps_in(evidence: Evidence) -> Gaps:
    """Return what is missing of some evidence."""
    broken = broken_files(evidence)
    return Gaps(
        sessions=any(not one.part for one in evidence.unread),
        calls=any(not file.part for file in broken),
        parts=any(one.part for one in evidence.unread) or any(file.part for file in broken),
    )


def broken_files(evidence: Evidence) -> tuple[FileRead, ...]:
    """Return the files of which lines were left out."""
    return tuple(file for file in evidence.files if file.bad)


def leave_open(facts: Iterable[Fact], about: str, rules: Collection[str] = ()) -> list[Fact]:
    """Return some facts, the contradicted ones left open: all, or those of some rules. `about` is whose they are."""
    left = Fact(Standing.UNVERIFIABLE, left_open=about)
    return [
        left if fact.standing is Standing.CONTRADICTED and fact.rule in (rules or (fact.rule,)) else fact
        for fact in facts
    ]


class Doubts:
    """Which contradictions stand, given what is missing of the evidence."""

    def __init__(self, gaps: Gaps, matches: Sequence[Match]) -> None:
        count = Counter(match.claim.name.casefold() for match in matches)
        self.gaps = gaps
        self._alone = frozenset(name for name, number in count.items() if number == 1)

    def of_agent(self, match: Match, facts: list[Fact]) -> list[Fact]:
        """Return the facts of an agent: a run that the claim may not be about contradicts nothing.

        Nor do times that further records might mend: all but the harness's own measure.
        """
        if self.gaps.main and not self._is_pinned(match):
            return leave_open(facts, match.claim.name)
        if self.gaps.any and not _is_measured(match):
            return leave_open(facts, match.claim.name, _OF_TIMES)
        return facts

    def of_retry(self, match: Match, facts: list[Fact]) -> list[Fact]:
        """Return what is said of a retry, which may be in what is missing."""
        return leave_open(facts, match.claim.name) if self.gaps.any else facts

    def of_record(self, matches: Sequence[Match], together: list[Fact], metrics: list[Fact]) -> list[Fact]:
        """Return the facts of a whole record: that agents were started together, and its metrics."""
        metrics = leave_open(metrics, _METRICS, _OF_TIMES) if self.gaps.any else metrics
        if self.gaps.main and not all(self._is_pinned(match) for match in matches if not match.claim.skipped):
            together = leave_open(together, matches[0].claim.name)
            metrics = leave_open(metrics, _METRICS)
        return [*together, *metrics]

    def _is_pinned(self, match: Match) -> bool:
        """Say whether a claim is surely about the run that was read: by its id, or by its message or a time.

        Of a message, or at a time, several agents may have run; so these tell only where the name does, too.
        """
        if not match.sure:
            return False
        claim, known = match.claim, match.runs[0]
        if names_id(claim, known):
            return True
        times = ((claim.start, known.run.started), (claim.finish, known.run.finished))
        agrees = claim.message == known.dispatch.id or any(
            said is not None and real is not None and close(said, real, known.run, claim.coarse) for said, real in times
        )
        return agrees and claim.name.casefold() in self._alone


def _is_measured(match: Match) -> bool:
    """Say whether a run's times are the harness's own measure of it."""
    sources = [known.run.source for known in match.runs]
    return all(source is not None and source.rank <= Source.TOTAL_DURATION.rank for source in sources)


def say(facts: Sequence[Fact], evidence: Evidence) -> Iterator[Fact]:
    """Say once what could not be read, and what that leaves open."""
    names = list(dict.fromkeys(fact.left_open for fact in facts if fact.left_open))
    broken = broken_files(evidence)
    if names:
        number = sum(bool(fact.left_open) for fact in facts)
        are = "1 fact is" if number == 1 else f"{number} facts are"
        hint = "name a transcript that is whole, and that can be read"
        yield unverifiable(
            FILE, f"{are} left open, since the evidence could not be read in full: {first_of(names)}", hint
        )
    elif broken:
        bad, lines = sum(file.bad for file in broken), sum(file.lines for file in evidence.files)
        were = "line was" if bad == 1 else "lines were"
        yield unverifiable(FILE, f"{bad} {were} left out of {lines} of the transcript: cut short, or not JSON")
