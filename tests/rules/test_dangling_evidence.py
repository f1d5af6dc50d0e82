import pytest

from checked import found, lines

RULE = "dangling-evidence"
HEAD = "# Session 1\n\n| Req | Step | Status | Evidence |\n|---|---|---|---|\n"


def log(step: str, evidence: str, below: str = "", status: str = "[x]") -> str:
    return f"{HEAD}| MUST | {step} | {status} | {evidence} |\n\n{below}"


def test_nothing_answers() -> None:
    message = '"Commit SHA: see below" is said here, and nothing below is about a commit'
    assert [(5, message)] == found(RULE, log("Commit all changes", "Commit SHA: see below", "- `docs: add it`\n"))


@pytest.mark.parametrize(
    ("step", "evidence", "below"),
    [
        ("Commit all changes", "Commit SHA: see below", "- 3e85005 docs\n"),
        (
            "Commit all changes",
            "See commits below",
            "| Requirement | Status | Evidence |\n|---|---|---|\n| SHA | [x] | 3354850 |\n",
        ),
        ("Note starting commit", "SHA documented below", "```text\ncommit 1a2b3c4d\n```\n"),
        ("Run markdown lint", "Output below", "### Lint Output\n\n[Paste output here]\n"),
        ("Run markdown lint", "Output below", "0 errors.\n"),
        ("Verify git status", "Output documented below", "- **Status**: clean\n"),
        ("List skill scripts", "Output documented below", "Available skills:\n"),
        ("Declare the branch", "Branch documented below", "**Current Branch**: main\n"),
        ("Verify clean git status", "See Final Check below", "## Final Check\n\nAll well.\n"),
        ("Ask the reviewers", "Answers below", ""),  # about something else
    ],
)
def test_what_answers(step: str, evidence: str, below: str) -> None:
    assert [] == lines(RULE, log(step, evidence, below))


@pytest.mark.parametrize(
    ("step", "evidence", "below"),
    [
        ("Run markdown lint", "Output below", "### Lint Output\n"),
        ("Run markdown lint", "Output below", "## Notes\n\nThat's all.\n"),
        ("List skill scripts", "Listed below", "<!-- skills -->\n"),
    ],
)
def test_what_does_not(step: str, evidence: str, below: str) -> None:
    assert [5] == lines(RULE, log(step, evidence, below))


def test_what_stands_above_is_not_below() -> None:
    text = log("Commit all changes", "Commit SHA: see below").replace("# Session 1\n", "# Session 1\n\nFrom 3e85005.\n")
    assert [7] == lines(RULE, text)


def test_an_open_row_points_nowhere_yet() -> None:
    assert [] == lines(RULE, log("Commit all changes", "Commit SHA: see below", status="[ ]"))
