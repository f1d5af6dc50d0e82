"""Faults planted in a clean record: each is found by its rule, on its line, and by no other rule of level error."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, cast

from allsettled.protocol.record import Failure, Record
from records import CLEAN, log


class Mutation(NamedTuple):
    """A planted fault: the rule it's for, the log with it in, and a text that its line holds."""

    rule: str
    name: str
    text: str
    line: str


def _record(rule: str, name: str, record: Record, line: str) -> Mutation:
    return Mutation(rule, name, log(record), line)


def _row(record: Record, part: str, index: int, **values: str) -> Record:
    rows = list(getattr(record, part))
    rows[index] = replace(rows[index], **values)
    return replace(record, **cast(Any, {part: tuple(rows)}))


def _without(record: Record, part: str, index: int) -> Record:
    rows = getattr(record, part)
    return replace(record, **cast(Any, {part: rows[:index] + rows[index + 1 :]}))


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
        plant("unhandled-failure", "timeout", _row(CLEAN, "outputs", 3, status="TIMEOUT"), "TIMEOUT"),
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
        _note("wrong-arithmetic", "a percentage", "The dispatch took ~40% less time (20 min vs 50 min).", "~40%"),
        _note("wrong-arithmetic", "a share", "Success rate: 57% (4 of 9 checks).", "57%"),
        _note("wrong-total", "a whole", "Dispatched 3, succeeded 2, failed 2.", "Dispatched"),
        _note("unbacked-claim", "no baseline", "Parallel dispatch saved 30+ minutes.", "30+"),
    ]


MUTATIONS = _planted()
