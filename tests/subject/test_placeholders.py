import pytest

from allsettled.document import parse
from allsettled.subject.leftovers import read_leftovers
from allsettled.subject.placeholders import blank_in, is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "_______",
        "TBD",
        "**TBD**",
        "[TBD after verification]",
        "TBD (will be created for the selected issue)",
        "(To be filled after the agents' feedback)",
        "[To be populated]",
        "[Will be added after commit]",
        "To be determined",
        "[Summary]",
        "[Error details]",
        "[Retry/Skip/Escalate]",
        "[Paste markdownlint output here]",
        "[branch name - REQUIRED]",
        "[output of `git branch --show-current`]",
        "[Yes/No - explain if No]",
        "[Decision]: [Rationale]",
        "`[path]` - [What changed]",
        "[Combined findings from all successful agents]",
    ],
)
def test_a_placeholder_is_seen(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[APPROVED]",
        "[WON'T FIX]",
        "[ALL PASS]",
        "[x]",
        "[Summary](summary.md)",
        "[Summary] of the meeting",
        "TBD items were resolved",
        "To be safe, all tests were run",
        "${{ secrets.TOKEN }}",
        "{name}",
        "<branch>",
        "YYYY-MM-DD",
        "__init__",
        "snake____case",
        "dependabot[bot]",
        "[NOT DONE - session ended without update]",
        "TODO",
    ],
)
def test_other_text_is_none(text: str) -> None:
    assert not is_placeholder(text)


def test_a_line_to_be_filled_in_stands_anywhere_but_in_code() -> None:
    assert (12, 19) == blank_in("Commit SHA: _______")
    assert blank_in("the branch `feat/____`") is None
    assert blank_in("snake____case") is None
    assert (7, 11) == blank_in("`____` ____")


def left(text: str) -> list[tuple[int, int, str]]:
    return [(found.span.line, found.span.column, found.text) for found in read_leftovers(parse(text))]


def test_values_are_found_in_their_places() -> None:
    text = """# Session 1

**Starting Commit**: TBD

### [Task/Topic]

- [Action taken]

| Step   | Evidence            |
|--------|---------------------|
| Commit | Commit SHA: _______ |
| QA     | Report: [path]      |

[Paste output here]
"""
    assert [
        (3, 22, "TBD"),
        (5, 5, "[Task/Topic]"),
        (7, 3, "[Action taken]"),
        (11, 24, "_______"),
        (12, 20, "[path]"),
        (14, 1, "[Paste output here]"),
    ] == left(text)


@pytest.mark.parametrize(
    "text",
    [
        "```text\n[Paste output here]\n```\n",
        "> [Paste output here]\n",
        "    [Paste output here]\n",
        "<!-- [Paste output here] -->\n",
        "Run it with the [path] of the file.\n",
        "## Template\n\n[Paste output here]\n",
        "| Placeholder | Meaning |\n|---|---|\n| [path] | where |\n",
        "## Next Steps\n\n- **Owner**: TBD\n",
        "[Summary]\n\n[summary]: docs/summary.md\n",
        "| a | b |\n|---|---|\n| ~~TBD~~ | TBD |\n",
        "| File | Status |\n|---|---|\n| TBD | Pending |\n",
        '- Items marked as "TODO" or "TBD"\n',
    ],
)
def test_what_is_no_value_is_none(text: str) -> None:
    assert [] == left(text)
