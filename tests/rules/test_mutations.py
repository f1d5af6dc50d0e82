"""No miss on a planted fault, no false alarm beside it, whatever the form."""

import json
import re

import pytest

from allsettled.checking import Checker
from allsettled.document import normalise, parse
from allsettled.finding import Finding, Severity
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record, plain
from allsettled.rules import RULES
from forms import FORMS, Form
from notations import NOTATIONS, Notation
from records import CLEAN, log

from .mutations import IN_SECTIONS, MUTATIONS, Mutation

CHECKER = Checker(list(RULES))
PATH = "2026-01-05-session-01-impact.md"
_AGENT = re.compile(r"\| (\w+)")
UNSAID = {
    "blocks": {"unlogged-outcome"},  # a section is the agent's run and its outcome at once
    "sections": {"unlogged-outcome"},
}
"""Of each notation: the rules whose faults it can't hold."""


def _findings(mutation: Mutation, text: str, path: str = PATH) -> list[Finding]:
    """Return the findings of the planted fault's rule, and those of level error."""
    findings = CHECKER.check(CHECKER.read(text, path))
    return [finding for finding in findings if finding.severity is Severity.ERROR or finding.rule == mutation.rule]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_clean_log_is_clean_in_every_form(form: Form) -> None:
    assert [] == CHECKER.check(CHECKER.read(form(log()), PATH))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}: {m.name}")
def test_a_planted_fault_is_found_by_its_rule_alone(mutation: Mutation, form: Form) -> None:
    text = form(mutation.text)
    found = _findings(mutation, text)
    assert [mutation.rule] == [finding.rule for finding in found], found
    assert mutation.line.strip("| ").casefold() in normalise(text).split("\n")[found[0].span.line - 1].casefold()


@pytest.mark.parametrize("notation", [name for name in NOTATIONS if name != "tables"])
def test_a_planted_fault_is_found_in_every_notation_that_can_say_it(notation: str) -> None:
    said: set[str] = set()
    write = NOTATIONS[notation]
    for mutation in (*MUTATIONS, *IN_SECTIONS):
        if mutation.record is None or read(parse(write(mutation.record))) != (mutation.record,):
            continue
        text = log(mutation.record, write=write)
        found = _findings(mutation, text)
        assert [mutation.rule] == [finding.rule for finding in found], (mutation.name, found)
        agent = _AGENT.match(mutation.line)
        if agent and agent[1] in _agents(mutation.record):
            assert agent[1] == _section(text.split("\n"), found[0].span.line), (mutation.name, found)
        said.add(mutation.rule)
    assert set() == {rule.name for rule in RULES if rule.scope.value in ("record", "shape")} - said - UNSAID[notation]


def _agents(record: Record) -> set[str]:
    return {row.agent for row in record.outputs}


def _section(lines: list[str], line: int) -> str:
    """Return the agent whose section a line stands in."""
    while not lines[line - 1].startswith("#"):
        line -= 1
    return lines[line - 1].split()[-1]


def test_a_planted_fault_is_found_in_json() -> None:
    for mutation in MUTATIONS:
        if mutation.record is None:
            continue
        text = json.dumps(plain(mutation.record), indent=2)
        found = _findings(mutation, text, "record.json")
        assert [mutation.rule] == [finding.rule for finding in found], (mutation.name, found)
        agent = _AGENT.match(mutation.line)
        if agent and agent[1] in _agents(mutation.record):
            row = text.split("\n")[_opening(text, found[0].span.line) :]
            assert f'"agent": "{agent[1]}"' in "".join(row[: row.index("    },") if "    }," in row else None])


def _opening(text: str, line: int) -> int:
    """Return the number of the line, 0-based, in which the row that holds a line begins."""
    lines = text.split("\n")
    return next(number for number in range(line - 1, -1, -1) if lines[number] == "    {")


def test_a_clean_record_is_clean_in_json() -> None:
    assert [] == CHECKER.check(CHECKER.read(json.dumps(plain(CLEAN)), "record.json"))


@pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
def test_a_clean_log_is_clean_in_every_notation(notation: Notation) -> None:
    assert [] == CHECKER.check(CHECKER.read(log(write=notation), PATH))


def test_every_rule_on_records_has_a_mutation() -> None:
    planted = {mutation.rule for mutation in MUTATIONS}
    assert set() == {rule.name for rule in RULES if rule.scope.value in ("record", "shape")} - planted
