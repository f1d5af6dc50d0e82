"""Faults of what a log says: of its state, in its sections, in numbers, and by its name."""

from collections.abc import Sequence
from dataclasses import replace

from allsettled.checking import Checker
from allsettled.finding import Finding
from allsettled.rules import RULES
from pages import same_ids
from planted.edits import row
from planted.mutation import PATH, Change, Mutation, in_record, swap
from planted.results import MEASURED
from planted.sessions import SESSION, START, noted, planted
from records import CLEAN

NOT_ASSESSED = "not assessed, since the record was written from a transcript"


def _moved(heading: str) -> Change:
    """Return a change that moves a section to the end of the log."""

    def change(text: str) -> str:
        start = text.index(heading)
        end = text.find("\n#", start) + 1 or len(text)
        return f"{text[:start]}{text[end:].rstrip()}\n\n{text[start:end].rstrip()}\n"

    return change


def _last(old: str, new: str) -> Change:
    """Return a change that puts one text in place of the last of another."""
    return lambda text: new.join(text.rsplit(old, 1))


def _added(text: str) -> Change:
    return lambda log: f"{log.rstrip()}\n\n{text}\n"


STATE = [
    noted(
        "unsettled-agent",
        "a table of its own",
        "| PR | Agent ID | Status | Summary |\n| -- | -------- | ------ | ------- |\n"
        "| 12 | a16199b | ✅ Complete | Merged |\n| 13 | a2af10e | ⏳ Executing | In review |",
        "a2af10e",
    ),
    noted("unsettled-agent", "a sentence", "- PR 12 and 13: agents still running", "still running"),
    noted(
        "mixed-verdict",
        "a tick beside it",
        "| PR | Owner | Result | Summary |\n| -- | ----- | ------ | ------- |\n| 12 | us | ✅ Failed | Not merged |",
        "Not merged",
    ),
    noted(
        "mixed-verdict",
        "a cross beside it",
        "| PR | Owner | Result | Summary |\n| -- | ----- | ------ | ------- |\n| 12 | us | ❌ Complete | Merged |",
        "Merged",
    ),
    in_record("mixed-verdict", "of an agent", CLEAN, "✅ FAILED", _last("FAILED", "✅ FAILED")),
    planted("disagreement", "open and complete", "In progress", ("CLOSED", "In progress")),
    planted(
        "disagreement",
        "two days",
        "2026-01-06",
        ("impact analysis", "impact analysis, 2026-01-05"),
        ("**Date**: 2026-01-05", "**Date**: 2026-01-06"),
        path="session-log.md",
    ),
    planted(
        "disagreement",
        "two commits",
        "4f96116",
        ("**Date**", "**Starting Commit**: 3e85005\n- **Date**"),
        ("## Session End\n", "## Session End\n\n- **Starting Commit**: 4f96116\n"),
    ),
    in_record("disagreement", "two endings", row(CLEAN, "runs", 3, status="FAILED"), "Eleven cases"),
    in_record(
        "disagreement",
        "a count",
        CLEAN,
        "Dispatched 5",
        swap(
            "## Parallel Execution Results\n", "## Parallel Execution Results\n\nDispatched 5, succeeded 4, failed 1.\n"
        ),
    ),
    in_record(
        "disagreement", "a section of its own", CLEAN, "Status**: FAILED", _added("## qa\n\n- **Status**: FAILED")
    ),
    planted("wrong-name", "no number", "Session log", path="2026-01-05-session-impact.md", but="BOM"),
    planted("wrong-name", "no such day", "Session log", path="2026-02-30-session-01.md"),
    planted("wrong-name", "another day", "2026-01-05", path="2026-01-06-session-01.md"),
    planted(
        "wrong-name", "another number", "Session 7", ("Session log: impact analysis", "Session 7: impact analysis")
    ),
]
SECTIONS = [
    Mutation("missing-section", "no end", f"# Session log: a review\n\n- **Status**: CLOSED\n{START}", "Session Start"),
    in_record("missing-section", "no outputs", CLEAN._replace(outputs=()), "Parallel Execution Results"),
    in_record(
        "duplicate-section", "two results", CLEAN, "Synthesized Result", _added("### Synthesized Result\n\nOr none.")
    ),
    planted("duplicate-section", "two ends", "Session End", (START, "\n## Session End\n\nNothing more.\n" + START)),
    in_record("empty-section", "no conflicts", CLEAN, "Conflicts", _added("### Conflicts")),
    in_record(
        "empty-section",
        "a table's head",
        CLEAN,
        "Metrics",
        _added("### Metrics\n\n| Metric | Value |\n| ------ | ----- |"),
    ),
    planted("empty-section", "of the session", "Session Start", (START, "\n## Session Start\n")),
    in_record(
        "misplaced-section",
        "ticked afterwards",
        CLEAN,
        "Parallel Dispatch Validation",
        _moved("## Parallel Dispatch Validation"),
    ),
    in_record(
        "unassessed-record",
        "no result",
        CLEAN._replace(result="Not assessed: the record was written from a transcript."),
        "Synthesized Result",
    ),
    in_record("unassessed-record", "no impact", row(CLEAN, "failures", 0, impact="not assessed"), "not assessed"),
    in_record(
        "unassessed-record",
        "no check",
        CLEAN._replace(
            validation=tuple(item._replace(mark="waived", reason=NOT_ASSESSED) for item in CLEAN.validation)
        ),
        "No agent depends",
    ),
    replace(
        in_record("unknown-agent", "in the log", CLEAN, "| devops"), agents=frozenset({"architect", "security", "qa"})
    ),
]
CLAIMS = [
    noted("wrong-arithmetic", "a percentage", "The dispatch took ~40% less time (20 min vs 50 min).", "~40%"),
    noted("wrong-arithmetic", "a share", "Success rate: 57% (4 of 9 checks).", "57%"),
    noted("wrong-arithmetic", "a factor", "The suite is 3x faster: 60 s down to 30 s.", "3x"),
    noted(
        "wrong-arithmetic",
        "in a row",
        "| Metric | Before | After | Improvement |\n| ------ | ------ | ----- | ----------- |\n"
        "| Wall-clock | 50 min | 20 min | 40% faster |",
        "40%",
    ),
    noted("wrong-total", "a whole", "Dispatched 3, succeeded 2, failed 2.", "Dispatched"),
    noted("wrong-total", "a list of names", "Reviewers:\n\n- qa\n- devops\n\nTotal: 3 reviewers", "3 reviewers"),
    noted("wrong-arithmetic", "a share of time", "Tests took 72% of the time (2.5 s of 4 s).", "72%"),
    noted(
        "wrong-total",
        "a sum row",
        "| Phase | Duration |\n| ----- | -------- |\n| Design | 10 min |\n| Review | 20 min |\n| **Total** | 40 min |",
        "40 min",
    ),
    noted(
        "wrong-total",
        "of the rows",
        "| PR | State |\n| -- | ----- |\n| 12 | merged |\n| 13 | merged |\n| 14 | open |\n\nTotal PRs: 2",
        "Total PRs: 2",
        but="other column order",  # what the rows are is said by the first column
    ),
    noted("unbacked-claim", "no baseline", "Parallel dispatch saved 30+ minutes.", "30+"),
    in_record(
        "wrong-metric",
        "saved, of no sum",
        CLEAN._replace(metrics=MEASURED._replace(sequential="", saved="400 s")),
        "400 s",
    ),
]


def _beside(text: str) -> Sequence[Finding]:
    rule = RULES["duplicate-id"]
    return same_ids(rule, Checker([rule]).read(text, PATH), "2026-01-05-session-01-cache.md")


IDS = [Mutation("duplicate-id", "another log's number", SESSION, "Session log", held=_beside)]
MUTATIONS = [*IDS, *STATE, *SECTIONS, *CLAIMS]
