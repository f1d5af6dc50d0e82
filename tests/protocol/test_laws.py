"""Law 1: a record that was written is read back as itself. Law 4: classes, words and schema agree."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled import assets, shape
from allsettled.document import parse
from allsettled.protocol.reading import read
from allsettled.protocol.record import ROWS, Metrics, Record, build, plain
from allsettled.protocol.schema import record_schema
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import Action, Status, Strategy, Tier
from allsettled.protocol.writing import UnwritableRecordError, write, write_log
from records import CLEAN, cells, log, names, records

SCHEMA = json.loads(assets.schema("record"))


@settings(max_examples=80, deadline=None)
@given(records)
def test_what_is_written_is_read_back(record: Record) -> None:
    assert (record,) == read(parse(write(record)))


@settings(max_examples=30, deadline=None)
@given(st.lists(records, min_size=1, max_size=3), st.booleans())
def test_a_log_holds_its_records(many: list[Record], closed: bool) -> None:
    assert tuple(many) == read(parse(write_log("x", many, closed=closed)))


@settings(max_examples=60, deadline=None)
@given(records)
def test_what_is_written_has_the_shape_of_a_record(record: Record) -> None:
    value = plain(record)
    assert shape.errors(value, record_schema(BUILT_IN)) == []
    assert record == build(value, {})


@settings(max_examples=60, deadline=None)
@given(records)
def test_a_place_cuts_out_its_value(record: Record) -> None:
    document = parse(write(record))
    (found,) = read(document)
    for pointer, span in found.places.items():
        part, *way = pointer or ("",)
        if len(way) == 2 and part in ROWS and part != "validation":
            line = document.lines[span.line - 1]
            text = line[span.column - 1 : span.end_column - 1].replace("\\|", "|")
            row = getattr(found, str(part))[way[0]]
            value = getattr(row, str(way[1])) or "N/A"
            assert text == (f"{value} ({row.note})" if way[1] == "agent" and bool(getattr(row, "note", "")) else value)


@given(records, st.sampled_from(["\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
@settings(max_examples=50, deadline=None)
def test_line_ends_and_byte_order_mark_do_not_matter(record: Record, end: str, mark: str) -> None:
    assert (record,) == read(parse(mark + write(record).replace("\n", end)))


def test_a_passage_that_would_break_the_record_is_refused() -> None:
    with pytest.raises(UnwritableRecordError, match="cannot be written so that it reads back the same"):
        write(Record(strategy="merge", result="All well.\n\n## Failed Agents\n\nNone."))


def test_a_log_says_whether_it_is_closed() -> None:
    assert "\n- **Status**: CLOSED\n" in log()
    assert "\n- **Status**: OPEN\n" in log(closed=False)


def test_fields_are_the_schema_s_properties() -> None:
    properties = SCHEMA["properties"]
    logs_own = {"state"}  # in Markdown it stands in the log's head
    assert set(Record._fields) - {"places"} == set(properties) - logs_own
    for name, kind in ROWS.items():
        assert set(kind._fields) == set(properties[name]["items"]["properties"])
    assert set(Metrics._fields) == set(properties["metrics"]["properties"])


def test_words_are_the_schema_s() -> None:
    words = SCHEMA["$defs"]
    assert [str(status) for status in Status] == words["status"]["enum"]
    assert [str(tier) for tier in Tier] == words["tier"]["enum"]
    assert [str(strategy) for strategy in Strategy] == words["strategy"]["enum"]
    assert words["action"]["pattern"] == record_schema(BUILT_IN)["$defs"]["action"]["pattern"]
    assert all(str(action) in words["action"]["pattern"] for action in Action)


def test_the_clean_record_reads_back() -> None:
    assert read(parse(log())) == (CLEAN,)


@given(names, cells)
@settings(max_examples=50, deadline=None)
def test_a_cell_survives_whatever_it_holds(agent: str, text: str) -> None:
    row = Record(validation=CLEAN.validation, failures=(type(CLEAN.failures[0])(agent, text, text, "Skip"),))
    assert (row,) == read(parse(write(row)))
