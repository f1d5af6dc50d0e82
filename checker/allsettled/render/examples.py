"""Worked examples, written by the protocol itself: one for each strategy, each with a failure in it.

What stands in a prompt as an example is copied into logs, so each is a record that `check` has nothing to say of.
"""

from dataclasses import replace

from allsettled.protocol.record import Ballot, Check, Conflict, Failure, Metrics, Outcome, Record, Run
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy

STRATEGIES = (Strategy.MERGE, Strategy.VOTE, Strategy.ESCALATE)


def example(strategy: Strategy, protocol: Protocol) -> Record:
    """Return a dispatch that was aggregated by a strategy."""
    made = {Strategy.MERGE: _merge, Strategy.VOTE: _vote, Strategy.ESCALATE: _escalate}[strategy]()
    first, second = (*protocol.tiers, "", "")[:2]
    return replace(
        made,
        validation=tuple(Check(item, "done") for item in protocol.checklist),
        runs=tuple(replace(run, tier={"1": first, "2": second or first}.get(run.tier, "")) for run in made.runs),
    )


def _run(agent: str, tier: str, message: str, times: tuple[str, str], status: Status = Status.COMPLETE) -> Run:
    started, finished = (f"2026-01-05T{time}Z" for time in times)
    return Run(agent, "", tier, message, started, finished, str(status))


def _done(agent: str, location: str, findings: str) -> Outcome:
    return Outcome(agent, "", "", str(Status.COMPLETE), location, findings)


def _merge() -> Record:
    return Record(
        runs=(
            _run("architect", "1", "m1", ("09:00:00", "09:02:30")),
            _run("security", "1", "m1", ("09:00:00", "09:02:00")),
            _run("devops", "2", "m2", ("09:02:40", "09:04:10"), Status.FAILED),
            _run("qa", "2", "m2", ("09:02:40", "09:05:00")),
        ),
        outputs=(
            _done("architect", ".agents/architecture/impact.md", "Two modules change"),
            _done("security", ".agents/security/impact.md", "No new attack surface"),
            Outcome("devops", "", "", str(Status.FAILED), "", "None: the agent stopped"),
            _done("qa", ".agents/qa/plan.md", "Eleven new cases"),
        ),
        strategy=str(Strategy.MERGE),
        result="Two modules change and eleven cases are new; the attack surface stays. Deployment was not assessed.",
        failures=(Failure("devops", "No space left on device", "Deployment is unknown", f"{Action.SKIP}: warned"),),
        metrics=Metrics("300 s", "500 s", "200 s", "1.67x", "2", "4", "1"),
    )


def _vote() -> Record:
    return Record(
        runs=(
            _run("architect", "1", "m1", ("10:00:00", "10:01:30")),
            _run("analyst", "1", "m1", ("10:00:00", "10:01:00")),
            _run("critic", "1", "m1", ("10:00:00", "10:02:00")),
            _run("security", "1", "m1", ("10:00:00", "10:05:00"), Status.TIMEOUT),
        ),
        outputs=(
            _done("architect", ".agents/votes/architect.md", "Option A keeps the interface"),
            _done("analyst", ".agents/votes/analyst.md", "Option A is the cheaper one"),
            _done("critic", ".agents/votes/critic.md", "Option B is easier to undo"),
            Outcome("security", "", "", str(Status.TIMEOUT), "", "None: no answer in time"),
        ),
        strategy=str(Strategy.VOTE),
        votes=(
            Ballot("architect", "", "A", "80%"),
            Ballot("analyst", "", "A", "70%"),
            Ballot("critic", "", "B", "60%"),
        ),
        majority="A (2/3)",
        result="Option A, by two of three returned ballots. The critic's point on undoing it becomes a test case.",
        failures=(
            Failure("security", "No answer in 300 s", "One ballot is missing", f"{Action.ESCALATE}: the user was told"),
        ),
    )


def _escalate() -> Record:
    return Record(
        runs=(
            _run("architect", "1", "m1", ("11:00:00", "11:02:00")),
            _run("security", "1", "m1", ("11:00:00", "11:03:00")),
            _run("qa", "2", "m2", ("11:03:10", "11:04:00"), Status.FAILED),
            _run("devops", "2", "m2", ("11:03:10", "11:04:30")),
        ),
        outputs=(
            _done("architect", ".agents/architecture/cache.md", "A shared cache is needed"),
            _done("security", ".agents/security/cache.md", "A shared cache leaks between tenants"),
            Outcome("qa", "", "", str(Status.FAILED), "", "None: the test host was down"),
            _done("devops", ".agents/devops/cache.md", "Either one can be run"),
        ),
        strategy=str(Strategy.ESCALATE),
        conflicts=(
            Conflict(
                "Is the cache shared?", "architect: yes; security: no", "The user decided: a cache for each tenant"
            ),
        ),
        result="Each tenant gets a cache of its own. The cost in memory was accepted by the user.",
        failures=(Failure("qa", "The test host was down", "No load figures", f"{Action.SKIP}: warned"),),
    )
