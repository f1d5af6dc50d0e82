"""A record is read alike in each notation: agents as rows, as blocks, as sections."""

import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.protocol.reading import extracts, read
from allsettled.protocol.record import Ballot, Failure, Outcome, Record, Run, plain
from allsettled.rules import RULES
from notations import NOTATIONS
from records import CLEAN, actions, blank_or, cells, log, names, records, statuses, tiers, times

CHECKER = Checker(list(RULES))
_LINE = re.compile(r" \(?(?:in )?lines? [\d, ]+\)?")


@st.composite
def _accounts(draw: st.DrawFn) -> Record:
    """Return a record of agents of which each has a run, an outcome and, perhaps, a ballot and a failure."""
    agents = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    timed = draw(st.booleans())
    voted = draw(st.booleans())
    runs, outputs, votes, failures = [], [], [], []
    for agent in agents:
        note, status, tier = draw(st.sampled_from(["", "retry"])), draw(statuses), draw(tiers)
        if timed:
            rare = {key: draw(blank_or) for key in ("depends_on", "inputs", "prompt")}
            runs.append(Run(agent, note, tier, "m1", draw(times), draw(st.just("") | times), status, **rare))
        outputs.append(Outcome(agent, note, "" if timed else tier, status, draw(blank_or), draw(blank_or)))
        if voted:
            ballot = st.from_regex(r"\A[A-Z][a-z]{0,8}\Z")
            votes.append(Ballot(agent, note, draw(ballot), draw(st.sampled_from(["80%", "high"]))))
        if not note and draw(st.booleans()):
            failures.append(Failure(agent, draw(cells), draw(blank_or), draw(actions)))
    return draw(records)._replace(
        runs=tuple(runs),
        outputs=tuple(outputs),
        strategy="vote" if voted else draw(st.sampled_from(["merge", "escalate"])),
        votes=tuple(votes),
        majority="A (2/3)" if voted else "",
        failures=tuple(failures),
    )


@settings(max_examples=40, deadline=None)
@given(_accounts())
def test_one_record_is_read_from_each_notation(record: Record) -> None:
    for name, notation in NOTATIONS.items():
        assert (record,) == read(parse(notation(record))), name


@settings(max_examples=20, deadline=None)
@given(_accounts())
def test_a_place_cuts_out_its_value_in_each_notation(record: Record) -> None:
    for name, notation in NOTATIONS.items():
        document = parse(notation(record))
        (found,) = read(document)
        for (part, *way), span in ((pointer or ("",), span) for pointer, span in found.places.items()):
            if part in ("runs", "outputs", "votes", "failures") and len(way) == 2:
                line = document.lines[span.line - 1]
                text = line[span.column - 1 : span.end_column - 1]
                text = text.replace("\\|", "|") if name == "tables" else text
                row = getattr(found, str(part))[way[0]]
                value = getattr(row, str(way[1])) or "N/A"
                assert text in (value, f"[{value}]", f"{value} ({getattr(row, 'note', '')})")


def _said(text: str, path: str = "2026-01-05-session-01-x.md") -> Counter[tuple[str, str]]:
    """Return the rules and messages of a log's findings, without the lines that they point to."""
    findings = CHECKER.check(CHECKER.read(text, path))
    return Counter((finding.rule, _LINE.sub("", finding.message)) for finding in findings)


@settings(max_examples=40, deadline=None)
@given(_accounts())
def test_the_same_is_found_in_each_notation(record: Record) -> None:
    expected = _said(log(record))
    for name, notation in NOTATIONS.items():
        assert expected == _said(log(record, write=notation)), name
    assert expected == _said(json.dumps(plain(record), indent=1), "record.json"), "JSON"


def test_the_clean_record_is_the_same_in_each_notation() -> None:
    for notation in NOTATIONS.values():
        assert (CLEAN,) == read(parse(notation(CLEAN)))


SYSTEM = """## Parallel Analysis

### Section A: Architecture Impact
Agent: architect
Status: In Progress

### Section B: Security Impact
Agent: security
Status: Complete

## Voting Session

### Vote 1: independent-thinker
Recommendation: [A]
Confidence: [80%]

### Vote 2: architect
Recommendation: [B]
Confidence: [60%]

### Result
Majority: [A] (1/2)

Option A, for its cost.
"""


def test_blocks_are_read_as_they_stand_in_prompts() -> None:
    (record,) = read(parse(SYSTEM))
    expected = Record(
        outputs=(Outcome("architect", status="RUNNING"), Outcome("security", status="COMPLETE")),
        strategy="vote",
        votes=(Ballot("independent-thinker", "", "A", "80%"), Ballot("architect", "", "B", "60%")),
        majority="A (1/2)",
        result="Option A, for its cost.",
    )
    assert expected == record
    assert 5 == record.place("outputs", 0, "status").line
    assert (4, 8) == record.place("outputs", 0, "agent")[:2]
    assert 1 == record.place().line
    assert 11 == record.place("strategy").line


def test_a_voting_session_may_say_what_it_is_on() -> None:
    assert read(parse(SYSTEM)) == read(parse(SYSTEM.replace("Voting Session", "Voting Session: which queue")))


@pytest.mark.parametrize(
    ("cell", "mark"), [("yes", "done"), ("Y", "done"), ("no", "open"), ("No: shared", "open"), ("", "open")]
)
def test_a_checklist_may_be_answered_in_a_table(cell: str, mark: str) -> None:
    text = "## Parallel Dispatch Validation\n\n| Item | Done? |\n|---|---|\n| No shared mutable state | {} |\n"
    (record,) = read(parse(text.format(cell)))
    assert [mark] == [check.mark for check in record.validation]


def test_a_label_may_be_written_in_many_ways() -> None:
    text = "## Agent 2: **qa** ✅\n\n**Status:** ✅ Done\n__Tier__: P1\n- Started: 2026-01-05T09:00:00Z\n* Output: x.md"
    (record,) = read(parse(text))
    assert (Run("qa", "", "P1", "", "2026-01-05T09:00:00Z", "", "COMPLETE"),) == record.runs
    assert (Outcome("qa", "", "", "COMPLETE", "x.md"),) == record.outputs


@pytest.mark.parametrize(
    "text",
    [
        "### Agent: qa\n\nTests what others wrote.\n",
        "# Coverage\n\n## Synthesis\n\nBoth are right.\n",
        "### Agent: qa\n\n- **Role**: tests\n- **Status**: active\n",
        "### Agent: qa\n\n- **Output**: `.agents/qa/`\n",
        "### Agent Selection: qa\n\n- **Status**: Complete\n",
        "### Section A: Impact\n\nAgent: qa\nStatus: Complete\n",  # under no heading on parallel work
        "## Parallel Analysis\n\n### Section A: Impact\n\nStatus: Complete\n",
        "### Vote 1: qa\n\nRecommendation: A\n",
        "## Voting Session\n\n### Vote 1: qa\n\nFor A.\n",
        "```markdown\n### Agent: qa\n\n- **Status**: Complete\n- **Started**: 2026-01-05T09:00:00Z\n```\n",
        "> ### Agent: qa\n>\n> - **Status**: Complete\n",
    ],
)
def test_headings_like_these_are_no_record(text: str) -> None:
    assert () == read(parse(text))


def test_labels_that_may_mean_something_else_are_no_values() -> None:
    text = (
        "### Agent: qa\n\nStatus: SKIPPED\nReason: no interface changed\nResponse: none\nPriority: HIGH\nOutcome: Fine"
    )
    (record,) = read(parse(text))
    assert Record(outputs=(Outcome("qa", status="SKIPPED"),)) == record
    (failed,) = read(parse(text.replace("SKIPPED", "FAILED")))
    assert (Failure("qa", "no interface changed"),) == failed.failures


def test_a_table_and_sections_make_one_record_and_what_is_said_twice_is_kept() -> None:
    table = "| Agent | Status |\n| --- | --- |\n| qa | COMPLETE |\n| docs | COMPLETE |\n"
    text = f"## Agent Outputs\n\n{table}\n### Agent: qa\n\n- **Status**: FAILED\n- **Output**: x.md\n"
    (extract,) = extracts(parse(text))
    assert {"agent": "qa", "status": "COMPLETE", "location": "x.md"} == extract.value["outputs"][0]
    assert [(("outputs", 0, "status"), "FAILED", 10)] == [(r.pointer, r.value, r.span.line) for r in extract.restated]


def test_agents_under_another_heading_are_another_record() -> None:
    agent = "### Agent: qa\n\n- **Status**: COMPLETE\n\n"
    assert 2 == len(read(parse(f"## Morning\n\n{agent}## Evening\n\n{agent}")))
    table = "## Agent Outputs\n\n| Agent | Status |\n| --- | --- |\n| docs | COMPLETE |\n\n"
    assert 2 == len(read(parse(f"{table}## Evening\n\n{agent}")))
