import pytest

from checked import found, lines

RULE = "leftover-placeholder"
ROWS = "| Req | Step | Status | Evidence |\n|---|---|---|---|\n"


def closed(body: str) -> str:
    return f"# Session 1\n\n- **Status**: CLOSED\n\n{body}"


def test_each_placeholder_is_a_finding() -> None:
    text = closed("**Starting Commit**: TBD\n\n[Paste output here]\n\n- (To be filled after the synthesis)\n")
    assert [
        (5, "a placeholder was left as it is: Starting Commit: TBD"),
        (7, "a placeholder was left as it is: [Paste output here]"),
        (9, "a placeholder was left as it is: (To be filled after the synthesis)"),
    ] == found(RULE, text)


@pytest.mark.parametrize("status", ["OPEN", "In progress", "Superseded by session 2"])
def test_a_log_that_is_open_or_withdrawn_is_let_be(status: str) -> None:
    assert [] == found(RULE, f"# Session 1\n\n- **Status**: {status}\n- **Branch**: TBD\n")


def test_a_log_that_does_not_say_is_judged() -> None:
    assert [3] == lines(RULE, "# Session 1\n\n- **Branch**: TBD\n")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("MUST | Commit | [x] | Commit SHA: _______", [7]),
        ("SHOULD | Retrospective | [x] | Doc: _______", [7]),
        ("SHOULD | Retrospective | [ ] | Doc: _______", []),
        ("MUST | Commit | [ ] | Commit SHA: _______", []),  # unticked-must says it
        ("MUST | Commit | [N/A] | Commit SHA: _______", []),
        ("~~MUST~~ | Commit | [x] | _______", []),
    ],
)
def test_rows_of_a_closed_log(row: str, expected: list[int]) -> None:
    assert expected == lines(RULE, closed(f"{ROWS}| {row} |\n"))


def test_an_open_must_of_a_log_that_does_not_say() -> None:
    text = f"# Session 1\n\n{ROWS}| MUST | a | [x] | b |\n| MUST | Commit | [ ] | Commit SHA: _______ |\n"
    assert [6] == lines(RULE, text)


def test_a_template_that_was_never_filled_is_one_finding() -> None:
    rows = "".join(f"| MUST | Step {letter} | [ ] | Output below |\n" for letter in "abcd")
    head = "# Session 1\n\n- [List from directory scan]\n- **Branch**: [branch name]\n\n"
    text = f"{head}{ROWS}{rows}\n[Paste output here]\n"
    message = "the template was never filled in: 4 rows are open, and 3 placeholders stand where text belongs"
    assert [(4, message)] == found(RULE, text)
    assert [] == found(RULE, text.replace("# Session 1\n", "# Session 1\n\n- **Status**: OPEN\n"))
    assert [3, 4, 13] == lines(RULE, text.replace("[ ] | Output", "[x] | Output", 1) + "")


RECORD = """## Parallel Execution Results

### Agent Outputs

| Agent | Status   | Output Location | Key Findings |
|-------|----------|-----------------|--------------|
| qa    | COMPLETE | qa/plan.md      | [Summary]    |

### Aggregation Strategy: merge

### Synthesized Result

[Combined findings from all successful agents]

### Failed Agents

| Agent | Error           | Impact               | Action                 |
|-------|-----------------|----------------------|------------------------|
| qa    | [Error details] | [Impact on decision] | [Retry/Skip/Escalate]  |
"""


def test_what_the_rules_on_records_say_is_not_said_twice() -> None:
    assert [
        (11, "a placeholder was left as it is: [Summary]"),
        (23, "a placeholder was left as it is: [Impact on decision]"),
    ] == found(RULE, closed(RECORD))


def test_a_result_with_a_placeholder_in_it_is_reported() -> None:
    text = closed(RECORD.replace("[Combined", "Two modules change.\n\n[Combined"))
    assert 19 in lines(RULE, text)
