"""Worked examples, written by the protocol itself: for each strategy and each pattern one, each with a failure in it.

What stands in a prompt as an example is copied into logs, so each is a record that `check` has nothing to say of.
"""

from typing import NamedTuple

from allsettled.protocol.record import Ballot, Check, Conflict, Failure, Metrics, Outcome, Record
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy
from allsettled.render.example_times import Part, metrics, scheduled

STRATEGIES = (Strategy.MERGE, Strategy.VOTE, Strategy.ESCALATE)
PATTERNS = ("divide", "fan_out", "refine")
"""The patterns: divide and conquer, fan-out and fan-in, parallel refinement."""


class _Case(NamedTuple):
    """What happens in an example; the times follow from it and from how many agents the protocol lets run at once."""

    strategy: Strategy
    hour: int
    parts: tuple[Part, ...]
    result: str
    failures: tuple[Failure, ...]
    votes: tuple[Ballot, ...] = ()
    majority: str = ""
    conflicts: tuple[Conflict, ...] = ()
    measured: bool = False


def example(strategy: Strategy, protocol: Protocol) -> Record:
    """Return a dispatch that was aggregated by a strategy."""
    return _record({Strategy.MERGE: _FAN_OUT, Strategy.VOTE: _VOTE, Strategy.ESCALATE: _ESCALATE}[strategy], protocol)


def pattern_example(pattern: str, protocol: Protocol) -> Record:
    """Return a dispatch by one of the `PATTERNS`."""
    return _record({"divide": _DIVIDE, "fan_out": _FAN_OUT, "refine": _REFINE}[pattern], protocol)


def _record(case: _Case, protocol: Protocol) -> Record:
    runs = scheduled(case.parts, protocol.cap, protocol.tiers, case.hour)
    last = {part.agent: part for part in case.parts}  # of an agent that was started again, the second start
    outputs = (Outcome(one.agent, "", "", str(one.status), one.location, one.findings) for one in last.values())
    return Record(
        validation=tuple(Check(item, "done") for item in protocol.checklist),
        runs=runs,
        outputs=tuple(outputs),
        strategy=str(case.strategy),
        votes=case.votes,
        majority=case.majority,
        conflicts=case.conflicts,
        result=case.result,
        failures=case.failures,
        metrics=metrics(runs) if case.measured else Metrics(),
    )


_FAN_OUT = _Case(
    Strategy.MERGE,
    9,
    (
        Part("architect", 0, 150, location=".agents/architecture/impact.md", findings="Two modules change"),
        Part("security", 0, 120, location=".agents/security/impact.md", findings="No new attack surface"),
        Part("devops", 1, 90, Status.FAILED, findings="None: the agent stopped"),
        Part("qa", 1, 140, location=".agents/qa/plan.md", findings="Eleven new cases"),
    ),
    "Two modules change and eleven cases are new; the attack surface stays. Deployment was not assessed.",
    (Failure("devops", "No space left on device", "Deployment is unknown", f"{Action.SKIP}: warned"),),
    measured=True,
)
_VOTE = _Case(
    Strategy.VOTE,
    10,
    (
        Part("architect", 0, 90, location=".agents/votes/architect.md", findings="Option A keeps the interface"),
        Part("analyst", 0, 60, location=".agents/votes/analyst.md", findings="Option A is the cheaper one"),
        Part("critic", 0, 120, location=".agents/votes/critic.md", findings="Option B is easier to undo"),
        Part("qa", 0, 80, location=".agents/votes/qa.md", findings="Option A has the tests already"),
        Part("security", 0, 300, Status.TIMEOUT, findings="None: no answer in time"),
    ),
    "Option A, by three of four returned ballots. The critic's point on undoing it becomes a test case.",
    (Failure("security", "No answer in 300 s", "One ballot is missing", f"{Action.ESCALATE}: the user was told"),),
    votes=(
        Ballot("architect", "", "A", "80%"),
        Ballot("analyst", "", "A", "70%"),
        Ballot("critic", "", "B", "60%"),
        Ballot("qa", "", "A", "75%"),
    ),
    majority="A (3/4)",
)
_ESCALATE = _Case(
    Strategy.ESCALATE,
    11,
    (
        Part("architect", 0, 120, location=".agents/architecture/cache.md", findings="A shared cache is needed"),
        Part("security", 0, 180, location=".agents/security/cache.md", findings="A shared cache leaks between tenants"),
        Part("qa", 1, 50, Status.FAILED, findings="None: the test host was down"),
        Part("devops", 1, 80, location=".agents/devops/cache.md", findings="Either one can be run"),
    ),
    "Each tenant gets a cache of its own. The cost in memory was accepted by the user.",
    (Failure("qa", "The test host was down", "No load figures", f"{Action.SKIP}: warned"),),
    conflicts=(
        Conflict("Is the cache shared?", "architect: yes; security: no", "The user decided: a cache for each tenant"),
    ),
)
_DIVIDE = _Case(
    Strategy.MERGE,
    13,
    (
        Part("backend", 0, 240, location=".agents/work/backend.md", findings="The endpoint takes a page size"),
        Part("frontend", 0, 200, location=".agents/work/frontend.md", findings="The list loads page by page"),
        Part("writer", 0, 30, Status.FAILED, findings="None: the agent was cut off"),
        Part("writer", 1, 100, note="retry", location=".agents/work/guide.md", findings="Two pages were rewritten"),
    ),
    "The list is paged from the endpoint to the guide. All tests were run once after the three parts were in.",
    (Failure("writer", "Cut off after 30 s", "The guide was late", f"{Action.RETRY}: with the outline in its prompt"),),
)
_REFINE = _Case(
    Strategy.MERGE,
    14,
    (
        Part("security", 0, 110, location=".agents/reviews/security.md", findings="Tokens are logged: critical"),
        Part("architect", 0, 160, location=".agents/reviews/architect.md", findings="Tokens are logged: minor"),
        Part("qa", 0, 130, location=".agents/reviews/qa.md", findings="The retry has no test"),
        Part("critic", 0, 20, Status.FAILED, findings="None: the file could not be read"),
    ),
    "Two findings. Tokens are logged, which is critical (security, architect). The retry has no test (qa).",
    (Failure("critic", "Permission denied", "One view is missing", f"{Action.ESCALATE}: the user was told"),),
    conflicts=(
        Conflict("How grave are logged tokens?", "security: critical; architect: minor", "The higher severity stands"),
    ),
)
