"""Logs in JSON: the rules of records, with places in the JSON text."""

import json
from typing import Any

import pytest

from allsettled.checking import Checker
from allsettled.errors import UserError
from allsettled.protocol.extending import extend
from allsettled.protocol.record import plain
from allsettled.rules import RULES
from allsettled.subject.state import State
from pages import examples, report
from records import CLEAN

ALL = Checker(list(RULES))


def _found(value: Any, checker: Checker = ALL) -> list[tuple[int, int, str, str]]:
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    return [(f.span.line, f.span.column, f.rule, f.message) for f in checker.check(checker.read(text, "x.json"))]


def _with(**values: Any) -> dict[str, Any]:
    return plain(CLEAN) | values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", (1, 1, "bad-record", "the whole must be keys with values, not a list")),
        ('{"runs": {}}', (1, 10, "bad-record", '"runs" must be a list, not keys with values')),
        ('{"runs": [3]}', (1, 11, "bad-record", 'item 1 of "runs" must be keys with values, not a whole number (3)')),
        ('{"runs": [{"tier": "P0"}]}', (1, 11, "bad-record", '"agent" is missing')),
        ('{"runs": [{"agent": ""}]}', (1, 21, "bad-record", '"agent" is empty')),
        ('{"result": null}', (1, 12, "bad-record", '"result" must be text, not nothing')),
        ('{"resutl": "x"}', (1, 2, "bad-record", 'unknown key "resutl"')),
        ('{"metrics": {"wall": "1 s"}}', (1, 14, "bad-record", 'unknown key "wall"')),
        ('{"state": "done"}', (1, 12, "bad-record", "'done' is not one of open, closed")),
        ('{"strategy": "average"}', (1, 15, "unknown-strategy", '"average" is no strategy of the protocol')),
    ],
)
def test_what_the_schema_refuses_is_one_finding_at_its_place(text: str, expected: tuple[int, int, str, str]) -> None:
    assert [expected] == _found(text)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (_with(validation=[]), 'add `"validation"`: a list with each item and its mark, checked before the dispatch'),
        (
            _with(validation=[{"item": "No shared mutable state between agents", "mark": "open"}]),
            'check the item before the dispatch and write `"mark": "done"`, or `"waived"` with its `"reason"`',
        ),
        (
            {key: value for key, value in plain(CLEAN).items() if key != "strategy"},
            'add `"strategy": "merge"` (or vote, or escalate)',
        ),
        (_with(result=""), 'add `"result"`: what all outputs together say'),
        (
            {key: value for key, value in plain(CLEAN).items() if key != "runs"},
            'add `"runs"`: a list with the agent, tier, message, started, finished and status of each',
        ),
        (
            _with(votes=[{"agent": "qa", "recommendation": "A"}, {"agent": "devops", "recommendation": "B"}]),
            'write `"majority": "A (2/3)"`; a tie is escalated, and its decision goes into `"conflicts"`',
        ),
    ],
)
def test_a_cure_speaks_of_keys_and_not_of_headings(value: dict[str, Any], hint: str) -> None:
    hints = [f.hint for f in ALL.check(ALL.read(json.dumps(value), "x.json"))]
    assert hint in hints
    assert not [one for one in hints if "section" in one or "heading" in one or "table" in one]


def test_an_unknown_key_does_not_hide_what_the_rules_find() -> None:
    failures = [dict(plain(CLEAN)["failures"][0], error="", cause="disk")]
    assert ["empty-error", "bad-record"] == [rule for _, _, rule, _ in _found(_with(failures=failures))]


def test_a_log_is_closed_unless_it_says_that_it_is_open() -> None:
    runs = [dict(plain(CLEAN)["runs"][3], status="RUNNING", finished="")]
    outputs = [{"agent": "qa", "status": "RUNNING"}]
    value = {"validation": plain(CLEAN)["validation"], "runs": runs, "outputs": outputs}
    assert {"missing-aggregation", "unsettled-agent"} == {rule for _, _, rule, _ in _found(value)}
    assert [] == _found(value | {"state": "open"})
    subject = ALL.read(json.dumps(value | {"state": "open"}), "x.JSON")
    assert State.OPEN is subject.state


def test_blanks_are_blank_and_a_project_s_words_are_its_own() -> None:
    outputs = [dict(row, location="N/A") for row in plain(CLEAN)["outputs"]]
    assert ["missing-output"] == [rule for _, _, rule, _ in _found(_with(outputs=outputs))]
    runs = [dict(row, status="SHIPPED") if row["status"] == "COMPLETE" else row for row in plain(CLEAN)["runs"]]
    own = ALL._replace(protocol=extend({"statuses": {"SHIPPED": "COMPLETE"}}))
    assert [] == _found(_with(runs=runs), own)
    assert {"unknown-status"} == {rule for _, _, rule, _ in _found(_with(runs=runs))}


def test_texts_in_it_are_read_like_those_of_a_log() -> None:
    result = "It took ~40% less time (20 min vs 50 min).\n\n[Summary]"
    (arithmetic, placeholder) = _found(_with(result=result))
    assert ("wrong-arithmetic", "leftover-placeholder") == (arithmetic[2], placeholder[2])
    text = json.dumps(_with(result=result), indent=1)
    line = next(line for line in text.split("\n") if '"result"' in line)
    assert (line.index("~40%") + 1, line.index("[Summary]") + 1) == (arithmetic[1], placeholder[1])


def test_what_an_agent_was_told_is_no_claim() -> None:
    runs = [dict(row, prompt="Check that 20 min instead of 50 min is 40% less.") for row in plain(CLEAN)["runs"]]
    assert [] == _found(_with(runs=runs))


def test_what_is_no_json_is_an_error_with_its_place() -> None:
    with pytest.raises(UserError) as caught:
        ALL.read('{\n "runs": [,]\n}', "x.json")
    assert caught.value.span is not None
    assert (2, 11) == caught.value.span[:2]


def test_the_page_gives_the_report() -> None:
    rule = RULES["bad-record"]
    shown = examples(rule)
    assert [example.report for example in shown] == [report(rule, example) for example in shown]
    assert any(example.report for example in shown)
    assert not all(example.report for example in shown)
