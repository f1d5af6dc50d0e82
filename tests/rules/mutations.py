"""Faults planted in a clean record: each is found by its rule, on its line, and by no other rule of level error."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, cast

from allsettled.protocol.record import Ballot, Conflict, Failure, Metrics, Record
from records import CLEAN, log


class Mutation(NamedTuple):
    """A planted fault: the rule it's for, the log with it in, and a text that its line holds.

    `record` is the record that is faulty, where the fault is in one.
    """

    rule: str
    name: str
    text: str
    line: str
    record: Record | None = None


def _record(rule: str, name: str, record: Record, line: str) -> Mutation:
    return Mutation(rule, name, log(record), line, record)


def _row(record: Record, part: str, index: int, **values: str) -> Record:
    rows = list(getattr(record, part))
    rows[index] = replace(rows[index], **values)
    return replace(record, **cast(Any, {part: tuple(rows)}))


def _without(record: Record, part: str, index: int) -> Record:
    rows = getattr(record, part)
    return replace(record, **cast(Any, {part: rows[:index] + rows[index + 1 :]}))


IMPACT = CLEAN.outputs[0].location
AGAIN = replace(CLEAN.outputs[3], location=".agents/qa/cases.md", findings="Twelve cases")
OPEN = Conflict("Is the cache shared?", "architect: yes; security: no", "")
VOTED = replace(
    CLEAN,
    strategy="vote",
    votes=(Ballot("architect", "", "A", "80%"), Ballot("security", "", "A", "70%"), Ballot("qa", "", "B", "60%")),
    majority="A (2/3)",
)
MEASURED = Metrics("300 s", "459 s", "159 s", "1.53x", "2", "4", "1")


def _metric(**values: str) -> Record:
    return replace(CLEAN, metrics=replace(MEASURED, **values))


def _with_more(record: Record, number: int) -> Record:
    """Return a record whose second tier is wider by some agents."""
    runs = tuple(replace(record.runs[3], agent=f"agent-{index}") for index in range(1, number + 1))
    outputs = tuple(
        replace(record.outputs[3], agent=run.agent, location=f".agents/{run.agent}/notes.md") for run in runs
    )
    return replace(record, runs=record.runs + runs, outputs=record.outputs + outputs)


def _running(record: Record) -> Record:
    """Return a record in which an agent is still at work, so that not all times are known."""
    return _row(_row(record, "runs", 3, finished="", status="RUNNING"), "outputs", 3, status="RUNNING")


def _abandoned(record: Record) -> Record:
    skipped = _row(record, "runs", 3, started="", finished="", status="SKIPPED")
    return _row(skipped, "outputs", 3, status="SKIPPED", location="", findings="")


def _twice(record: Record) -> Record:
    again = replace(record.runs[3], finished="2026-01-05T09:04:00Z")
    return replace(record, runs=(*record.runs, again), outputs=(*record.outputs, AGAIN))


def _retried(record: Record, times: int) -> Record:
    """Return a record in which the failed agent was started again, in vain."""
    again = replace(record.runs[2], started="2026-01-05T09:05:00Z", finished="2026-01-05T09:06:00Z", message="m3")
    runs = tuple(replace(again, note=f"retry {number}") for number in range(1, times + 1))
    return replace(record, runs=record.runs + runs)


def _note(rule: str, name: str, sentence: str, line: str) -> Mutation:
    """Return a clean log to which a sentence was added."""
    return Mutation(rule, name, f"{log()}\n## Notes\n\n{sentence}\n", line)


def _planted() -> list[Mutation]:
    plant: Callable[..., Mutation] = _record
    return [
        plant("serial-dispatch", "another message", _row(CLEAN, "runs", 1, message="m9"), "| m9 "),
        plant(
            "serial-dispatch",
            "no overlap",
            _row(CLEAN, "runs", 1, started="2026-01-05T09:02:31Z", finished="2026-01-05T09:02:50Z"),
            "| security",
        ),
        plant("unvalidated-dispatch", "no checklist", replace(CLEAN, validation=()), "## Dispatch Log"),
        plant("unvalidated-dispatch", "an open item", _row(CLEAN, "validation", 2, mark="open"), "No shared mutable"),
        plant("unvalidated-dispatch", "an item gone", _without(CLEAN, "validation", 1), "# Parallel Dispatch Valid"),
        plant(
            "unvalidated-dispatch",
            "nothing ticked",
            replace(CLEAN, validation=tuple(replace(item, mark="open") for item in CLEAN.validation)),
            "# Parallel Dispatch Validation",
        ),
        plant("missing-timestamp", "no start", _row(CLEAN, "runs", 3, started=""), "| qa"),
        plant("missing-timestamp", "no finish", _row(CLEAN, "runs", 0, finished=""), "| architect"),
        plant("missing-timestamp", "no log at all", replace(CLEAN, runs=()), "# Agent Outputs"),
        plant("bad-timestamp", "no zone", _row(CLEAN, "runs", 3, finished="2026-01-05T09:05:00"), "09:05:00 "),
        plant("bad-timestamp", "a clock time", _row(CLEAN, "runs", 3, finished="09:05"), "| 09:05 "),
        plant("bad-timestamp", "no such day", _row(CLEAN, "runs", 3, finished="2026-02-30T09:05:00Z"), "02-30"),
        plant("bad-timestamp", "finish first", _row(CLEAN, "runs", 3, finished="2026-01-05T09:02:59Z"), "09:02:59Z"),
        plant(
            "shared-output",
            "the same file",
            _row(CLEAN, "outputs", 3, location=".agents/security/impact.md"),
            "| qa",
        ),
        plant("shared-output", "the folder", _row(CLEAN, "outputs", 3, location=".agents/security/"), "| qa"),
        plant("unlogged-outcome", "no outcome", _without(CLEAN, "outputs", 3), "| qa"),
        plant("unlogged-outcome", "never dispatched", _without(CLEAN, "runs", 3), "Eleven cases"),
        plant("unsettled-agent", "pending", _row(CLEAN, "outputs", 3, status="PENDING"), "PENDING"),
        plant(
            "unsettled-agent",
            "running",
            _row(_row(CLEAN, "outputs", 3, status="RUNNING"), "runs", 3, status="RUNNING", finished=""),
            "Eleven cases",
        ),
        plant("unhandled-failure", "no row", replace(CLEAN, failures=()), "disk left"),
        plant(
            "unhandled-failure",
            "timeout",
            _row(_row(CLEAN, "runs", 3, status="TIMEOUT"), "outputs", 3, status="TIMEOUT"),
            "Eleven cases",
        ),
        plant("unhandled-failure", "no impact", _row(CLEAN, "failures", 0, impact=""), "No space left"),
        plant("unhandled-failure", "no action", _row(CLEAN, "failures", 0, action=""), "No space left"),
        plant(
            "orphan-failure",
            "never dispatched",
            replace(CLEAN, failures=(*CLEAN.failures, Failure("critic", "No answer", "None", "Skip"))),
            "| critic",
        ),
        plant(
            "orphan-failure",
            "didn't fail",
            replace(CLEAN, failures=(*CLEAN.failures, Failure("qa", "No answer", "None", "Skip"))),
            "No answer",
        ),
        plant(
            "silent-escalation",
            "P0 skipped",
            _row(
                _row(
                    CLEAN,
                    "runs",
                    2,
                    tier="P0",
                    message="m1",
                    started="2026-01-05T09:00:00Z",
                    finished="2026-01-05T09:01:00Z",
                ),
                "failures",
                0,
                action="Skip",
            ),
            "No space left",
        ),
        plant("late-tier", "starts early", _row(CLEAN, "runs", 3, started="2026-01-05T09:02:00Z"), "| qa"),
        plant("missing-aggregation", "no strategy", replace(CLEAN, strategy=""), "# Parallel Execution Results"),
        plant("missing-aggregation", "no result", replace(CLEAN, result=""), "# Parallel Execution Results"),
        plant("missing-aggregation", "neither", replace(CLEAN, result="", strategy=""), "# Parallel Execution Results"),
        plant("missing-aggregation", "placeholder", replace(CLEAN, result="(To be filled)"), "# Synthesized Result"),
        plant("missing-section", "no outputs", replace(CLEAN, outputs=()), "# Parallel Execution Results"),
        plant("unknown-status", "no such status", _row(CLEAN, "outputs", 0, status="FROBNICATED"), "FROBNICATED"),
        plant("unknown-tier", "no such tier", _row(CLEAN, "runs", 3, tier="P9"), "| P9"),
        plant("unknown-strategy", "no such strategy", replace(CLEAN, strategy="average"), ": average"),
        plant("unknown-action", "no such action", _row(CLEAN, "failures", 0, action="Shrug"), "Shrug"),
        plant("dependent-agents", "waits for one", _row(CLEAN, "runs", 3, depends_on="devops"), "| qa"),
        plant("dependent-agents", "reads its output", _row(CLEAN, "runs", 1, inputs=IMPACT), "| security"),
        plant(
            "dependent-agents",
            "is told to",
            _row(CLEAN, "runs", 1, prompt="Use the findings of architect."),
            "| security",
        ),
        plant("too-wide", "seven at once", _with_more(CLEAN, 5), "| agent-5 "),
        Mutation("too-wide", "still running", log(_running(_with_more(CLEAN, 5)), closed=False), "| agent-5 "),
        plant("duplicate-agent", "two runs", replace(CLEAN, runs=(*CLEAN.runs, CLEAN.runs[3])), "| qa"),
        plant("duplicate-agent", "two of both", _twice(CLEAN), "| qa"),
        plant("duplicate-agent", "two outcomes", replace(CLEAN, outputs=(*CLEAN.outputs, AGAIN)), "Twelve cases"),
        plant("duplicate-agent", "two ballots", replace(VOTED, votes=(*VOTED.votes, VOTED.votes[2])), "| qa"),
        plant("unresolved-conflict", "an open question", replace(CLEAN, conflicts=(OPEN,)), "Is the cache shared"),
        plant("unresolved-conflict", "a split vote", replace(VOTED, majority=""), "# Votes"),
        plant(
            "unresolved-conflict",
            "no decision",
            replace(CLEAN, strategy="escalate", result="Both positions went to the user."),
            ": escalate",
        ),
        plant("miscounted-vote", "too many for it", replace(VOTED, majority="A (3/3)"), "A (3/3)"),
        plant("miscounted-vote", "too many in all", replace(VOTED, majority="A (2/4)"), "A (2/4)"),
        plant("miscounted-vote", "the loser", replace(VOTED, majority="B (1/3)"), "B (1/3)"),
        plant("miscounted-vote", "a tie", replace(VOTED, votes=VOTED.votes[1:], majority="A (1/2)"), "A (1/2)"),
        plant("missing-output", "no location", _row(CLEAN, "outputs", 3, location=""), "Eleven cases"),
        plant("empty-error", "blank", _row(CLEAN, "failures", 0, error=""), "was not assessed"),
        plant("empty-error", "a placeholder", _row(CLEAN, "failures", 0, error="[Error details]"), "was not assessed"),
        plant("empty-error", "the status again", _row(CLEAN, "failures", 0, error="It failed"), "It failed"),
        plant("abandoned-run", "skipped for nothing", _abandoned(CLEAN), "| qa"),
        plant("blind-retry", "never came", _row(CLEAN, "failures", 0, action="Retry"), "No space left"),
        plant("blind-retry", "too often", _retried(CLEAN, 2), "(retry 2)"),
        plant("missing-tier", "one without", _row(CLEAN, "runs", 3, tier=""), "| qa"),
        plant("wrong-metric", "wall-clock", _metric(wall_clock="240 s"), "240 s"),
        plant("wrong-metric", "sequential sum", _metric(sequential="300 s"), "Sequential sum"),
        plant("wrong-metric", "saved", _metric(saved="259 s"), "259 s"),
        plant("wrong-metric", "saved, in per cent", _metric(saved="60%"), "60%"),
        plant("wrong-metric", "speed-up", _metric(speed_up="2.53x"), "2.53x"),
        plant("wrong-metric", "peak", _metric(peak="4"), "Peak"),
        plant("wrong-metric", "settled", _metric(settled="3"), "Settled"),
        plant("wrong-metric", "failed", _metric(failed="0"), "Failed agents"),
        _note("wrong-arithmetic", "a percentage", "The dispatch took ~40% less time (20 min vs 50 min).", "~40%"),
        _note("wrong-arithmetic", "a share", "Success rate: 57% (4 of 9 checks).", "57%"),
        _note("wrong-total", "a whole", "Dispatched 3, succeeded 2, failed 2.", "Dispatched"),
        _note("unbacked-claim", "no baseline", "Parallel dispatch saved 30+ minutes.", "30+"),
    ]


_ROW = "| MUST | Commit all changes | [x] | 1f2e3d4 in the branch |"
_WITH_DUTIES = f"""{log()}
## Session End

| Req | Step | Status | Evidence |
| --- | ---- | ------ | -------- |
| MUST | Update the notes | [x] | Two pages |
{_ROW}
"""


def _in_the_log(rule: str, name: str, row: str, line: str) -> Mutation:
    return Mutation(rule, name, _WITH_DUTIES.replace(_ROW, row), line)


def _planted_in_the_log() -> list[Mutation]:
    return [
        _in_the_log("unticked-must", "an open box", _ROW.replace("[x]", "[ ]"), "Commit all changes"),
        _in_the_log(
            "contradicted-tick", "still to come", _ROW.replace("1f2e3d4 in the branch", "Commit pending"), "pending"
        ),
        _in_the_log("leftover-placeholder", "a blank", _ROW.replace("1f2e3d4 in the branch", "_______"), "_______"),
        _in_the_log("torn-row", "a cell too many", _ROW + " and more |", "and more"),
    ]


MUTATIONS = [*_planted(), *_planted_in_the_log()]
IN_SECTIONS = [
    _record(
        "unknown-status",
        "no such status",
        _row(_row(CLEAN, "runs", 0, status="FROBNICATED"), "outputs", 0, status="FROBNICATED"),
        "| architect",
    )
]
"""Faults that are one where an agent has a section, and two where it has two rows."""
