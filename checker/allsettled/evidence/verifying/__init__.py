"""A session log held against evidence: each fact of it is confirmed, contradicted, or cannot be verified."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from allsettled.evidence.model import Evidence, FileRead
from allsettled.evidence.stats.summary import without_echoes
from allsettled.evidence.verifying.claims import NOWHERE, read_claims
from allsettled.evidence.verifying.facts import UNKNOWN, Fact, Standing, unverifiable
from allsettled.evidence.verifying.figures import judge_metrics
from allsettled.evidence.verifying.gaps import Doubts, broken_files, gaps_in, say
from allsettled.evidence.verifying.likeness import known_runs
from allsettled.evidence.verifying.matching import Match, match
from allsettled.evidence.verifying.messages import judge_message
from allsettled.evidence.verifying.presence import RECORDED, judge_presence
from allsettled.evidence.verifying.retrying import Later, judge_retry, mended
from allsettled.evidence.verifying.scope import of_named, of_touched, touched_by
from allsettled.evidence.verifying.statuses import judge_statuses
from allsettled.evidence.verifying.times import judge_times
from allsettled.evidence.verifying.together import judge_together
from allsettled.finding import Finding, Severity
from allsettled.rules import RULES
from allsettled.subject import Subject
from allsettled.subject.state import State

__all__ = ["Fact", "Standing", "Verification", "findings_of", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of all facts of a log; `broken` are files of which lines are missing, if that leaves any fact open."""

    facts: tuple[Fact, ...]
    broken: tuple[FileRead, ...] = ()

    def count(self) -> Counter[Standing]:
        """Return how many facts stand which way."""
        return Counter(fact.standing for fact in self.facts)

    def problems(self) -> Iterator[Fact]:
        """Yield the facts to report: those that aren't confirmed, each cause once."""
        return (fact for fact in self.facts if fact.message)


def verify(subject: Subject, evidence: Evidence) -> Verification:
    """Hold a log's records, tables and metrics against what the harness wrote."""
    evidence = of_named(subject.document, evidence)
    dispatches = without_echoes(evidence.dispatches)
    runs = known_runs(dispatches)
    matched, later = match(read_claims(subject), runs), Later(runs)
    gaps, touched = gaps_in(evidence), touched_by(matched.matches)
    matched.left = of_touched(matched.left, touched)
    if gaps.sessions and not touched:
        matched.left = []  # the log may be about what could not be read
    facts = judge_presence(subject, matched, gaps)
    doubts = Doubts(gaps, matched.matches)
    groups: dict[int, list[Match]] = {}
    for one in matched.matches:
        groups.setdefault(one.claim.record, []).append(one)
    ids = {dispatch.id for dispatch in dispatches}
    for number, members in sorted(groups.items()):
        facts.extend(_of_agents(subject, members, ids, later, doubts))
        if number != NOWHERE:
            record = subject.records[number]
            together, metrics = judge_together(record, members), judge_metrics(record, members, subject.protocol)
            facts.extend(doubts.of_record(members, together, metrics))
    facts.extend(say(facts, evidence))
    open_ = any(fact.left_open for fact in facts)
    return Verification(tuple(facts), broken_files(evidence) if open_ else ())


def findings_of(verification: Verification, levels: Mapping[str, Severity]) -> list[Finding]:
    """Return the findings of the rules that have a level, by place. A fact may weigh less than its rule does."""
    lightest = tuple(Severity).index
    found = [
        Finding(
            fact.span,
            fact.rule,
            max(levels[fact.rule], fact.severity or levels[fact.rule], key=lightest),
            fact.message,
            fact.hint,
            RULES[fact.rule].requirement,
        )
        for fact in verification.problems()
        if fact.rule in levels
    ]
    return sorted(set(found))


def _of_agents(
    subject: Subject, members: Sequence[Match], ids: set[str], later: Later, doubts: Doubts
) -> Iterator[Fact]:
    closed, recorded = subject.state is State.CLOSED, RECORDED in subject.labels
    told: set[tuple[str, str]] = set()
    again = {one.claim.name.casefold() for one in members if one.claim.repeated}  # their retries have rows of their own
    for one in members:
        if one.taken is None:
            continue
        facts = judge_statuses(one.claim, one.runs, closed=closed, mended=mended(one.claim, one.runs, later))
        if not one.claim.skipped:
            facts += judge_times(one.claim, one.runs)
        message = doubts.of_agent(one, judge_message(one, ids, recorded=recorded))
        facts = doubts.of_agent(one, facts) + _once(message, (one.claim.message, one.taken.dispatch.id), told)
        if one.claim.name.casefold() not in again:
            facts += doubts.of_retry(one, judge_retry(one.claim, one.runs, later, closed=closed))
        silent = next((at for at, fact in enumerate(facts) if fact == UNKNOWN), None)
        if silent is not None:
            facts[silent] = unverifiable(one.claim.place("agent", "status"), f"{one.claim.name}: {_why(one)}")
        yield from facts


def _once(facts: list[Fact], cause: tuple[str, str], told: set[tuple[str, str]]) -> list[Fact]:
    """Leave the message out of what has been told of another agent of the record: one slip of the pen, copied."""
    if cause in told:
        return [fact._replace(message="") for fact in facts]
    if any(fact.message for fact in facts):
        told.add(cause)
    return facts


def _why(one: Match) -> str:
    """Say why something of a claim cannot be verified."""
    if not one.sure:
        return f"{len(one.runs)} agents of the transcript may be meant"
    run = one.runs[0].run
    if run.notes:
        return f"the transcript's account of it is doubtful: {', '.join(run.notes).replace('_', ' ')}"
    if not run.state.known:
        return f"the transcript doesn't say how it ended ({run.state.replace('_', ' ')})"
    return "the transcript doesn't tell"
