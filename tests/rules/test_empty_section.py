import pytest

from allsettled.checking import Checker
from allsettled.protocol.value import Demand, Protocol
from allsettled.rules import RULES
from checked import PATH, found, lines

RULE = "empty-section"
HEAD = "# Session log: x\n\n- **Status**: CLOSED\n\n"
OUTPUTS = "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| qa | COMPLETE |\n\n"
RESULT = "### Synthesized Result\n\nAll is well.\n\n"


@pytest.mark.parametrize(
    "body", ["", "<!-- rows -->\n", "---\n", "| Agent | Error |\n|---|---|\n", "<!-- a\n\nb -->\n\n***\n"]
)
def test_nothing_under_a_heading(body: str) -> None:
    text = f"{HEAD}{OUTPUTS}{RESULT}### Failed Agents\n\n{body}\n## Next\n"
    assert [(15, 'the log is closed, and "Failed Agents" is empty')] == found(RULE, text)
    assert [] == found(RULE, text.replace("CLOSED", "OPEN"))


@pytest.mark.parametrize(
    "body", ["None.\n", "> quoted\n", "```text\nx\n```\n", "#### qa\n", "<div>x</div>\n", "<!-- open\n"]
)
def test_something_under_a_heading(body: str) -> None:
    assert [] == lines(RULE, f"{HEAD}{OUTPUTS}{RESULT}### Failed Agents\n\n{body}")


def test_what_other_rules_say_of_missing_content() -> None:
    assert [] == lines(RULE, f"{HEAD}## Decisions\n\n## Notes\n")
    assert [] == lines(RULE, f"{HEAD}### Agent Outputs\n\n### Synthesized Result\n")
    assert [5] == lines(RULE, f"{HEAD}### Agent Outputs\n\n| Agent | Status |\n|---|---|\n")


def test_a_failure_without_its_row_is_said_once() -> None:
    failed = OUTPUTS.replace("COMPLETE", "FAILED")
    table = f"{HEAD}{failed}{RESULT}### Failed Agents\n\n| Agent | Error |\n|---|---|\n"
    assert [] == lines(RULE, table)
    assert [9] == lines("unhandled-failure", table)


def test_a_demanded_section_without_content() -> None:
    checker = Checker(rules=[RULES[RULE]], protocol=Protocol(sections=(Demand("Decisions"),)))
    findings = checker.check(checker.read(f"{HEAD}## Decisions\n\n## Session End\n\n- [x] done\n", PATH))
    assert ['the log is closed, and "Decisions" is empty'] == [finding.message for finding in findings]


def test_an_agent_s_section_among_others() -> None:
    agents = "### Agent: qa\n\n- **Status**: COMPLETE\n\n### Agent: docs\n\n"
    text = f"# Session log: x\n\n- **Status**: CLOSED\n\n## Agents\n\n{agents}"
    assert [11] == lines("empty-section", text)
    assert [] == lines("empty-section", text.replace("Agent: qa", "Agents of qa"))
    assert [] == lines("empty-section", text.replace("CLOSED", "OPEN"))
