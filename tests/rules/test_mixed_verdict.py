import pytest

from checked import found, lines

RULE = "mixed-verdict"


def log(status: str, title: str = "Status") -> str:
    return f"# Session 1\n\n| Agent | {title} |\n|---|---|\n| qa | {status} |\n"


@pytest.mark.parametrize(
    ("status", "mark", "word"),
    [
        ("✅ Running", "COMPLETE", "RUNNING"),
        ("[x] Pending", "COMPLETE", "PENDING"),
        ("❌ PASS", "FAILED", "COMPLETE"),
        ("⏳ Done", "RUNNING", "COMPLETE"),
        ("[ ] COMPLETE", "PENDING", "COMPLETE"),
        ("⏳ Failed", "RUNNING", "FAILED"),
        ("**✅ FAILED**", "COMPLETE", "FAILED"),
    ],
)
def test_mark_against_word(status: str, mark: str, word: str) -> None:
    assert [(5, f'"{status}": the mark says {mark}, the word says {word}')] == found(RULE, log(status))


@pytest.mark.parametrize(
    "status",
    [
        "✅ Complete",
        "[x] PASS",
        "✅ N/A",
        "✅ Skipped",
        "✅ Partial",
        "⏳ Pending",
        "⚠️ Failed",
        "✅",
        "Running",
        "✅ Fixed a failed test",
        "❌ Timed out",
        "",
    ],
)
def test_what_goes_together(status: str) -> None:
    assert [] == lines(RULE, log(status))


def test_other_columns_and_torn_rows_are_let_be() -> None:
    assert [] == lines(RULE, log("✅ Running", "Summary"))
    assert [] == lines(RULE, log("✅ Running | x"))
    assert [] == lines(RULE, log("✅ Running").replace("| qa |", "| ~~qa~~ |"))
