"""Agents' outputs are held to their form, by the rules that such faults have in logs and prompts."""

import json
from dataclasses import replace

import pytest

from allsettled.checking import Checker
from allsettled.kinds import Kind
from allsettled.protocol.output import Output, plain, write
from allsettled.rules import RULES
from outputs import CLEAN

ALL = Checker(list(RULES))
PATH = "work/qa.output.md"
FAILED = Output("devops", "FAILED", "P1", error="No space left on device (exit 28)")


def _found(text: str, path: str = PATH) -> list[tuple[str, int, str]]:
    return [(f.rule, f.span.line, f.message) for f in ALL.check(ALL.read(text, path))]


@pytest.mark.parametrize(
    "output",
    [
        CLEAN,
        FAILED,
        replace(CLEAN, status="COMPLETE", missing=""),
        replace(CLEAN, summary=""),
        Output("qa", "SKIPPED"),
        Output("qa", "RUNNING", started="2026-01-05T09:03:00Z"),
    ],
)
def test_a_clean_output_is_clean_in_both_forms(output: Output) -> None:
    for end in ("\n", "\r\n"):
        assert [] == _found(write(output).replace("\n", end))
    assert [] == _found(json.dumps(plain(output)), "qa.json")


@pytest.mark.parametrize(
    ("output", "rule", "line", "message"),
    [
        (replace(CLEAN, status="FROBNICATED"), "unknown-status", 3, '"FROBNICATED" is no status of the protocol'),
        (replace(CLEAN, tier="P9"), "unknown-tier", 4, '"P9" is no tier of the protocol'),
        (replace(CLEAN, started="09:03"), "bad-timestamp", 5, '"09:03" is not an RFC 3339 time with its zone'),
        (
            replace(CLEAN, finished="2026-02-30T09:00:00Z"),
            "bad-timestamp",
            6,
            '"2026-02-30T09:00:00Z" is not an RFC 3339 time with its zone',
        ),
        (
            replace(CLEAN, finished="2026-01-05T09:02:00Z"),
            "bad-timestamp",
            6,
            "qa finished at 2026-01-05T09:02:00Z, before it started at 2026-01-05T09:03:00Z",
        ),
        (
            replace(CLEAN, summary="", findings=()),
            "missing-section",
            3,
            "the output is PARTIAL, and says nothing of what came out",
        ),
        (replace(CLEAN, missing=""), "missing-section", 3, "the output is PARTIAL, and doesn't say what is missing"),
        (
            replace(FAILED, error=""),
            "missing-section",
            3,
            "the output is FAILED, and doesn't say what went wrong",
        ),
        (
            replace(FAILED, error="It failed"),
            "empty-error",
            9,
            '"It failed" says no more than that devops failed',
        ),
        (replace(CLEAN, summary="[Summary]"), "leftover-placeholder", 15, "a placeholder was left as it is: [Summary]"),
        (replace(FAILED, agent=""), "bad-front-matter", 1, 'the front matter lacks "agent"'),
    ],
)
def test_a_planted_fault_is_found_by_its_rule_alone(output: Output, rule: str, line: int, message: str) -> None:
    text = write(output)
    assert [(rule, line, message)] == _found(text)
    if output.agent:
        ((other, _, same),) = _found(json.dumps(plain(output), indent=1), "qa.output.json")
        assert (rule, message) == (other, same)


@pytest.mark.parametrize(
    ("text", "rule", "line", "message"),
    [
        (
            "# Output\n\n## Summary\n\nFine.\n",
            "bad-front-matter",
            1,
            "an agent's output has front matter, and this file has none",
        ),
        ("---\nagent: qa\nstaus: COMPLETE\n---\n\n## Summary\n\nFine.\n", "bad-front-matter", 3, 'unknown key "staus"'),
        (
            "---\nagent: [qa]\nstatus: COMPLETE\n---\n\n## Summary\n\nFine.\n",
            "bad-front-matter",
            2,
            '"agent" must be one line of text',
        ),
        ("---\nagent: qa\nstatus: COMPLETE\n---\n\n## Summary\n", "empty-section", 6, "the summary is empty"),
        (
            "---\nagent: qa\nstatus: COMPLETE\n---\n\n## Findings\n\n|Finding|Place|\n|---|---|\n|a|b|c|\n",
            "torn-row",
            10,
            "this row has 3 cells for 2 columns",
        ),
    ],
)
def test_the_form_of_the_file(text: str, rule: str, line: int, message: str) -> None:
    assert (rule, line, message) in _found(text)
    assert {rule} == {name for name, at, _ in _found(text) if at == line}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("150%", True), ("101 %", True), ("100%", False), ("80%", False), ("high", False), ("1.5", False), ("9/5", False)],
)
def test_nobody_is_more_than_sure(said: str, wrong: bool) -> None:
    output = replace(CLEAN, confidence=said)
    message = f'"confidence" is {said}: nobody can be more than 100 % sure'
    assert _found(write(output)) == ([("bad-front-matter", 7, message)] if wrong else [])
    assert _found(json.dumps(plain(output)), "qa.json") == ([("bad-record", 1, message)] if wrong else [])


def test_a_second_summary_would_be_lost() -> None:
    text = write(CLEAN) + "\n## Summary\n\nAnother one.\n"
    line = text.split("\n").index("## Summary", 15) + 1
    assert [("duplicate-section", line, '"Summary" stands twice, first in line 13')] == _found(text)
    assert [] == _found(write(CLEAN) + "\n## Conclusion\n\nAll in all.\n")
    assert [] == _found(write(CLEAN) + "\n## Load\n\n### Summary\n\nOf the load.\n")


def test_a_cure_speaks_of_the_form_that_the_output_has() -> None:
    output = replace(CLEAN, missing="")
    hints = [f.hint for path in (PATH, "qa.json") for f in ALL.check(ALL.read(_in_form(output, path), path))]
    assert [
        "add the section `## Missing`: what isn't covered, and why",
        'add `"missing"`: what isn\'t covered, and why',
    ] == hints


def _in_form(output: Output, path: str) -> str:
    return write(output) if path.endswith(".md") else json.dumps(plain(output))


def test_keys_of_other_tools_are_let_be() -> None:
    text = write(CLEAN).replace("verdict: A\n", "verdict: A\nmodel: opus\nduration: 120\n")
    assert [] == _found(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (write(CLEAN), Kind.OUTPUT),
        ("---\nagent: qa\nstatus: COMPLETE\ntier: P1\n---\n", Kind.OUTPUT),
        ("---\nagent: qa\nstatus: COMPLETE\n---\n", Kind.DOCUMENT),
        ("---\nagent: qa\nstatus: draft\ntier: gold\n---\n", Kind.DOCUMENT),
    ],
)
def test_an_output_is_known_by_its_front_matter(text: str, kind: Kind) -> None:
    assert kind is ALL.read(text, "docs/qa.md").kind


def test_what_json_holds_beyond_the_form_is_a_bad_record() -> None:
    text = '{"agent": "qa", "status": "COMPLETE", "summary": "x",\n'
    text += ' "findings": [{"text": "a", "severity": "huge"}], "mood": "good"}'
    assert [
        ("bad-record", 2, "'huge' is not one of critical, high, medium, low, info"),
        ("bad-record", 2, 'unknown key "mood"'),
    ] == _found(text, "qa.json")
