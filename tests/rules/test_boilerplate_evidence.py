import pytest

from checked import found, lines

RULE = "boilerplate-evidence"
HEAD = "# Session 1\n\n| Req | Step | Status | Evidence |\n|---|---|---|---|\n"


def log(*evidence: str, status: str = "[x]") -> str:
    return HEAD + "".join(f"| MUST | Step {number} | {status} | {text} |\n" for number, text in enumerate(evidence))


def test_one_finding_a_table() -> None:
    text = log("Content in context", "`git status` output", "**Tool output present**", "3e85005")
    message = (
        "3 of the 4 ticked rows have the template's own words for evidence: "
        '"Content in context", "`git status` output", "**Tool output present**"'
    )
    assert [(5, message)] == found(RULE, text)
    assert [5, 14] == lines(RULE, text + "\n## Session End\n" + text.partition("\n")[2])


@pytest.mark.parametrize(
    "evidence",
    [
        ("Content in context", "Content in context", "3e85005", "41 memories"),  # half
        ("Content in context", "Content in context", "Content in context"),  # too few rows
        ("Content in context: lines 1-120", "File complete, 7 sections", "Tool output: ok", "3e85005"),
        ("Output below", "HANDOFF.md unchanged", "SHA documented below", "Branch documented below"),
    ],
)
def test_tables_that_are_let_be(evidence: tuple[str, ...]) -> None:
    assert [] == lines(RULE, log(*evidence))


def test_only_ticked_rows_count() -> None:
    assert [] == lines(RULE, log(*["Content in context"] * 5, status="[ ]"))
    assert [] == lines(RULE, log(*["Content in context"] * 5, status="[N/A]"))
