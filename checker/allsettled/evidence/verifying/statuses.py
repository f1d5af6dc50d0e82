"""A status of a log against the state in which a run ended."""

from collections.abc import Sequence

from allsettled.evidence.model import AgentRun, Source, State
from allsettled.evidence.recording.record import error_of
from allsettled.evidence.verifying.claims import Claim
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, Standing, contradicted, unverifiable
from allsettled.evidence.verifying.likeness import Known
from allsettled.protocol.vocabulary import Status
from allsettled.span import Span

HIDDEN, WRONG = "hidden-failure", "wrong-status"

_GOOD = frozenset({Status.COMPLETE, Status.PARTIAL})
_BAD = frozenset({Status.FAILED, Status.TIMEOUT})
_UNSETTLED = frozenset({Status.PENDING, Status.RUNNING})
_ENDED = {
    State.OK: "it completed",
    State.FAILED: "it failed",
    State.FAILED_SILENTLY: "it failed silently",
    State.CANCELLED_BY_SIBLING: "it was cancelled when another call of the message failed",
    State.UNKNOWN_TYPE: "it never ran: no agent of that type exists",
    State.REJECTED: "it never ran: a person refused the call",
    State.INTERRUPTED: "it was interrupted before its end",
}


def judge_statuses(claim: Claim, runs: Sequence[Known], *, closed: bool, mended: bool = False) -> list[Fact]:
    """Return a fact for each status that the log gives an agent, of which one cause is told once.

    Where several runs may be meant, a status is contradicted only if all of them contradict it. `mended`: the log tells
    of a failure and its retry, and the retry went well; COMPLETE is how that ended.
    """
    facts: list[Fact] = []
    for status, span in claim.statuses:
        if mended and status is Status.COMPLETE:
            facts.append(CONFIRMED)
            continue
        found = [_judge(claim, status, span, known.run, closed=closed) for known in runs]
        wrong = [fact for fact in found if fact.standing is Standing.CONTRADICTED]
        if not found:
            facts.append(UNKNOWN)
        elif len(wrong) == len(found):
            told = any(fact.standing is Standing.CONTRADICTED for fact in facts)
            facts.append(wrong[0]._replace(message="") if told else wrong[0])
        elif wrong or any(fact.standing is Standing.UNVERIFIABLE for fact in found):
            facts.append(next((fact for fact in found if fact.standing is Standing.UNVERIFIABLE), UNKNOWN))
        else:
            facts.append(CONFIRMED)
    return facts


def _judge(claim: Claim, status: Status, span: Span, run: AgentRun, *, closed: bool) -> Fact:
    if not run.state.known:
        return UNKNOWN
    said = f"{claim.name} is {status} in the log, and by the transcript {_ENDED[run.state]}"
    if status in _UNSETTLED:
        hint = "write how it ended"
        if not closed:  # the log may have been written while it ran
            return UNKNOWN
        return contradicted(HIDDEN if run.state.failed else WRONG, span, said, hint)
    if run.state.failed:
        return _of_failed(status, span, run, said)
    if run.state is State.OK:
        return _of_ok(claim, status, span, said)
    if status is Status.COMPLETE:  # a person refused or interrupted it
        return contradicted(WRONG, span, said, "write SKIPPED, and why")
    if status is Status.PARTIAL and run.state is State.REJECTED:
        return contradicted(WRONG, span, said, "write SKIPPED, and why")
    return CONFIRMED if status is not Status.PARTIAL else UNKNOWN


def _of_failed(status: Status, span: Span, run: AgentRun, said: str) -> Fact:
    """A failed run is FAILED; one of which nothing came cannot be PARTIAL, and one that worked wasn't SKIPPED."""
    empty = not run.state.worked or run.state is State.FAILED_SILENTLY
    refused = not run.state.worked or (run.start_source is Source.DISPATCH and run.tokens is None)
    hides = {Status.COMPLETE: True, Status.PARTIAL: empty, Status.SKIPPED: not refused}
    if not hides.get(status, False):
        return UNKNOWN if status is Status.PARTIAL else CONFIRMED
    error = error_of(run)
    return contradicted(HIDDEN, span, f"{said} ({error})", "write FAILED, and its row in Failed Agents")


def _of_ok(claim: Claim, status: Status, span: Span, said: str) -> Fact:
    """That an agent completed is the harness's view; whether its output was of use is the log's."""
    if status in _GOOD:
        return CONFIRMED
    if status is Status.SKIPPED:
        return contradicted(WRONG, span, said, "write how it ended")
    if status in _BAD and not claim.explained:
        return contradicted(WRONG, span, said, "write COMPLETE; or say in Failed Agents what was wrong with its output")
    if status in _BAD:
        message = f"{said}: why the log calls that {status}, only its author can tell"
        return unverifiable(span, message)
    return UNKNOWN
