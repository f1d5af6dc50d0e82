"""Whatever a file holds, a reader neither fails nor hangs, and what it finds is in its normal form."""

import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.evidence.detect import HARNESSES, harness_of
from allsettled.evidence.fleet import look
from allsettled.evidence.harness import Harness
from allsettled.evidence.model import NOTHING, Evidence
from allsettled.evidence.page import as_html
from allsettled.evidence.read import Session
from allsettled.evidence.recording import record_log
from allsettled.evidence.stats import summarise
from allsettled.evidence.stats.as_csv import as_csv
from allsettled.evidence.stats.as_json import as_json
from allsettled.evidence.stats.as_table import as_table
from allsettled.evidence.union import unite
from allsettled.finding import Severity
from evidence.planted import findings
from evidence.test_sessions import SAMPLES

_STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        1e308,
        float("nan"),
        "",
        "x",
        "REDACTED",
        "\ud800",
        "9999-12-31T23:59:59Z",
        [],
        {},
        [[]],
        [None],
        "0001-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "| a | b |\n|---|---|",
        "<!-- allsettled: ignore-file -- x -->",
        "```",
        "# H",
        "- [ ] x\n---\n",
        "\x1b[2J\u202e",
        "</details><script>",
        "../../x",
        "N/A",
        "TBD",
        "_______",
        "{{ x }}",
        "x" * 5000,
    ]
)
_ANYTHING: st.SearchStrategy[Any] = st.recursive(
    _STRANGE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "message", "content", "id", "timestamp", "calls", "info"]), inner)
    ),
    max_leaves=8,
)


def _spoilt(value: Any, data: st.DataObject) -> Any:
    """Return a copy of a JSON value with something in it replaced, left out or doubled."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 9)):
        key = data.draw(st.sampled_from(sorted(value)))
        if data.draw(st.integers(0, 9)) == 0:
            return {name: one for name, one in value.items() if name != key}
        return value | {key: _spoilt(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 9)):
        place = data.draw(st.integers(0, len(value) - 1))
        again = value[place : place + 1] if data.draw(st.booleans()) else []
        return [*value[:place], _spoilt(value[place], data), *again, *value[place + 1 :]]
    return data.draw(_STRANGE)


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.NAME)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spoilt_records_are_never_an_error(harness: Harness, data: st.DataObject) -> None:
    records = list(SAMPLES[harness.NAME])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(records) - 1))
        records[place] = _spoilt(records[place], data)
    reader = harness.reader()
    reader.begin()
    for record in records:
        reader.feed(json.dumps(record).encode())
        harness_of([record] if isinstance(record, dict) else [])
        if isinstance(record, dict):
            harness.home(record)
    found = unite(Evidence(tuple(reader.dispatches())), NOTHING)
    summary = summarise(found)
    assert found == unite(found, found)
    for written in (as_json(summary), as_csv(summary), as_table(summary)):
        assert written.encode()


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.NAME)
@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"{" * 50_000, b"[" * 50_000 + b"]" * 50_000, b'{"a":' + b"9" * 5000 + b"}", b"}{"]
)
def test_bad_bytes_are_a_value_error_or_nothing(harness: Harness, line: bytes) -> None:
    with suppress(ValueError):
        harness.reader().feed(line)


@st.composite
def files(draw: st.DrawFn, harness: Harness) -> bytes:
    """A file of a harness, some of its records spoilt, with records of no harness and bytes that are no records."""
    data = draw(st.data())
    lines = [json.dumps(_spoilt(one, data) if draw(st.booleans()) else one).encode() for one in SAMPLES[harness.NAME]]
    others = st.one_of(st.binary(max_size=40), _ANYTHING.map(json.dumps).map(str.encode), st.just(b"{" * 3000))
    lines += draw(st.lists(others, max_size=3))
    return draw(st.sampled_from([b"\n", b"\r\n"])).join(draw(st.permutations(lines)) if draw(st.booleans()) else lines)


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.NAME)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_log_of_whatever_a_file_holds_is_clean(harness: Harness, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.jsonl")
        path.write_bytes(data.draw(files(harness)))
        found = look(Session((str(path),)))
        assert found == unite(found, found)
    assert as_html(summarise(found)).encode()
    if found.dispatches:
        text = record_log(found).text
        told = (*Checker().inspect(text, "session-log.md").file.findings, *findings(text, found))
        assert [] == [(one.rule, one.message) for one in told if one.severity is not Severity.NOTE]
