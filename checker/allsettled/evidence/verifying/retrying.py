"""A retry that the log claims, against what ran once the agent had failed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from allsettled.evidence.clock import iso
from allsettled.evidence.model import AgentRun, State
from allsettled.evidence.stats.retries import called, ended, sought, tasks
from allsettled.evidence.verifying.claims import Claim
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, Standing, contradicted, unverifiable
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.tolerance import LEAST
from allsettled.protocol.record import Failure, timestamp
from allsettled.protocol.vocabulary import SPELLINGS, Action, Status
from allsettled.rules.failures import put_off

_LONGEST = 500  # letters of an action that are read
_MOST = 100  # later tries of one task that are looked at
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]{0,12}(?:[Zz]|[+-]\d\d:\d\d)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_APART = re.compile(r"[:;,()>–—]|\. | - ")
_ANY = ""  # the word of a run whose task isn't told: it may be a try of anything


class Retry(NamedTuple):
    """What a log says came after a failure: a retry, perhaps with its time and how that ended."""

    at: datetime | None
    status: Status | None


class _Heard(NamedTuple):
    """A word of a call's task, or its role; `roleless` is whether the call was of a type that says nothing."""

    text: str
    role: bool = False
    roleless: bool = False


_SOMEBODY = _Heard(_ANY, role=True)


class Later:
    """The runs of the evidence by their task, in the order of their calls, and when a word was last heard in a call."""

    def __init__(self, runs: Iterable[Known]) -> None:
        self._tries: dict[tuple[str, ...], list[tuple[datetime, int, AgentRun]]] = {}
        self._last: dict[_Heard, datetime] = {}
        for known in runs:
            at = called(known.run)
            if at is None:
                continue
            for task in tasks(known.run):
                self._tries.setdefault((known.dispatch.harness, *task), []).append((at, known.number, known.run))
            for heard in _heard(known):
                self._last[heard] = max(at, self._last.get(heard, at))
        for tries in self._tries.values():
            tries.sort(key=lambda one: one[:2])

    def tries(self, failed: Known) -> list[AgentRun]:
        """Return the runs that surely tried a failed one's task again, by the time of their call."""
        end = ended(failed.run)
        if end is None:
            return []
        found: dict[int, AgentRun] = {}
        for task in sorted(sought(failed.run)):
            tries = self._tries.get((failed.dispatch.harness, *task), [])
            after = bisect_left(tries, end - LEAST, key=lambda one: one[0])
            others = ((number, run) for _, number, run in tries[after:] if number != failed.number)
            found |= islice(others, _MOST)
        return [found[number] for number in sorted(found)]

    def may_have(self, failed: Known, name: str) -> bool:
        """Say whether any later run could be another try, for all that types and tasks tell.

        One of the same role could. So could one whose task has a word in common, or isn't told, unless both have roles,
        and different ones: an agent of another role does other work, except where there was none of the failed one's.
        """
        end = ended(failed.run)
        if end is None:
            return True
        by_any = failed.roleless or failed.run.state is State.UNKNOWN_TYPE
        words = {*_words(failed), *_WORD.findall(name.casefold())}
        asked = {
            _Heard(word, roleless=kind) for word in (*words, _ANY) for kind in ((True, False) if by_any else (True,))
        }
        if not failed.roleless:
            asked.add(_Heard(failed.segment, role=True))
        elif not _words(failed):
            asked.add(_SOMEBODY)
        return any(heard in self._last and self._last[heard] >= end - LEAST for heard in asked)


def read_retry(claim: Claim) -> Retry | None:
    """Return the retry that a claim's row in Failed Agents tells of; None if that's put off, or something else."""
    if Failure(action=claim.action).kind is not Action.RETRY:
        return None
    found = _TIME.search(claim.action)
    at = timestamp(found.group()) if found else None
    status = _status(claim.action)
    return None if at is None and status is None and put_off(claim.action) else Retry(at, status)


def judge_retry(claim: Claim, runs: Sequence[Known], later: Later, *, closed: bool) -> list[Fact]:
    """Return a fact if the log says that a failed agent was tried again: contradicted if that's so for all `runs`.

    In an open log, a bare `Retry` may still be to come.
    """
    said = read_retry(claim)
    if said is None or not runs or not any(status.failed for status, _ in claim.statuses):
        return []
    if not closed and said == Retry(None, None):
        return []
    facts = [_judge(claim, said, known, later) for known in runs]
    wrong = [fact for fact in facts if fact.standing is Standing.CONTRADICTED]
    if len(wrong) == len(facts):
        return [wrong[0]]
    return [UNKNOWN if wrong else next((fact for fact in facts if fact.standing is not Standing.CONFIRMED), CONFIRMED)]


def mended(claim: Claim, runs: Sequence[Known], later: Later) -> bool:
    """Say whether the log tells of a failure and its retry, and the transcript shows that the retry went well.

    Where the log gives the times of the run that failed, one of its rows must say that it failed.
    """
    told = any(status.failed for status, _ in claim.statuses) or (claim.explained and claim.start is None)
    if not told or read_retry(claim) is None:
        return False
    return bool(runs) and all(any(run.state is State.OK for run in later.tries(known)) for known in runs)


def _judge(claim: Claim, said: Retry, failed: Known, later: Later) -> Fact:
    place = claim.place("action")
    tries = later.tries(failed)
    if not tries:
        if later.may_have(failed, claim.name):
            return unverifiable(place, f"whether a later agent of the transcript was a retry of {claim.name}")
        message = f"the log says that {claim.name} was tried again, and the transcript has no later run of it"
        return contradicted("unproven-agent", place, message, "write Skip, or name the transcript that it ran in, too")
    real = called(tries[0])
    if said.at is not None and real is not None and not any(_near(said.at, run) for run in tries):
        message = f"{claim.name} was tried again at {iso(said.at)} by the log, and at {iso(real)} by the transcript"
        return contradicted("wrong-time", place, message, f"write {iso(real)}")
    if said.status is None or not all(run.state.known for run in tries):
        return CONFIRMED if said.status is None else UNKNOWN
    went_well = any(run.state is State.OK for run in tries)
    if said.status is Status.COMPLETE and not went_well:
        message = f"the log says that the retry of {claim.name} went well, and by the transcript it did not"
        rule = "hidden-failure" if any(run.state.failed for run in tries) else "wrong-status"
        return contradicted(rule, place, message, "write how it ended")
    if said.status.failed and all(run.state is State.OK for run in tries):
        message = f"the log says that the retry of {claim.name} failed, and by the transcript it completed"
        return contradicted("wrong-status", place, message, "write how it ended")
    return CONFIRMED


def _near(said: datetime, run: AgentRun) -> bool:
    return any(at is not None and abs(said - at) <= LEAST for at in (run.dispatched, run.started))


def _status(action: str) -> Status | None:
    """Return how a retry ended by its row, if a passage of it is a status and nothing else: `Retry once: succeeded`."""
    found = [SPELLINGS.get(part.strip(" .`*_").casefold()) for part in _APART.split(action[:_LONGEST])]
    return next((status for status in reversed(found) if status is not None), None)


def _heard(known: Known) -> Iterator[_Heard]:
    yield _SOMEBODY
    if not known.roleless:
        yield _Heard(known.segment, role=True)
    for word in _words(known) or [_ANY]:
        yield _Heard(word, roleless=known.roleless)


def _words(known: Known) -> list[str]:
    """Return the longer words of a run's role and task."""
    return _WORD.findall(f"{'' if known.roleless else known.segment} {known.run.description}".casefold())
