"""The times of a log against those of a run."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from allsettled.evidence.clock import iso
from allsettled.evidence.model import AgentRun, Source
from allsettled.evidence.verifying.claims import Claim
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, Standing, contradicted, unverifiable
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.tolerance import close, tolerance

RULE = "wrong-time"
_HINT = "write {}"


def judge_times(claim: Claim, runs: Sequence[Known]) -> list[Fact]:
    """Return a fact for each time that the log gives; where several runs may be meant, one must be wrong for all."""
    stated = [("started", claim.start), ("finished", claim.finish)]
    facts = [
        _of_all([_judge(claim, what, said, known.run) for known in runs]) for what, said in stated if said is not None
    ]
    if len(facts) == 2 and len(runs) == 1 and _shifted(claim, runs[0].run, facts):
        facts[1] = facts[1]._replace(message="")  # one clock that's wrong, not two times
    return facts


def _of_all(found: list[Fact]) -> Fact:
    wrong = [fact for fact in found if fact.standing is Standing.CONTRADICTED]
    if found and len(wrong) == len(found):
        return wrong[0]
    if wrong or not found:
        return UNKNOWN
    return next((fact for fact in found if fact.standing is Standing.UNVERIFIABLE), CONFIRMED)


def _judge(claim: Claim, what: str, said: datetime, run: AgentRun) -> Fact:
    started = what == "started"
    real = run.started if started else run.finished
    if real is None:
        return UNKNOWN
    if close(said, real, run, claim.coarse):
        return CONFIRMED
    bound = _within_bound(run, said, started=started, slack=tolerance(run, claim.coarse))
    off = abs(said - real)
    how = "after" if said > real else "before"
    message = f"{claim.name} {what} at {_at(said)} by the log, {_length(off)} {how} the transcript's {_at(real)}"
    if bound:
        return unverifiable(claim.place(what), f"{message}, which is only {bound}")
    return contradicted(RULE, claim.place(what), message, _HINT.format(_at(real)))


def _within_bound(run: AgentRun, said: datetime, *, started: bool, slack: timedelta) -> str:
    """Say what the evidence's time is, if it's a bound that the log's time keeps to; else nothing."""
    first, last = run.started, run.finished
    if first is None:
        return ""
    if started and run.start_source is Source.DISPATCH and first <= said and (last is None or said <= last):
        return "when it was called"
    if not started and run.end_source is Source.TASK_OUTPUT and last is not None and first - slack <= said <= last:
        return "when its end was seen"
    return ""


def _shifted(claim: Claim, run: AgentRun, facts: list[Fact]) -> bool:
    """Say whether both times are off by the same: the clock, or the zone, is wrong."""
    if any(fact.standing is not Standing.CONTRADICTED for fact in facts):
        return False
    if claim.start is None or claim.finish is None or run.started is None or run.finished is None:
        return False
    return abs((claim.start - run.started) - (claim.finish - run.finished)) <= tolerance(run, claim.coarse)


def _at(time: datetime) -> str:
    return iso(time)


def _length(off: timedelta) -> str:
    seconds = off.total_seconds()
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
