import pytest

from checked import found, lines

RULE = "misplaced-section"
HEAD = "# Session log: x\n\n- **Status**: CLOSED\n\n"
OUTPUTS = "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| qa | COMPLETE |\n\n"
RESULT = "### Synthesized Result\n\nAll is well.\n\n"


CHECK = "## Parallel Dispatch Validation\n\n- [x] No agent depends on another's output\n\n"
RUNS = "## Dispatch Log\n\n| Agent | Started |\n|---|---|\n| qa | 2026-01-05T09:00:00Z |\n\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RUNS + CHECK, '"Parallel Dispatch Validation" stands after "Dispatch Log", and the protocol has it before'),
        (OUTPUTS + RUNS, '"Dispatch Log" stands after "Agent Outputs", and the protocol has it before'),
        (RESULT + OUTPUTS, '"Agent Outputs" stands after "Synthesized Result", and the protocol has it before'),
    ],
)
def test_a_part_out_of_place(text: str, message: str) -> None:
    assert [message] == [said for _, said in found(RULE, HEAD + text)]


SECTIONS = "### Section A: Design\n\nAgent: qa\nStarted: 2026-01-05T09:00:00Z\nStatus: COMPLETE\n\n"


def test_agents_in_sections_stand_where_the_first_of_them_does() -> None:
    head, check = HEAD + "## Parallel Execution: cache\n\n", "#" + CHECK
    assert [] == found(RULE, head + check + SECTIONS)
    message = '"Parallel Dispatch Validation" stands after "Agent Outputs", and the protocol has it before'
    assert [(13, message)] == found(RULE, head + SECTIONS + check)


def test_one_finding_a_record() -> None:
    assert 1 == len(found(RULE, HEAD + RESULT + OUTPUTS + RUNS + CHECK))


@pytest.mark.parametrize(
    "text",
    [
        CHECK + RUNS + OUTPUTS + RESULT,
        "### Aggregation Strategy: merge\n\n" + CHECK + OUTPUTS,
        OUTPUTS + "### Failed Agents\n\nNone.\n\n" + RESULT,
        "## Results\n\n## Plan\n",
    ],
)
def test_orders_that_the_protocol_leaves_open(text: str) -> None:
    assert [] == lines(RULE, HEAD + text)
