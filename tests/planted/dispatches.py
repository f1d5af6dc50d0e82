"""Faults of a dispatch: how agents were started, when, and what they shared (FR-1, FR-4)."""

from allsettled.protocol.record import Record
from planted.edits import row, without
from planted.mutation import Mutation, in_record
from records import CLEAN, log

IMPACT = CLEAN.outputs[0].location


def _with_more(record: Record, number: int) -> Record:
    """Return a record whose second tier is wider by some agents."""
    runs = tuple(record.runs[3]._replace(agent=f"agent-{index}") for index in range(1, number + 1))
    outputs = tuple(
        record.outputs[3]._replace(agent=run.agent, location=f".agents/{run.agent}/notes.md") for run in runs
    )
    return record._replace(runs=record.runs + runs, outputs=record.outputs + outputs)


def _running(record: Record) -> Record:
    """Return a record in which an agent is still at work, so that not all times are known."""
    return row(row(record, "runs", 3, finished="", status="RUNNING"), "outputs", 3, status="RUNNING")


def _told(prompt: str) -> Record:
    return row(CLEAN, "runs", 1, prompt=prompt)


MUTATIONS = [
    in_record("serial-dispatch", "another message", row(CLEAN, "runs", 1, message="m9"), "| m9 "),
    in_record(
        "serial-dispatch",
        "no overlap",
        row(CLEAN, "runs", 1, started="2026-01-05T09:02:31Z", finished="2026-01-05T09:02:50Z"),
        "| security",
    ),
    in_record("unvalidated-dispatch", "no checklist", CLEAN._replace(validation=()), "Dispatch Log"),
    in_record("unvalidated-dispatch", "an open item", row(CLEAN, "validation", 2, mark="open"), "No shared mutable"),
    in_record("unvalidated-dispatch", "an item gone", without(CLEAN, "validation", 1), "Parallel Dispatch Valid"),
    in_record(
        "unvalidated-dispatch",
        "nothing ticked",
        CLEAN._replace(validation=tuple(item._replace(mark="open") for item in CLEAN.validation)),
        "Parallel Dispatch Validation",
    ),
    in_record("dependent-agents", "waits for one", row(CLEAN, "runs", 3, depends_on="devops"), "| qa"),
    in_record("dependent-agents", "reads its output", row(CLEAN, "runs", 1, inputs=IMPACT), "| security"),
    in_record("dependent-agents", "is told to", _told("Use the findings of architect."), "| security"),
    in_record("dependent-agents", "is told to wait", _told("Wait until architect is done."), "| security"),
    in_record(
        "shared-output", "the same file", row(CLEAN, "outputs", 3, location=".agents/security/impact.md"), "| qa"
    ),
    in_record("shared-output", "the folder", row(CLEAN, "outputs", 3, location=".agents/security/"), "| qa"),
    in_record(
        "shared-output",
        "the file, the long way",
        row(CLEAN, "outputs", 3, location="./.agents/qa/../security/impact.md"),
        "| qa",
    ),
    in_record("missing-timestamp", "no start", row(CLEAN, "runs", 3, started=""), "| qa"),
    in_record("missing-timestamp", "no finish", row(CLEAN, "runs", 0, finished=""), "| architect"),
    in_record("missing-timestamp", "no log at all", CLEAN._replace(runs=()), "Agent Outputs"),
    in_record("bad-timestamp", "no zone", row(CLEAN, "runs", 3, finished="2026-01-05T09:05:00"), "09:05:00 "),
    in_record("bad-timestamp", "a clock time", row(CLEAN, "runs", 3, finished="09:05"), "| 09:05 "),
    in_record("bad-timestamp", "no such day", row(CLEAN, "runs", 3, finished="2026-02-30T09:05:00Z"), "02-30"),
    in_record("bad-timestamp", "finish first", row(CLEAN, "runs", 3, finished="2026-01-05T09:02:59Z"), "09:02:59Z"),
    in_record("too-wide", "seven at once", _with_more(CLEAN, 5), "| agent-5 "),
    Mutation("too-wide", "still running", log(_running(_with_more(CLEAN, 5)), closed=False), "| agent-5 "),
    in_record("late-tier", "starts early", row(CLEAN, "runs", 3, started="2026-01-05T09:02:00Z"), "| qa"),
    in_record("missing-tier", "one without", row(CLEAN, "runs", 3, tier=""), "| qa"),
    in_record("unknown-tier", "no such tier", row(CLEAN, "runs", 3, tier="P9"), "| P9"),
]
