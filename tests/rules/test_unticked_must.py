import pytest

from checked import found, lines

RULE = "unticked-must"
HEAD = "# Session 1\n\n- **Status**: {status}\n\n| Req | Step | Status | Evidence |\n|---|---|---|---|\n"


def log(*rows: str, status: str = "Complete") -> str:
    return HEAD.format(status=status) + "".join(f"| {row} |\n" for row in rows)


TICKED = "MUST | Create the log | [x] | This file"


def test_an_open_must_of_a_closed_log() -> None:
    message = "the log is closed, and this MUST is still open: Run lint"
    assert [(8, message)] == found(RULE, log(TICKED, "MUST | Run lint | [ ] | Output below"))


@pytest.mark.parametrize("status", ["[ ]", "", "Pending", "⏳ Running", "[⏸️]"])
def test_whatever_the_notation(status: str) -> None:
    assert [8] == lines(RULE, log(TICKED, f"MUST | Run lint | {status} | Loading..."))


@pytest.mark.parametrize("status", ["❌", "FAILED", "[FAIL]", "❌ No", "no", "N", "No (not yet)"])
def test_a_must_that_the_log_says_was_not_met(status: str) -> None:
    message = "the log is closed, and this MUST wasn't met: Run lint"
    row = f"MUST | Run lint | {status} | three errors are left"
    assert [(8, message)] == found(RULE, log(TICKED, row))
    assert [] == found(RULE, log(TICKED, row.replace("MUST", "SHOULD")))
    assert [] == found(RULE, log(TICKED, row, status="OPEN"))


@pytest.mark.parametrize("status", ["OPEN", "In progress", "reviewed"])
def test_a_log_that_is_not_closed_is_let_be(status: str) -> None:
    assert [] == lines(RULE, log(TICKED, "MUST | Run lint | [ ] | ", status=status))


@pytest.mark.parametrize(
    "row",
    [
        "MUST | Run lint | [N/A] | Not a Markdown change",
        "MUST | Run lint | [ ] | N/A - no Markdown",
        "MUST | Run lint | [ ] | Not applicable for investigation",
        "MUST | Run lint | [ ] | SKIPPED: analysis-only session",
        "MUST | Run lint | [SKIPPED] | Docs-only session",
        "MUST | Run lint | ❌ | N/A: no Markdown",
        "MUST | Run lint | FAILED | The linter was not installed",
        "MUST | Run lint | FAILED | timeout: tool unavailable",
        "MUST NOT | Update HANDOFF.md | ❌ | not touched",
        "MUST | Route to qa (feature implementation) | [ ] | Renaming only, no functional change",
        "~~MUST~~ | ~~Run lint~~ | [ ] | withdrawn",
        "MUST | ~~Run lint~~ | [ ] | withdrawn",
        "SHOULD | Run lint | [ ] | ",
        "MAY | Run lint | [ ] | ",
        "MUST NOT | Update HANDOFF.md | [x] | HANDOFF.md unchanged",
    ],
)
def test_rows_that_are_settled(row: str) -> None:
    assert [] == lines(RULE, log(TICKED, row))


def test_a_prohibition_that_nobody_verified() -> None:
    message = "the log is closed, and nobody verified this MUST NOT: Update HANDOFF.md"
    assert [(8, message)] == found(RULE, log(TICKED, "MUST NOT | Update HANDOFF.md | [ ] | HANDOFF.md unchanged"))


def test_na_needs_a_reason() -> None:
    assert [(8, "this MUST is N/A without a reason: Run lint")] == found(
        RULE, log(TICKED, "MUST | Run lint | [N/A] | ")
    )


def test_the_same_duty_may_be_ticked_in_another_table() -> None:
    end = "\n## Session End\n\n| Req | Step | Status | Evidence |\n|---|---|---|---|\n| MUST | {} | [x] | done |\n"
    start = log(TICKED, "MUST | Update HANDOFF.md | [ ] | Will update at session end")
    assert [] == lines(RULE, start + end.format("Update `.agents/HANDOFF.md` (include session log link)"))
    assert [8] == lines(RULE, start + end.format("Update the memory"))


def test_a_table_without_a_tick_is_one_finding() -> None:
    rows = [f"MUST | Step {letter} | [ ] | Output below" for letter in "abcd"]
    assert [(7, "the log is closed, and none of the 4 MUST rows of this table is ticked")] == found(RULE, log(*rows))


def test_items_with_a_level_count_and_others_do_not() -> None:
    items = "- [ ] MUST: run lint\n- [ ] Tidy up\n- [x] MUST: commit\n- [ ] MUST: qa (N/A: docs)\n"
    assert [5] == lines(RULE, f"# Session 1\n\n**Status**: CLOSED\n\n{items}")


def test_of_a_template_that_was_never_filled_only_the_prohibitions() -> None:
    rows = ["MUST | Run lint | [ ] | Output below", "MUST | Commit | [ ] | Commit SHA: _______"]
    rows += ["MUST NOT | Update HANDOFF.md | [ ] | HANDOFF.md unchanged"]
    left = "\n## [Task/Topic]\n\n- [Action taken]\n"
    message = "the log was never filled, and nobody verified this MUST NOT: Update HANDOFF.md"
    assert [(9, message)] == found(RULE, log(*rows, status="") + left)
    assert [] == found(RULE, log(*rows, status="OPEN") + left)
    assert [] == found(RULE, log(TICKED, *rows, status="") + left)


def test_fenced_tables_are_no_duties() -> None:
    assert [] == lines(RULE, "# Session 1\n\n**Status**: CLOSED\n\n```markdown\n" + log("MUST | x | [ ] | ") + "```\n")


CLOSING = "# Session 1\n\n- **Status**: COMPLETE\n\n## {heading}\n\n- [x] Findings written\n- [ ] {step}\n"


@pytest.mark.parametrize("heading", ["Session End Checklist", "Session End (COMPLETE ALL before closing)"])
def test_a_step_of_the_closing_checklist_needs_no_level(heading: str) -> None:
    message = "the log is closed, and this step of its end is still open: Commit the log"
    assert [(8, message)] == found(RULE, CLOSING.format(heading=heading, step="Commit the log"))


def test_a_closing_table_without_levels_is_read_alike() -> None:
    table = "| Requirement | Status | Evidence |\n|---|---|---|\n| Lint | PENDING | Will run before commit |\n"
    assert [9] == lines(RULE, f"# Session 1\n\n- **Status**: Complete\n\n## Session End Checklist\n\n{table}")


@pytest.mark.parametrize(
    ("heading", "step"),
    [
        ("Session End Checklist", "Checks verified (the next session will confirm)"),
        ("Session End Checklist", "Update the plan - not needed for a review"),
        ("Session End Checklist", "~~Commit the log~~"),
        ("Session End Checklist", "MAY tidy up"),
        ("Session End Checklist", "Findings written"),
        ("Session End", "Ask the user about the second branch"),
        ("Next steps checklist", "Commit the log"),
    ],
)
def test_a_step_that_is_no_duty_of_the_end_is_let_be(heading: str, step: str) -> None:
    assert [] == lines(RULE, CLOSING.format(heading=heading, step=step))


def test_a_log_that_says_elsewhere_that_it_is_open_has_one_fault() -> None:
    text = CLOSING.format(heading="Session End Checklist", step="Commit the log")
    assert [] == lines(RULE, f"{text}\n## State\n\n**Session Status**: In progress\n")
