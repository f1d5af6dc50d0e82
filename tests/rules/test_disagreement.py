import pytest

from checked import found, lines
from records import log

RULE = "disagreement"


def test_the_head_against_the_closing_tick() -> None:
    text = "# Session 1\n\n- **Status**: In Progress\n\n## Session End\n\n- [x] Complete session log\n"
    message = '"In Progress" is said here of the log, and line 7 ticks "Complete session log"'
    assert [(3, message)] == found(RULE, text)
    assert [] == found(RULE, text.replace("[x]", "[ ]"))
    assert [] == found(RULE, text.replace("In Progress", "Complete"))


def test_the_head_against_the_end() -> None:
    text = "# Session 1\n\n- **Status**: Complete\n\n## Next\n\n**Session Status**: [IN_PROGRESS] - awaiting a push\n"
    message = '"[IN_PROGRESS] - awaiting a push" is said here of the log, and "Complete" in line 3'
    assert [(7, message)] == found(RULE, text)
    assert [] == found(RULE, text.replace("awaiting a push", "corrected after the review"))


def test_front_matter_against_the_head() -> None:
    text = "---\nstatus: open\n---\n\n# Session 1\n\n- **Status**: CLOSED\n"
    assert [(7, '"CLOSED" is said here of the log, and "open" in line 2')] == found(RULE, text)


def test_the_status_of_something_else_is_no_statement() -> None:
    text = "# Session 1\n\n- **Status**: Complete\n\n## CI\n\n**Status**: Running\n"
    assert [] == found(RULE, text)
    assert [] == found(RULE, f"{text}\n#### Another session\n\n**Session Status**: Running\n")


def test_the_day_of_the_title() -> None:
    text = "# Session 1 - 2026-01-05\n\n- **Date**: 2026-01-06\n"
    assert [(3, "the log is of 2026-01-06 here, and its title says 2026-01-05")] == found(RULE, text)
    assert [] == found(RULE, text.replace("01-06", "01-05"))


@pytest.mark.parametrize(
    ("second", "expected"),
    [("`3e85005`", []), ("3e8500512345 (main)", []), ("1a2b3c4", [7]), ("TBD", []), ("[SHA]", [])],
)
def test_the_starting_commit(second: str, expected: list[int]) -> None:
    text = f"# Session 1\n\n- **Starting Commit**: 3e85005\n\n### Git State\n\n- **Starting Commit**: {second}\n"
    assert expected == lines(RULE, text)


RECORD = """# Session log: x

- **Status**: CLOSED

## Dispatch Log

| Agent | Started | Status |
|-------|---------|--------|
{runs}
## Parallel Execution Results

{prose}

### Agent Outputs

| Agent | Status |
|-------|--------|
{outputs}"""


def record(runs: dict[str, str], outputs: dict[str, str], prose: str = "") -> str:
    run_rows = "".join(f"| {agent} | 2026-01-05T09:00:00Z | {status} |\n" for agent, status in runs.items())
    rows = "".join(f"| {agent} | {status} |\n" for agent, status in outputs.items())
    return RECORD.format(runs=run_rows, outputs=rows, prose=prose)


def test_the_dispatch_log_against_the_outputs() -> None:
    text = record({"qa": "COMPLETE"}, {"QA": "❌ Failed"})
    assert [(19, "QA is FAILED here, and COMPLETE by the Dispatch Log in line 9")] == found(RULE, text)


@pytest.mark.parametrize(
    ("run", "outcome"),
    [
        ("COMPLETE", "COMPLETE"),
        ("COMPLETE", "PARTIAL"),
        ("FAILED", "TIMEOUT"),
        ("RUNNING", "FAILED"),
        ("COMPLETE", "PENDING"),
        ("FAILED", "BLOCKED"),
        ("COMPLETE", "SKIPPED"),
        ("COMPLETE", "FROBNICATED"),
    ],
)
def test_statuses_that_may_both_be_true(run: str, outcome: str) -> None:
    assert [] == found(RULE, record({"qa": run}, {"qa": outcome}))


def test_a_retry_that_worked() -> None:
    assert [] == found(RULE, record({"qa": "FAILED", "qa (retry)": "COMPLETE"}, {"qa": "COMPLETE"}))


def test_an_agent_s_own_section() -> None:
    text = record({"qa": "COMPLETE"}, {"qa": "COMPLETE"}) + "\n#### QA\n\n**Status**: FAILED\n"
    assert [(23, "qa is FAILED here, and COMPLETE in line 19")] == found(RULE, text)
    assert [] == found(RULE, text.replace("FAILED\n", "FAILED at first, corrected\n"))
    assert [] == found(RULE, text.replace("#### QA", "#### qa engineer"))


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Dispatched 3, succeeded 2, failed 1.", [14]),
        ("Dispatched 2, succeeded 2, failed 0.", [14]),
        ("3 agents were dispatched, 1 failed.", [14]),
        ("Dispatched 2, succeeded 1, failed 1.", []),
        ("Dispatched 2, succeeded 2, failed 1.", []),  # doesn't add up by itself: wrong-total
        ("2 tests failed, 40 succeeded.", []),
        ("Failed 3 times.", []),
    ],
)
def test_the_numbers_against_the_rows(prose: str, expected: list[int]) -> None:
    text = record({"qa": "COMPLETE", "devops": "FAILED"}, {"qa": "COMPLETE", "devops": "FAILED"}, prose)
    assert expected == lines(RULE, text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("4 dispatched, 2 succeeded, 2 skipped", "2 succeeded are said here, and by the rows of Agent Outputs it's 3"),
        ("5 dispatched, 3 succeeded", "5 dispatched are said here, and by the rows of Agent Outputs it's 3 or 4"),
        ("4 dispatched, 3 succeeded, 1 skipped", ""),
        ("3 dispatched, 3 succeeded, 1 skipped", ""),
        ("3 succeeded", ""),
    ],
)
def test_the_numbers_in_the_head_against_the_rows(line: str, expected: str) -> None:
    ends = {"qa": "COMPLETE", "devops": "COMPLETE", "security": "COMPLETE", "docs": "SKIPPED"}
    text = record(ends, ends).replace("- **Status**: CLOSED", f"- **Status**: CLOSED\n- **Agents**: {line}")
    assert ([(4, expected)] if expected else []) == found(RULE, text)


@pytest.mark.parametrize("prose", ["Dispatched 3, succeeded 3.", "Dispatched 3, succeeded 1, failed 2."])
def test_who_gave_a_part_counts_as_people_like(prose: str) -> None:
    ends = {"qa": "COMPLETE", "devops": "PARTIAL", "security": "COMPLETE" if "3." in prose else "FAILED"}
    assert [] == found(RULE, record(ends, ends, prose))


def test_a_record_without_a_heading_for_its_results() -> None:
    text = record({"qa": "COMPLETE"}, {"qa": "COMPLETE"}, "Dispatched 3, succeeded 2, failed 1.")
    assert [] == found(RULE, text.replace("## Parallel Execution Results", "## Notes"))


def test_an_agent_s_section_against_its_row() -> None:
    section = "### Agent: qa\n\n- **Status**: FAILED\n- **Tier**: P0\n- **Started**: 2026-01-05T09:03:30Z\n"
    text = f"{log()}\n{section}- **Finished**: 2026-01-05T10:05:00+01:00\n"
    line = text.split("\n").index("### Agent: qa") + 1
    said = found("disagreement", text)
    assert [line + 2, line + 3, line + 4] == [at for at, _ in said]
    assert said[0][1].startswith("qa is FAILED here, and COMPLETE in line ")
    assert said[1][1].startswith("qa is P0 here, and P1 in line ")
    assert said[2][1].startswith("qa started 2026-01-05T09:03:30Z here, and 2026-01-05T09:03:00Z in line ")
    assert [] == found(
        "disagreement", text.replace("FAILED\n- **T", "DONE\n- **T").replace("P0\n", "").replace("3:30Z", "3:00Z")
    )


CALLED = """# Session 1

| Status | Count | Action |
|--------|-------|--------|
| URGENT (today) | 2 | Mend |
| INFORMATIONAL | {count} | None |

## Stale notices

- 14 notices on merged changes (#1, #2)
- 4 notices on closed changes
- All {verb} as {name} (nothing to do)
"""


@pytest.mark.parametrize("verb", ["identified", "were classified", "of them were marked", "categorised"])
def test_what_is_called_by_one_name_is_counted_once(verb: str) -> None:
    text = CALLED.format(count=13, verb=verb, name="INFORMATIONAL")
    assert [(12, "18 (14 + 4) are called INFORMATIONAL here, and the table counts 13 in line 6")] == found(RULE, text)
    assert [] == found(RULE, CALLED.format(count=18, verb=verb, name="INFORMATIONAL"))


@pytest.mark.parametrize(
    "text",
    [
        CALLED.format(count=13, verb="identified", name="stale"),
        CALLED.format(count="~13", verb="identified", name="INFORMATIONAL"),
        CALLED.format(count=13, verb="identified", name="INFORMATIONAL").replace("- 4 notices", "- 4 comments"),
        CALLED.format(count=13, verb="identified", name="INFORMATIONAL").replace("- 4", "\nOthers:\n\n- Some of 4"),
        CALLED.format(count=13, verb="identified", name="INFORMATIONAL").replace("| Count |", "| Lines |"),
        CALLED.format(count=13, verb="identified", name="INFORMATIONAL").replace("| URGENT (today)", "| INFORMATIONAL"),
    ],
)
def test_counts_of_something_else_are_no_disagreement(text: str) -> None:
    assert [] == found(RULE, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "---\ndate: 2026-01-05\n---\n# Session 1 - 2026-01-06\n",
            "2026-01-06 here, and its front matter says 2026-01-05",
        ),
        (
            "---\ndate: '2026-01-05'\n---\n# Session 1\n\n- **Date**: 2026-01-07\n",
            "2026-01-07 here, and its front matter says 2026-01-05",
        ),
        ("---\ndate: 2026-01-05\n---\n# Session 1 - 2026-01-05\n\n- **Date**: 2026-01-05 (Monday)\n", ""),
        ("---\ndate: tomorrow\n---\n# Session 1 - 2026-01-05\n", ""),
    ],
)
def test_the_day_in_front_matter_title_and_head(text: str, expected: str) -> None:
    assert ([f"the log is of {expected}"] if expected else []) == [message for _, message in found(RULE, text)]


SECTION = "# Session 1\n\n### Agent: qa\n\n- **Started**: {0}\n- **Finished**: {1}\n- **Duration**: {2}\n"
ROW = "# Session 1\n\n| Agent | Started | Finished | Duration |\n|---|---|---|---|\n| qa | {0} | {1} | {2} |\n"
BLOCK = "# Session 1\n\n## Parallel work\n\n### Section A: QA\nAgent: qa\nStart: {0}\nEnd: {1}\nElapsed: {2}\n"


@pytest.mark.parametrize(("form", "line"), [(SECTION, 7), (ROW, 5), (BLOCK, 9)])
@pytest.mark.parametrize(
    ("start", "end", "duration", "right"),
    [
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "15 minutes", "5 min"),
        ("2026-01-05T09:00:00Z", "2026-01-05T10:05:00+01:00", "1 h", "5 min"),
        ("09:00", "09:45", "~15 min", "45 min"),
        ("23:50 UTC", "00:20 UTC", "2h", "30 min"),
        ("09:00:00", "09:01:30", "30 s", "90 s"),
    ],
)
def test_a_duration_against_its_times(form: str, line: int, start: str, end: str, duration: str, right: str) -> None:
    message = f"{start} to {end} is {right}, not {duration}"
    assert [(line, message)] == found(RULE, form.format(start, end, duration))


@pytest.mark.parametrize("form", [SECTION, ROW, BLOCK])
@pytest.mark.parametrize(
    ("start", "end", "duration"),
    [
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "5 min"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:29Z", "~5 minutes"),
        ("2026-01-05T09:00:00Z", "2026-01-05T10:30:00Z", "1.5 h"),
        ("2026-01-05T09:00:00Z", "2026-01-05T10:30:00Z", "1h30m"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "15 minutes of active work over the day"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "<10 min"),
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "N/A"),
        ("2026-01-05T09:05:00Z", "2026-01-05T09:00:00Z", "5 min"),
        ("09:00", "2026-01-05T09:05:00Z", "50 min"),
        ("Start", "End", "50 min"),
        ("23:50", "00:20", "30 min"),
        ("09:00", "09:45", "45 min 20 s"),
    ],
)
def test_a_duration_that_fits_or_cannot_be_judged(form: str, start: str, end: str, duration: str) -> None:
    assert [] == found(RULE, form.format(start, end, duration))


def test_another_table_against_the_record() -> None:
    table = "\n## Team\n\n| Agent | Status |\n|---|---|\n| QA | {} |\n"
    text = record({"qa": "COMPLETE"}, {"qa": "COMPLETE"})
    assert [(25, "QA is FAILED here, and COMPLETE in line 19")] == found(RULE, text + table.format("❌ Failed"))
    failed = text + table.format("❌ Failed")
    assert [] == found(RULE, failed.replace("## Team", "## Single agents"))
    assert [] == found(
        RULE,
        failed.replace("| Agent | Status |\n|---|---|\n| QA |", "| Agent | Call | Status |\n|---|---|---|\n| QA | b |"),
    )
    for status in ("Done", "FAIL", "Partial", "running", "Failed at first, corrected", "Nobody knows"):
        assert [] == found(RULE, text + table.format(status))


ROWS = "| #1 | a1 | ✅ Done |\n| #2 | a2 | {} |\n"
FREE = "# Session 1\n\n## Parallel review\n\n{}\n\n| PR | Agent ID | Status |\n|---|---|---|\n" + ROWS


@pytest.mark.parametrize(
    ("prose", "status", "expected"),
    [
        (
            "Dispatched 3, succeeded 2, failed 1.",
            "✅ Done",
            "3 dispatched are said here, and by the rows of the table it's 2",
        ),
        (
            "Dispatched 2, succeeded 2, failed 0.",
            "❌ Failed",
            "2 succeeded are said here, and by the rows of the table it's 1",
        ),
        ("Dispatched 2, succeeded 2.", "Partial", ""),
        ("Dispatched 1, succeeded 1.", "⏭️ Skipped", ""),
        ("Dispatched 2, succeeded 2.", "Clear", ""),
        ("Dispatched 2, succeeded 1, failed 1.", "❌ Failed", ""),
        ("40 tests succeeded, 2 failed.", "✅ Done", ""),
    ],
)
def test_the_numbers_against_a_table_of_the_log_s_own(prose: str, status: str, expected: str) -> None:
    assert ([(5, expected)] if expected else []) == found(RULE, FREE.format(prose, status))


WORK = "# Session 1\n\n- **Status**: {0}\n\n## {1}\n\n### Review\n\n**Status**: {2}\n"


@pytest.mark.parametrize("status", ["In Progress", "⏳ pending", "🟢 IN_PROGRESS"])
def test_work_in_progress_in_a_closed_log(status: str) -> None:
    message = f'the log is closed, and the work "Review" is still "{status}"'
    assert [(9, message)] == found(RULE, WORK.format("CLOSED", "Work Log", status))


@pytest.mark.parametrize(
    ("log_status", "heading", "status"),
    [
        ("In progress", "Work Log", "In Progress"),
        ("CLOSED", "Work Log", "Complete"),
        ("CLOSED", "Work Log", "In progress, continued in session 2"),
        ("CLOSED", "CI runs", "In Progress"),
        ("CLOSED", "Work Log", "the work tree has earlier changes"),
    ],
)
def test_work_that_is_done_or_goes_on_elsewhere(log_status: str, heading: str, status: str) -> None:
    assert [] == found(RULE, WORK.format(log_status, heading, status))


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("Notes for Next Session", "- Session 1 was preparatory; the work continues in session 2.", []),
        ("Handoff", "Continued by the implementer.", []),
        ("Next Steps", "1. Continue with the review", []),
        ("Next Steps", "- Merge it", [9]),
        ("Next Steps", "- CI continues to be slow", [9]),
        ("Findings", "- The call continues in session.py", [9]),
    ],
)
def test_work_that_the_next_session_goes_on_with(heading: str, text: str, expected: list[int]) -> None:
    log_text = WORK.format("CLOSED", "Work Log", "In Progress")
    assert expected == lines(RULE, f"{log_text}\n## {heading}\n\n{text}\n")
