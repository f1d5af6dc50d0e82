"""Faults of what came back: outcomes, votes, conflicts, failures and measures (FR-2, FR-3, NFR-2.2)."""

from dataclasses import replace

from allsettled.protocol.record import Ballot, Conflict, Failure, Metrics, Record
from notations import blocks
from planted.edits import ended, row, without
from planted.mutation import Mutation, in_record
from records import CLEAN, log

AGAIN = CLEAN.outputs[3]._replace(location=".agents/qa/cases.md", findings="Twelve cases")
OPEN = Conflict("Is the cache shared?", "architect: yes; security: no", "")
VOTED = CLEAN._replace(
    strategy="vote",
    votes=(Ballot("architect", "", "A", "80%"), Ballot("security", "", "A", "70%"), Ballot("qa", "", "B", "60%")),
    majority="A (2/3)",
)
MEASURED = Metrics("300 s", "459 s", "159 s", "1.53x", "2", "4", "1")


def _metric(**values: str) -> Record:
    return CLEAN._replace(metrics=MEASURED._replace(**values))


def _abandoned(record: Record) -> Record:
    skipped = row(record, "runs", 3, started="", finished="", status="SKIPPED")
    return row(skipped, "outputs", 3, status="SKIPPED", location="", findings="")


def _twice(record: Record) -> Record:
    again = record.runs[3]._replace(finished="2026-01-05T09:04:00Z")
    return record._replace(runs=(*record.runs, again), outputs=(*record.outputs, AGAIN))


def _retried(record: Record, times: int) -> Record:
    """Return a record in which the failed agent was started again, in vain."""
    again = record.runs[2]._replace(started="2026-01-05T09:05:00Z", finished="2026-01-05T09:06:00Z", message="m3")
    runs = tuple(again._replace(note=f"retry {number}") for number in range(1, times + 1))
    return record._replace(runs=record.runs + runs)


def _failed(agent: str) -> Record:
    return CLEAN._replace(failures=(*CLEAN.failures, Failure(agent, "No answer", "None", "Skip")))


def _critical(**failure: str) -> Record:
    """Return a record in which the failed agent is one of the first tier."""
    early = {"tier": "P0", "message": "m1", "started": "2026-01-05T09:00:00Z", "finished": "2026-01-05T09:01:00Z"}
    return row(row(CLEAN, "runs", 2, **early), "failures", 0, **failure)


_ASKED_ALIKE = VOTED._replace(runs=(), outputs=(), failures=(), strategy="")
AGGREGATION: list[Mutation] = [
    in_record("missing-aggregation", "no strategy", CLEAN._replace(strategy=""), "Parallel Execution Results"),
    in_record("missing-aggregation", "no result", CLEAN._replace(result=""), "Parallel Execution Results"),
    in_record("missing-aggregation", "neither", CLEAN._replace(result="", strategy=""), "Parallel Execution Results"),
    in_record("missing-aggregation", "placeholder", CLEAN._replace(result="(To be filled)"), "Synthesized Result"),
    Mutation(
        "unvalidated-dispatch",
        "a vote, with an open item",
        log(row(_ASKED_ALIKE, "validation", 2, mark="open"), write=blocks),
        "No shared mutable",
    ),
    in_record("unlogged-outcome", "no outcome", without(CLEAN, "outputs", 3), "| qa"),
    in_record("unlogged-outcome", "never dispatched", without(CLEAN, "runs", 3), "Eleven cases"),
    in_record("duplicate-agent", "two runs", CLEAN._replace(runs=(*CLEAN.runs, CLEAN.runs[3])), "| qa"),
    in_record("duplicate-agent", "two of both", _twice(CLEAN), "| qa"),
    in_record("duplicate-agent", "two outcomes", CLEAN._replace(outputs=(*CLEAN.outputs, AGAIN)), "Twelve cases"),
    in_record("duplicate-agent", "two ballots", VOTED._replace(votes=(*VOTED.votes, VOTED.votes[2])), "| qa"),
    in_record("unsettled-agent", "pending", row(CLEAN, "outputs", 3, status="PENDING"), "PENDING"),
    in_record(
        "unsettled-agent",
        "running",
        row(row(CLEAN, "outputs", 3, status="RUNNING"), "runs", 3, status="RUNNING", finished=""),
        "Eleven cases",
    ),
    in_record("unknown-status", "no such status", row(CLEAN, "outputs", 0, status="FROBNICATED"), "FROBNICATED"),
    in_record("unknown-strategy", "no such strategy", CLEAN._replace(strategy="average"), ": average"),
    in_record("unresolved-conflict", "an open question", CLEAN._replace(conflicts=(OPEN,)), "Is the cache shared"),
    in_record("unresolved-conflict", "a split vote", VOTED._replace(majority=""), "Votes"),
    in_record(
        "unresolved-conflict",
        "no decision",
        CLEAN._replace(strategy="escalate", result="Both positions went to the user."),
        ": escalate",
    ),
    in_record("miscounted-vote", "too many for it", VOTED._replace(majority="A (3/3)"), "A (3/3)"),
    in_record("miscounted-vote", "too many in all", VOTED._replace(majority="A (2/4)"), "A (2/4)"),
    in_record("miscounted-vote", "the loser", VOTED._replace(majority="B (1/3)"), "B (1/3)"),
    in_record("miscounted-vote", "a tie", VOTED._replace(votes=VOTED.votes[1:], majority="A (1/2)"), "A (1/2)"),
    in_record("missing-output", "no location", row(CLEAN, "outputs", 3, location=""), "Eleven cases"),
    replace(
        in_record("missing-output", "nothing there", row(CLEAN, "outputs", 3, location=".agents/qa/gone.md"), "| qa"),
        exists=lambda path: "gone" not in path,
    ),
]
FAILURE: list[Mutation] = [
    in_record("unhandled-failure", "no row", CLEAN._replace(failures=()), "disk left"),
    in_record(
        "unhandled-failure",
        "skipped after it failed",
        row(CLEAN, "outputs", 2, status="SKIPPED")._replace(failures=()),
        "| m2",
    ),
    in_record("unhandled-failure", "timeout", ended(CLEAN, 3, "TIMEOUT"), "Eleven cases"),
    in_record("unhandled-failure", "no impact", row(CLEAN, "failures", 0, impact=""), "No space left"),
    in_record("unhandled-failure", "no action", row(CLEAN, "failures", 0, action=""), "No space left"),
    in_record("orphan-failure", "never dispatched", _failed("critic"), "| critic"),
    in_record("orphan-failure", "misspelt", row(CLEAN, "failures", 0, agent="devpos"), "| devpos"),
    in_record("orphan-failure", "didn't fail", _failed("qa"), "No answer"),
    in_record("silent-escalation", "P0 skipped", _critical(action="Skip"), "No space left"),
    in_record("empty-error", "blank", row(CLEAN, "failures", 0, error=""), "was not assessed"),
    in_record("empty-error", "a placeholder", row(CLEAN, "failures", 0, error="[Error details]"), "was not assessed"),
    in_record("empty-error", "the status again", row(CLEAN, "failures", 0, error="It failed"), "It failed"),
    in_record("abandoned-run", "skipped for nothing", _abandoned(CLEAN), "| qa"),
    in_record("blind-retry", "never came", row(CLEAN, "failures", 0, action="Retry"), "No space left"),
    in_record("blind-retry", "too often", _retried(CLEAN, 2), "(retry 2)"),
    in_record("unknown-action", "no such action", row(CLEAN, "failures", 0, action="Shrug"), "Shrug"),
]
MEASURE: list[Mutation] = [
    in_record("wrong-metric", "wall-clock", _metric(wall_clock="240 s"), "240 s"),
    in_record("wrong-metric", "sequential sum", _metric(sequential="300 s"), "Sequential sum"),
    in_record("wrong-metric", "saved", _metric(saved="259 s"), "259 s"),
    in_record("wrong-metric", "saved, in per cent", _metric(saved="60%"), "60%"),
    in_record("wrong-metric", "speed-up", _metric(speed_up="2.53x"), "2.53x"),
    in_record("wrong-metric", "peak", _metric(peak="4"), "Peak"),
    in_record("wrong-metric", "settled", _metric(settled="3"), "Settled"),
    in_record("wrong-metric", "failed", _metric(failed="0"), "Failed agents"),
]
IN_SECTIONS = [in_record("unknown-status", "no such status", ended(CLEAN, 0, "FROBNICATED"), "| architect")]
"""Faults that are one where an agent has a section, and two where it has two rows."""
