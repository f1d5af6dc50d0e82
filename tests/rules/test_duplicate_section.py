import pytest

from checked import found, lines

RULE = "duplicate-section"
HEAD = "# Session log: x\n\n- **Status**: CLOSED\n\n"
OUTPUTS = "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| qa | COMPLETE |\n\n"
RESULT = "### Synthesized Result\n\nAll is well.\n\n"


def test_a_part_that_stands_twice() -> None:
    assert [(15, '"Synthesized Result" stands twice, first in line 11')] == found(
        RULE, HEAD + OUTPUTS + RESULT + RESULT
    )


@pytest.mark.parametrize(
    "text",
    [
        OUTPUTS + RESULT,
        OUTPUTS.replace("Outputs", "Outputs (P0)") + OUTPUTS.replace("Outputs", "Outputs (P1)") + RESULT,
        f"## Dispatch 1\n\n{OUTPUTS}{RESULT}## Dispatch 2\n\n{OUTPUTS}{RESULT}",
        f"{OUTPUTS}{RESULT}## Notes\n\n## Notes\n",
        f"{OUTPUTS}{RESULT}```markdown\n{RESULT}```\n",
        "## Protocol Compliance\n\n### Session Start\n\nx\n\n## Protocol Compliance\n\n### Session End\n\ny\n",
    ],
)
def test_what_may_stand_twice(text: str) -> None:
    assert [] == lines(RULE, HEAD + text)


def test_two_strategies_are_two_whatever_they_say() -> None:
    text = f"{HEAD}{OUTPUTS}### Aggregation Strategy: merge\n\n### Aggregation Strategy: vote\n"
    assert [13] == lines(RULE, text)


def test_a_session_s_end_stands_once() -> None:
    text = "# Session 1\n\n## Session End\n\nx\n\n## Session End\n\ny\n"
    assert [(7, '"Session End" stands twice, first in line 3')] == found(RULE, text)
