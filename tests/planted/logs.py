"""Faults of a session's log, besides those of its dispatch: duties, evidence, sections, claims, its state and name."""

from collections.abc import Sequence
from dataclasses import replace

from allsettled.checking import Checker
from allsettled.finding import Finding
from allsettled.rules import RULES
from pages import same_ids
from planted.edits import row
from planted.mutation import PATH, Change, Mutation, in_record, swap
from planted.results import MEASURED
from records import CLEAN, log

START = """
## Session Start

| Req    | Step                      | Status | Evidence                  |
| ------ | ------------------------- | ------ | ------------------------- |
| MUST   | Read the last handoff     | [x]    | Lines 1-120; PR 7 is open |
| MUST   | Create this session log   | [x]    | Made by `allsettled new`  |
| MUST   | Read the constraints      | [x]    | Eleven, none of them new  |
| SHOULD | Note the starting commit  | [x]    | 3e85005                   |
"""
END = """
## Session End

| Req      | Step                     | Status | Evidence              |
| -------- | ------------------------ | ------ | --------------------- |
| MUST     | Update the notes         | [x]    | Two pages             |
| MUST     | Run markdown lint        | [x]    | Output below          |
| MUST     | Commit all changes       | [x]    | 1f2e3d4 in the branch |
| MUST NOT | Leave an agent unsettled | [x]    | Four of four settled  |

- [x] Complete this session log

### Lint Output

0 errors in 4 files.
"""
SESSION = log() + START + END
"""A log with a session's duties, of which nothing is to be said."""
TEMPLATE_WORDS = (
    ("Lines 1-120; PR 7 is open", "Content in context"),
    ("Made by `allsettled new`", "This file exists"),
    ("Eleven, none of them new", "Tool output present"),
)
NOT_ASSESSED = "not assessed, since the record was written from a transcript"


def _all(*changes: Change) -> Change:
    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change


def _planted(rule: str, name: str, line: str, *swaps: tuple[str, str], but: str = "", path: str = "") -> Mutation:
    """Return the session's log with texts swapped."""
    text = _all(*(swap(old, new) for old, new in swaps))(SESSION)
    made = Mutation(rule, name, text, line, but=frozenset(filter(None, but.split(", "))))
    return replace(made, path=path) if path else made


def _noted(rule: str, name: str, text: str, line: str, but: str = "") -> Mutation:
    """Return a clean log to which a passage was added."""
    return Mutation(rule, name, f"{log()}\n## Notes\n\n{text}\n", line, but=frozenset(filter(None, [but])))


def _evidence(rule: str, name: str, new: str) -> Mutation:
    return _planted(rule, name, new, ("1f2e3d4 in the branch", new))


def _item(rule: str, name: str, new: str) -> Mutation:
    return _planted(rule, name, new, ("- [x] Complete", f"- [x] {new}\n- [x] Complete"))


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


DUTIES = [
    _planted("unticked-must", "an open box", "Commit all", ("| [x]    | 1f2e3d4", "| [ ]    | 1f2e3d4")),
    _planted("unticked-must", "pending", "Commit all", ("| [x]    | 1f2e3d4", "| PENDING | 1f2e3d4")),
    _planted("unticked-must", "nobody looked", "Leave an agent", ("| [x]    | Four", "| [ ]    | Four")),
    _planted(
        "unticked-must", "N/A, and not why", "Update", ("[x]    | Two pages", "[N/A]  |          "), but="open tables"
    ),
    _planted(
        "unticked-must", "an item", "MUST: Push", ("- [x] Complete", "- [ ] MUST: Push the branch\n- [x] Complete")
    ),
    _evidence("contradicted-tick", "still to come", "Commit pending"),
    _evidence("contradicted-tick", "not done", "Skipped - git was not available in this session"),
    _evidence("contradicted-tick", "going to", "Will commit with the next change"),
    _evidence("contradicted-tick", "not yet", "Not yet committed"),
    _item("contradicted-tick", "an item", "Commit all of it (pending)"),
    _planted("boilerplate-evidence", "three of four", "Content in context", *TEMPLATE_WORDS),
    _planted("dangling-evidence", "no such output", "Output below", ("### Lint Output\n\n0 errors in 4 files.\n", "")),
    _planted(
        "dangling-evidence",
        "a commit that isn't there",
        "see below",
        ("1f2e3d4 in the branch", "Commit SHA: see below"),
    ),
]
FILLING = [
    _evidence("leftover-placeholder", "a blank", "_______"),
    _evidence("leftover-placeholder", "a word in brackets", "Commit SHA: [SHA]"),
    _evidence("leftover-placeholder", "to be determined", "TBD"),
    _planted(
        "leftover-placeholder", "of a label", "[branch name]", ("**Date**", "**Branch**: [branch name]\n- **Date**")
    ),
    _planted(
        "leftover-placeholder",
        "a whole passage",
        "(To be filled",
        ("0 errors in 4 files.", "(To be filled after the run)"),
    ),
    _planted("leftover-placeholder", "to be pasted", "[Paste", ("0 errors in 4 files.", "[Paste lint output here]")),
    _planted("torn-row", "a cell too many", "and more", ("| 1f2e3d4 in the branch |", "| 1f2e3d4 | and more |")),
    _planted("torn-row", "a cell too few", "Commit all", ("| [x]    | 1f2e3d4 in the branch |", "| [x] and 1f2e3d4 |")),
    _planted(
        "torn-row",
        "a pipe in code",
        "api_key",
        ("1f2e3d4 in the branch", "1f2e3d4, and `grep -E 'api_key|token'` finds nothing"),
        but="tight tables, open tables, indented tables, other column order, extra column",
    ),
]
STATE = [
    _noted(
        "unsettled-agent",
        "a table of its own",
        "| PR | Agent ID | Status | Summary |\n| -- | -------- | ------ | ------- |\n"
        "| 12 | a16199b | ✅ Complete | Merged |\n| 13 | a2af10e | ⏳ Executing | In review |",
        "a2af10e",
    ),
    _noted("unsettled-agent", "a sentence", "- PR 12 and 13: agents still running", "still running"),
    _noted(
        "mixed-verdict",
        "a tick beside it",
        "| PR | Owner | Result | Summary |\n| -- | ----- | ------ | ------- |\n| 12 | us | ✅ Failed | Not merged |",
        "Not merged",
    ),
    _noted(
        "mixed-verdict",
        "a cross beside it",
        "| PR | Owner | Result | Summary |\n| -- | ----- | ------ | ------- |\n| 12 | us | ❌ Complete | Merged |",
        "Merged",
    ),
    in_record("mixed-verdict", "of an agent", CLEAN, "✅ FAILED", _last("FAILED", "✅ FAILED")),
    _planted("disagreement", "open and complete", "In progress", ("CLOSED", "In progress")),
    _planted(
        "disagreement",
        "two days",
        "2026-01-06",
        ("impact analysis", "impact analysis, 2026-01-05"),
        ("**Date**: 2026-01-05", "**Date**: 2026-01-06"),
        path="session-log.md",
    ),
    _planted(
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
    _planted("wrong-name", "no number", "Session log", path="2026-01-05-session-impact.md", but="BOM"),
    _planted("wrong-name", "no such day", "Session log", path="2026-02-30-session-01.md"),
    _planted("wrong-name", "another day", "2026-01-05", path="2026-01-06-session-01.md"),
    _planted(
        "wrong-name", "another number", "Session 7", ("Session log: impact analysis", "Session 7: impact analysis")
    ),
]
SECTIONS = [
    Mutation("missing-section", "no end", f"# Session log: a review\n\n- **Status**: CLOSED\n{START}", "Session Start"),
    in_record("missing-section", "no outputs", replace(CLEAN, outputs=()), "Parallel Execution Results"),
    in_record(
        "duplicate-section", "two results", CLEAN, "Synthesized Result", _added("### Synthesized Result\n\nOr none.")
    ),
    _planted("duplicate-section", "two ends", "Session End", (START, "\n## Session End\n\nNothing more.\n" + START)),
    in_record("empty-section", "no conflicts", CLEAN, "Conflicts", _added("### Conflicts")),
    in_record(
        "empty-section",
        "a table's head",
        CLEAN,
        "Metrics",
        _added("### Metrics\n\n| Metric | Value |\n| ------ | ----- |"),
    ),
    _planted("empty-section", "of the session", "Session Start", (START, "\n## Session Start\n")),
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
        replace(CLEAN, result="Not assessed: the record was written from a transcript."),
        "Synthesized Result",
    ),
    in_record("unassessed-record", "no impact", row(CLEAN, "failures", 0, impact="not assessed"), "not assessed"),
    in_record(
        "unassessed-record",
        "no check",
        replace(
            CLEAN, validation=tuple(replace(item, mark="waived", reason=NOT_ASSESSED) for item in CLEAN.validation)
        ),
        "No agent depends",
    ),
    replace(
        in_record("unknown-agent", "in the log", CLEAN, "| devops"), agents=frozenset({"architect", "security", "qa"})
    ),
]
CLAIMS = [
    _noted("wrong-arithmetic", "a percentage", "The dispatch took ~40% less time (20 min vs 50 min).", "~40%"),
    _noted("wrong-arithmetic", "a share", "Success rate: 57% (4 of 9 checks).", "57%"),
    _noted("wrong-arithmetic", "a factor", "The suite is 3x faster: 60 s down to 30 s.", "3x"),
    _noted(
        "wrong-arithmetic",
        "in a row",
        "| Metric | Before | After | Improvement |\n| ------ | ------ | ----- | ----------- |\n"
        "| Wall-clock | 50 min | 20 min | 40% faster |",
        "40%",
    ),
    _noted("wrong-total", "a whole", "Dispatched 3, succeeded 2, failed 2.", "Dispatched"),
    _noted(
        "wrong-total",
        "a sum row",
        "| Phase | Duration |\n| ----- | -------- |\n| Design | 10 min |\n| Review | 20 min |\n| **Total** | 40 min |",
        "40 min",
    ),
    _noted(
        "wrong-total",
        "of the rows",
        "| PR | State |\n| -- | ----- |\n| 12 | merged |\n| 13 | merged |\n| 14 | open |\n\nTotal PRs: 2",
        "Total PRs: 2",
        but="other column order",  # what the rows are is said by the first column
    ),
    _noted("unbacked-claim", "no baseline", "Parallel dispatch saved 30+ minutes.", "30+"),
    in_record(
        "wrong-metric",
        "saved, of no sum",
        replace(CLEAN, metrics=replace(MEASURED, sequential="", saved="400 s")),
        "400 s",
    ),
]


def _beside(text: str) -> Sequence[Finding]:
    rule = RULES["duplicate-id"]
    return same_ids(rule, Checker([rule]).read(text, PATH), "2026-01-05-session-01-cache.md")


IDS = [Mutation("duplicate-id", "another log's number", SESSION, "Session log", held=_beside)]
MUTATIONS = [*IDS, *DUTIES, *FILLING, *STATE, *SECTIONS, *CLAIMS]
