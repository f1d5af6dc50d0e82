"""Comments that silence nothing: what is left of the file when they go."""

import pytest

from allsettled.checking import Checker
from allsettled.rules import RULES
from mended import is_left, mend, mended, refusal, reported

C = "<!-- allsettled: ignore torn-row -- an old table -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"# T\n\n{C}\n\ntext\n", "# T\n\ntext\n"),
        (f"# T\n\n{C}\ntext\n", "# T\n\ntext\n"),
        (f"# T\n{C}\n\ntext\n", "# T\n\ntext\n"),
        (f"one\n{C}\ntwo\n", "one\n\ntwo\n"),
        (f"{C}\n\n# T\n", "# T\n"),
        (f"{C}\n# T\n", "# T\n"),
        (f"# T\n\n{C}\n", "# T\n"),
        (f"# T\n\n{C}", "# T"),
        (f"# T\n{C}\n", "# T\n"),
        (f"# T\n{C}", "# T"),
        (f"# T\n\n{C}\n\n\n", "# T\n\n\n"),
        (f"{C}\n", ""),
        (C, ""),
        (f"# T\n\n{C}\n{C}\n\ntext\n", "# T\n\ntext\n"),
        (f"# T\n\n{C}\n\n{C}\n\ntext\n", "# T\n\ntext\n"),
        (f"# T\n\n  {C}  \n\ntext\n", "# T\n\ntext\n"),
        ("# T\n\n<!--\nallsettled: ignore torn-row\n-- an old table\n-->\n\ntext\n", "# T\n\ntext\n"),
        (f"- a\n\n  {C}\n\n  b\n- c\n", "- a\n\n  b\n- c\n"),
        (f"---\ntitle: T\n---\n{C}\n\ntext\n", "---\ntitle: T\n---\n\ntext\n"),
        ("<!-- allsettled: ignore-file torn-row -- an old table -->\n\n# T\n", "# T\n"),
    ],
)
def test_a_comment_goes_with_its_line(before: str, after: str) -> None:
    assert after == mended(before)
    assert after == mended(after)


TORN = "| a | b |\n|---|---|\n| 1 |\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ignore torn-row, wrong-name -- copied", "ignore torn-row -- copied"),
        ("ignore wrong-name, torn-row -- copied", "ignore torn-row -- copied"),
        ("ignore wrong-name torn-row too-wide -- copied", "ignore torn-row -- copied"),
        ("ignore torn-row,torn-row , wrong-name,too-wide — copied", "ignore torn-row,torn-row — copied"),
        ("ignore wrong-name,\n  torn-row -- copied, torn-row", "ignore torn-row -- copied, torn-row"),
    ],
)
def test_a_rule_goes_from_its_comment(before: str, after: str) -> None:
    assert f"# Session log\n\n<!-- allsettled: {after} -->\n{TORN}" == mended(
        f"# Session log\n\n<!-- allsettled: {before} -->\n{TORN}"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"# T\n\n{C} text\n",  # shares its line
        f"# T\n\n```markdown\n{C}\n```\n",
        f"# T\n\n    {C}\n",
        f"# T\n\n> {C}\n",
        f"# T\n\n`{C}`\n",
        "# T\n\n<!-- allsettled: ignore torn-row -->\n",  # no reason: it's no suppression
        "# T\n\n<!-- allsettled: ignore unknown-rule -- copied -->\n",
    ],
)
def test_what_is_no_comment_of_its_own_is_left(text: str) -> None:
    assert is_left(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"- one\n\n{C}\n\n- two\n", "3: what stands around it would be read in another way"),
        (f"- one\n{C}\n- two\n", "2: what stands around it would be read in another way"),
        (f"- one\n\n{C}\n\n    two\n", "3: what stands around it would be read in another way"),
        (f"<div>\n{C}\n</div>\n", "2: the comment is a part of other HTML"),
    ],
)
def test_a_comment_that_parts_what_stands_around_it_stays(text: str, why: str) -> None:
    assert why == refusal(text)


def test_only_rules_that_ran_go() -> None:
    checker = Checker([RULES["late-tier"], RULES["unused-suppression"]])
    text = "# T\n\n<!-- allsettled: ignore late-tier, torn-row -- copied -->\n\ntext\n"
    assert text.replace("late-tier, ", "") == mended(text, checker)
    assert [] == list(reported(mended(text, checker), checker))


def test_what_is_said_of_the_file_as_a_whole_stays() -> None:
    path = "2026-13-05-session-01.md"  # no day
    assert "wrong-name" in {finding.rule for finding in reported("# Session log\n", path=path)}
    fixed = mend(f"{C}\n\n# Session log\n".encode(), path=path)
    assert (None, b"# Session log\n") == (fixed.refusal, fixed.source.raw)
