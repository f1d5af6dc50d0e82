"""No miss on a planted fault, no false alarm beside it, whatever the form."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from allsettled.document import normalise, parse
from allsettled.document.model import Document
from allsettled.protocol.record import Record, plain
from allsettled.rules import RENDERED, RULES
from forms import FORMS, Form
from notations import NOTATIONS, Notation
from planted import MUTATIONS, Mutation, evidence, files, in_json, prompts, sayable
from planted.mutation import CHECKER, PATH
from planted.sessions import SESSION
from records import CLEAN, log

_AGENT = re.compile(r"\| (\w+)")
ON_RECORDS = {rule.name for rule in RULES if rule.scope.value in ("record", "shape")}
OF_SECTIONS = (
    "as written",
    "CRLF",
    "deeper headings",
    "underlined headings",
    "bold headings",
    "section numbers",
    "stars for items",
    "trailing spaces",
)
"""The forms that the sections of agents may have."""
UNSAID = {
    "blocks": {"unlogged-outcome"},  # a section is the agent's run and its outcome at once
    "sections": {"unlogged-outcome"},
}
"""Of each notation: the rules whose faults it can't hold."""


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("text", [log(), SESSION], ids=["record", "session"])
def test_a_clean_log_is_clean_in_every_form(text: str, form: Form) -> None:
    assert [] == CHECKER.check(CHECKER.read(form(text), PATH))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_planted_fault_is_found_by_its_rule_alone(mutation: Mutation) -> None:
    for form in FORMS.keys() - mutation.but:
        text = FORMS[form](mutation.text)
        found = mutation.found(text)
        assert [mutation.rule] == [finding.rule for finding in found], (form, found)
        line = normalise(text).split("\n")[found[0].span.line - 1]
        assert mutation.line.strip("| ").casefold() in line.casefold(), form


SAYABLE = sayable()


@pytest.mark.parametrize(("notation", "mutation"), SAYABLE, ids=[f"{name}-{one}" for name, one in SAYABLE])
def test_a_planted_fault_is_found_in_every_notation_that_can_say_it(notation: str, mutation: Mutation) -> None:
    for form in OF_SECTIONS:
        text = FORMS[form](mutation.written(NOTATIONS[notation]))
        found = mutation.found(text, PATH)
        assert [mutation.rule] == [finding.rule for finding in found], (form, found)
        agent = _AGENT.match(mutation.line)
        if agent and agent[1] in _agents(mutation.record):
            assert agent[1] == _section(parse(text), found[0].span.line), form


@pytest.mark.parametrize("notation", UNSAID)
def test_every_notation_can_say_the_faults_of_all_rules_on_records(notation: str) -> None:
    said = {mutation.rule for name, mutation in SAYABLE if name == notation}
    assert UNSAID[notation] == ON_RECORDS - said


def _agents(record: Record | None) -> set[str]:
    return {row.agent for row in record.outputs} if record is not None else set()


def _section(document: Document, line: int) -> str:
    """Return the agent whose section a line stands in."""
    title = [section.title.text for section in document.sections() if section.span.line <= line][-1]
    return title.strip("*").split()[-1]


def _plain(mutation: Mutation) -> dict[str, Any]:
    assert mutation.record is not None
    return plain(mutation.record)


def test_a_planted_fault_is_found_in_json() -> None:
    for mutation in in_json():
        text = json.dumps(_plain(mutation), indent=2)
        found = mutation.found(text, "record.json")
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


def test_every_rule_has_a_mutation() -> None:
    assert {rule.name for rule in (*RULES, *RENDERED)} == {mutation.rule for mutation in MUTATIONS}


LAYOUTS: dict[str, Callable[[Any], str]] = {
    "compact": lambda value: json.dumps(value, separators=(",", ":")),
    "wide": lambda value: json.dumps(value, indent=8, ensure_ascii=False),
    "sorted": lambda value: json.dumps(value, indent=2, sort_keys=True),
    "CRLF": lambda value: json.dumps(value, indent="\t").replace("\n", "\r\n"),
    "BOM": lambda value: "\ufeff" + json.dumps(value),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_planted_fault_is_found_in_every_layout_of_json(layout: Callable[[Any], str]) -> None:
    values = [(one, _plain(one)) for one in in_json()]
    values += [(one, json.loads(one.text)) for one in files.JSON]
    for mutation, value in values:
        found = mutation.found(layout(value), "record.json")
        assert [mutation.rule] == [finding.rule for finding in found], (mutation.name, found)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("path", "text"), prompts.PATHS.items(), ids=prompts.PATHS)
def test_a_clean_prompt_or_document_is_clean_in_every_form(path: str, text: str, form: str) -> None:
    checker = CHECKER._replace(agents=prompts.AGENTS)
    assert [] == list(checker.inspect(FORMS[form](text), path).file.findings)


@pytest.mark.parametrize("form", FORMS)
def test_a_true_log_is_true_in_every_form(form: str) -> None:
    assert [] == evidence.WHOLE(FORMS[form](log(evidence.TRUE)))
