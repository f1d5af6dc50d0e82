"""When an agent that hasn't settled is accounted for all the same, and when not."""

import json

import pytest

from allsettled.protocol.record import Outcome, Record, plain
from checked import found, lines
from notations import NOTATIONS
from planted.edits import row
from records import CLEAN, log

RULE = "unsettled-agent"


def _running(findings: str = "") -> Record:
    record = row(CLEAN, "runs", 3, finished="", status="RUNNING")
    return row(record, "outputs", 3, status="RUNNING", location="", findings=findings)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(
    ("findings", "accounted"),
    [
        ("Continued in session 13", True),
        ("Handed over to devops", True),
        ("Carried over to the next session", True),
        ("Will go on", False),
        ("Continued", False),
        ("", False),
    ],
)
def test_who_goes_on_with_it_is_said_in_its_row(findings: str, accounted: bool, notation: str) -> None:
    text = log(_running(findings), write=NOTATIONS[notation])
    assert (not accounted) == bool(lines(RULE, text))


@pytest.mark.parametrize(
    ("sentence", "accounted"),
    [
        ("- qa goes on in session 13", True),
        ("The qa agent was taken over by devops.", True),
        ("- security goes on in session 13", False),
        ("```text\nqa goes on in session 13\n```", False),
        ("- qa: still to be done", False),
    ],
)
def test_who_goes_on_with_it_is_said_further_down(sentence: str, accounted: bool) -> None:
    assert (not accounted) == bool(lines(RULE, f"{log(_running())}\n## Notes for next session\n\n{sentence}\n"))


def test_who_goes_on_with_it_is_said_in_json() -> None:
    for findings, expected in (("Continued in session 13", 0), ("", 1)):
        text = json.dumps({**plain(_running(findings)), "state": "closed"})
        assert expected == len(found(RULE, text, "record.json"))


TABLE = "| Agent | Status |\n| ----- | ------ |\n| a16199b | ⏳ Running |\n"
LATER = "\n## Outcome\n\n| Agent | Status |\n| ----- | ------ |\n| a16199b | {} |\n"


@pytest.mark.parametrize(("status", "expected"), [("✅ Complete", []), ("❌ Failed", []), ("⏳ Running", [7, 13])])
def test_a_table_further_down_says_how_it_ended(status: str, expected: list[int]) -> None:
    text = f"# Session 8\n\n**Status**: Complete\n\n{TABLE}{LATER.format(status)}"
    assert expected == lines(RULE, text)


def test_an_agent_that_was_skipped_need_not_have_been_dispatched() -> None:
    skipped = CLEAN._replace(outputs=(*CLEAN.outputs, Outcome("docs", status="SKIPPED", findings="A draft")))
    assert [] == lines("unlogged-outcome", log(skipped))


@pytest.mark.parametrize(("closed", "expected"), [(False, 0), (True, 1)])
def test_the_times_of_agents_at_work_may_come_while_the_log_is_open(closed: bool, expected: int) -> None:
    started = row(_running(), "runs", 3, started="")
    assert expected == len(lines("missing-timestamp", log(started, closed=closed)))
