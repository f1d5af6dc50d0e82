import pytest

from allsettled.checking import Checker
from allsettled.protocol.value import Demand, Protocol
from allsettled.rules import RULES
from checked import PATH, found, lines

RULE = "missing-section"
START = """# Session 1

- **Status**: Complete

## Protocol Compliance

### Session Start (COMPLETE ALL before work)

| Req  | Step        | Status | Evidence |
|------|-------------|--------|----------|
| MUST | Read it all | [x]    | Read     |

## Work Log

Done this and that.
"""


def test_a_session_without_an_end() -> None:
    assert [(7, "the log is closed, and no section says how the session ended")] == found(RULE, START)


@pytest.mark.parametrize(
    "heading",
    ["Session End", "Session End Checklist", "Outcome", "Session Summary", "Next Steps", "Verdict", "Final Git Status"],
)
@pytest.mark.parametrize("level", ["##", "####"])
def test_an_end_in_any_wording_at_any_level(heading: str, level: str) -> None:
    assert [] == lines(RULE, f"{START}\n{level} {heading}\n\nWell.\n")


def test_a_row_about_the_commit_is_an_end() -> None:
    assert [] == lines(
        RULE, START.replace("| Read     |", "| Read     |\n| MUST | Commit all changes | [x] | 1a2b3c4 |")
    )


def test_a_heading_in_a_fence_is_none() -> None:
    assert [7] == lines(RULE, f"{START}\n```markdown\n## Session End\n```\n")
    assert [7] == lines(RULE, f"{START}\n1. Template:\n\n   ```markdown\n   ## Session End\n   ```\n")


def test_an_open_log_may_still_get_its_end() -> None:
    assert [] == lines(RULE, START.replace("Complete", "In progress", 1))


def test_a_log_without_the_session_protocol_needs_no_end() -> None:
    assert [] == lines(RULE, "# Session 1\n\n- **Status**: Complete\n\n## Work Log\n\nAll done.\n")


def _with_demands(text: str, *demands: Demand) -> list[str]:
    checker = Checker(rules=[RULES[RULE]], protocol=Protocol(sections=demands))
    return [finding.message for finding in checker.check(checker.read(text, PATH))]


@pytest.mark.parametrize(
    "body",
    [
        "## Objective\n",
        "#### 1. Objective:\n",
        "## Goal (short)\n",
        "**Objective**: to mend it\n",
        "## **Objective** ✅\n",
    ],
)
def test_a_demanded_section_in_any_form(body: str) -> None:
    text = f"# Session 1\n\n- **Status**: CLOSED\n\n{body}"
    assert [] == _with_demands(text, Demand("Objective", ("Goal",)))


def test_a_demanded_section_that_is_not_there() -> None:
    text = "# Session 1\n\n- **Status**: CLOSED\n\n```\n## Objective\n```\n\n**Objective**:\n"
    assert ['the log is closed, and has no section "Objective"'] == _with_demands(text, Demand("Objective"))
    assert [] == _with_demands(text.replace("CLOSED", "OPEN"), Demand("Objective"))


def test_a_record_without_outcomes_is_reported_once() -> None:
    runs = "## Dispatch Log\n\n| Agent | Started |\n|---|---|\n| qa | 2026-01-05T09:00:00Z |\n"
    head = "# Session log: x\n\n- **Status**: CLOSED\n\n"
    assert [] == lines(RULE, head + runs)  # missing-aggregation says it
    result = "\n## Parallel Execution Results\n\n### Synthesized Result\n\nAll is well.\n"
    assert [11] == lines(RULE, head + runs + result)
    outputs = "\n### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| qa | COMPLETE |\n"
    assert [] == lines(RULE, head + runs + result + outputs)


def test_a_result_alone_is_no_record_of_a_dispatch() -> None:
    assert [] == found(RULE, "# Session log: x\n\n- **Status**: CLOSED\n\n### Synthesized Result\n\nAll is well.\n")
