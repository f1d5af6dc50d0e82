"""What an agent leaves: law 1 (it's read back as it was written), law 4 (fields and schema agree), and its places."""

import json
from dataclasses import fields

import pytest
import yaml
from hypothesis import given, settings

from allsettled import assets, shape
from allsettled.document import parse
from allsettled.protocol.output import SEVERITIES, Output, Point, UnwritableOutputError, build, plain, read, write
from allsettled.protocol.vocabulary import Status, Tier
from outputs import CLEAN, outputs

SCHEMA = json.loads(assets.schema("agent-output"))


@settings(max_examples=50, deadline=None)
@given(outputs)
def test_what_is_written_is_read_back(output: Output) -> None:
    assert output == read(parse(write(output)))


@settings(max_examples=25, deadline=None)
@given(outputs)
def test_a_place_cuts_out_its_value(output: Output) -> None:
    document = parse(write(output))
    for pointer, span in read(document).places.items():
        text = document.lines[span.line - 1][span.column - 1 : span.end_column - 1]
        match pointer:
            case (str(key),) if key not in ("summary", "findings", "missing", "error"):
                assert getattr(output, key) == (yaml.safe_load(text) if text.startswith('"') else text)
            case ("findings", int(number), str(key)):
                assert (getattr(output.findings[number], key) or "N/A") == text.replace("\\|", "|")


@settings(max_examples=40, deadline=None)
@given(outputs.filter(lambda output: bool(output.status)))
def test_what_is_written_has_the_shape_of_an_output(output: Output) -> None:
    value = plain(output)
    assert [] == shape.errors(value, "agent-output")
    assert output == build(value, {})


def test_fields_and_words_are_the_schema_s() -> None:
    properties = SCHEMA["properties"]
    assert {part.name for part in fields(Output)} - {"places"} == set(properties)
    assert {part.name for part in fields(Point)} == set(properties["findings"]["items"]["properties"])
    assert [str(status) for status in Status] == properties["status"]["enum"]
    assert [str(tier) for tier in Tier] == properties["tier"]["enum"]
    assert list(SEVERITIES) == properties["findings"]["items"]["properties"]["severity"]["enum"]


def test_the_form_is_this() -> None:
    expected = """---
agent: qa
status: PARTIAL
tier: P1
started: 2026-01-05T09:03:00Z
finished: 2026-01-05T09:05:00Z
confidence: "80%"
verdict: A
---

# Output of qa

## Summary

Eleven cases are needed; two of them can't be run yet.

## Findings

| Finding                       | Place          | Severity |
| ----------------------------- | -------------- | -------- |
| No test covers the empty cart | src/cart.py:10 | high     |
| Names differ                  | N/A            | low      |

## Missing

The load test: no environment was free.
"""
    assert expected == write(CLEAN)


def test_it_is_read_in_other_forms_too() -> None:
    text = """---
agent: 'qa' # the second one
status: ✅ done
confidence: 0.8
finished: 2026-01-05 10:05:00+01:00
---

# What I found

### Executive summary

All well.

### Key findings (2)

- Names differ
- **Cart**: no test
"""
    output = read(parse(text))
    points = (Point("Names differ"), Point("**Cart**: no test"))
    assert Output("qa", "COMPLETE", "", "", "2026-01-05 10:05:00+01:00", "0.8", "", "All well.", points) == output


def test_a_summary_that_would_break_the_form_is_refused() -> None:
    with pytest.raises(UnwritableOutputError, match="cannot be written so that it reads back the same"):
        write(Output("qa", "COMPLETE", summary="All well.\n\n## Error\n\nNone."))
