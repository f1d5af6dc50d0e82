import pytest

from checked import found, lines

RULE = "wrong-name"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("logs/2026-01-05-session-pr-194.md", "the file's name has no session number: 2026-01-05-session-pr-194.md"),
        ("2026-01-05-session-qa.md", "the file's name has no session number: 2026-01-05-session-qa.md"),
        ("2026-02-30-session-01.md", "the file's name begins with 2026-02-30, which is no day"),
    ],
)
def test_names_that_are_none(path: str, message: str) -> None:
    assert [(1, message)] == found(RULE, "# Session log: x\n", path)


@pytest.mark.parametrize(
    "path",
    [
        "2026-01-05-session-1.md",
        "a/2026-01-05-session-098-FINAL.md",
        "session-log.md",
        "notes.md",
        "2026-01-05-session-12345.md",
    ],
)
def test_names_that_are_let_be(path: str) -> None:
    assert [] == found(RULE, "# Session log: x\n", path)


def test_an_id_is_as_good_as_a_number() -> None:
    text = "# Session log: 3 ways to fail\n\n- **ID**: {}\n"
    assert [] == found(RULE, text.format("787b1594"), "2026-01-05-session-787b1594-x.md")
    assert [] == found(RULE, text.format("12345678"), "2026-01-05-session-12345678.md")
    assert [] == found(RULE, text.format(""), "2026-01-05-session-deadbeef.md")
    assert [(3, "the log is of session 787b1594, and its file's name says 787b1595")] == found(
        RULE, text.format("787b1594"), "2026-01-05-session-787b1595.md"
    )
    assert [1] == lines(RULE, text.format(""), "2026-01-05-session-cafe.md")


def test_what_is_about_a_session_is_no_log_of_one() -> None:
    assert [] == found(
        RULE, "# Retrospective: session failures\n\n**Date**: 2026-01-06\n", "2026-01-05-session-failures.md"
    )


def test_the_day_of_the_head() -> None:
    path = "2026-01-05-session-01.md"
    assert [(3, "the log is of 2026-01-06, and its file's name says 2026-01-05")] == found(
        RULE, "# Session 1\n\n- **Date**: 2026-01-06\n", path
    )
    assert [] == found(RULE, "# Session 1\n\n- **Date**: `2026-01-05` (UTC)\n- **Released**: 2026-02-01\n", path)
    assert [] == found(RULE, "# Session 1\n\n- **Date**: yesterday\n", path)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Session 01 - a review", [1]),
        ("Session Log: 12", [1]),
        ("Session #12: a review", [1]),
        ("Session 98: a review", []),
        ("Session 098 - 2026-01-05", []),
        ("Session Log: 2026-01-05 Session 98", []),
        ("Session log: 3 ways to fail", []),
        ("Review of session 12", []),
    ],
)
def test_the_number_of_the_title(title: str, expected: list[int]) -> None:
    assert expected == lines(RULE, f"# {title}\n", "2026-01-05-session-98-x.md")
