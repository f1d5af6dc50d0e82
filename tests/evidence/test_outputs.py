"""Summaries as JSON, CSV and text."""

import csv
import io
import json
from dataclasses import replace

from allsettled.evidence.model import NOTHING, Evidence, FileRead, Source, State, Unread
from allsettled.evidence.stats import summarise
from allsettled.evidence.stats.as_csv import as_csv
from allsettled.evidence.stats.as_json import as_json
from allsettled.evidence.stats.as_table import as_table, length
from evidence.test_stats import dispatch, run, spread, widths

FOUND = Evidence(
    (
        dispatch(
            "msg_1", run("a", 0, 67.5, description="Look", agent="qa"), run("b", 0.25, 30, State.FAILED, error="no")
        ),
        dispatch("msg_2", run("c", 100, None, State.PENDING)),
    ),
    (FileRead("x.jsonl", "claude-code", 12, 1),),
    (Unread("y.jsonl", "permission denied"),),
)


def test_json_has_the_agreed_shape() -> None:
    value = json.loads(as_json(summarise(FOUND)))
    assert ["version", "dispatches", "summary"] == list(value)
    assert 1 == value["version"]
    first, second = value["dispatches"]
    agents = first.pop("agents")
    assert {
        "path": "x.jsonl",
        "dispatch": "msg_1",
        "width": 2,
        "wall_s": 67.5,
        "sum_s": 97.25,
        "speedup": 1.4407,
        "peak": 2,
        "overlap": 0.4407,
    } == first
    assert {
        "id": "a",
        "agent": "qa",
        "description": "Look",
        "state": "ok",
        "started": "2026-03-01T12:00:00.000Z",
        "finished": "2026-03-01T12:01:07.500Z",
        "seconds": 67.5,
        "source": "event",
    } == agents[0]
    assert (1, None, None, None, None) == tuple(
        second[key] for key in ("width", "wall_s", "speedup", "peak", "overlap")
    )
    assert ("pending", None, None) == tuple(second["agents"][0][key] for key in ("state", "finished", "seconds"))


def test_the_summary_says_all_figures() -> None:
    summary = json.loads(as_json(summarise(FOUND)))["summary"]
    assert {"ok": 1, "failed": 1, "pending": 1} == summary["states"]
    assert (1, 12, 1, 2, 3) == tuple(summary[key] for key in ("files", "lines", "bad_lines", "dispatches", "agents"))
    assert (29.75, 0.5, None) == tuple(summary[key] for key in ("saved_s", "failure_rate", "width_that_pays"))
    assert [{"path": "y.jsonl", "reason": "permission denied"}] == summary["unread"]
    assert [False, True] == [goal["met"] for goal in summary["goals"] if goal["met"] is not None]


def test_of_nothing_all_formats_say_nothing() -> None:
    summary = summarise(NOTHING)
    assert [] == json.loads(as_json(summary))["dispatches"]
    assert 1 == len(as_csv(summary).splitlines())
    assert "0 dispatches, 0 agents in 0 files\nended: none\n" == as_table(summary)


def test_csv_has_a_row_a_run() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(summarise(FOUND)))))
    assert ["a", "b", "c"] == [row["id"] for row in rows]
    assert ("msg_1", "2", "67.5", "1.4407", "failed") == tuple(
        rows[1][key] for key in ("dispatch", "width", "wall_s", "speedup", "state")
    )
    assert ("", "") == (rows[2]["wall_s"], rows[2]["finished"])


def test_csv_keeps_commas_quotes_and_line_breaks() -> None:
    description = 'a, "b"\nc'
    found = Evidence((dispatch("m", run("a", 0, 1, description=description)),))
    (row,) = csv.DictReader(io.StringIO(as_csv(summarise(found))))
    assert description == row["description"]


def test_the_table() -> None:
    expected = """\
x.jsonl
called               dispatch  agents  ok  failed  other    wall     sum   saved  speed-up  peak  overlap  longest
2026-03-01 12:00:00  msg_1          2   1       1      0  67.5 s  97.2 s  29.8 s      1.44     2     44 %     69 %
2026-03-01 12:01:40  msg_2          1   0       0      1       -       -       -         -     -        -        -

2 dispatches, 3 agents in 1 file
1 line of 12 could not be read
not read: y.jsonl: permission denied
ended: 1 ok, 1 failed, 1 pending
1 dispatch of two or more: 67.5 s instead of 97.2 s one after the other, 29.8 s saved; speed-up 1.44, overlap 44 %, \
longest agent 69 % of the sum (medians); at most 2 at once
failed: 1 (50 %), tried again: 0, recovered: 0 (0 %)

against the goals
  no data  Wall-clock time of work that takes 10 minutes one after the other (median): target 3 minutes
  missed   Agents running at once (median of each dispatch's peak): 2 over 1 dispatch; target 3-6 concurrent
  met      Dispatches with a failure that still gave a result: 100 % over 1 dispatch; target >90 % partial success
"""
    assert expected == as_table(summarise(FOUND))


def test_the_table_answers_what_width_pays() -> None:
    table = as_table(summarise(Evidence(tuple(widths((2, 5, 0), (4, 6, 5))))))
    assert "    4           6      3.20       0.80  2.8 min\nwidth 4 pays most: 3.20 over 6 dispatches\n" in table
    thin = as_table(summarise(Evidence(tuple(widths((2, 5, 0), (4, 4, 5))))))
    assert "too little to tell: two widths with 5 dispatches or more are needed" in thin


def test_a_transcripts_control_characters_do_not_reach_the_terminal() -> None:
    evil = "\x1b[2J\u202e\r\nmsg"
    found = Evidence((spread(evil, [(0, 1)]),), (), (Unread(evil, evil),))
    table = as_table(summarise(found))
    assert not {"\x1b", "\u202e", "\r"} & set(table)
    assert "\\x1b[2J\\u202e\\r\\nmsg" in table


def test_a_name_that_is_no_text_can_be_written() -> None:
    name = b"\xff.jsonl".decode("utf-8", "surrogateescape")
    summary = summarise(Evidence((replace(spread("m", [(0, 1)]), paths=(name,)),), (), (Unread(name, "no"),)))
    for written in (as_json(summary), as_csv(summary), as_table(summary)):
        assert b".jsonl" in written.encode()


def test_lengths() -> None:
    lengths = {None: "-", 0: "0.0 s", 119_940_000: "119.9 s", 120_000_000: "2.0 min", 8_000_000_000: "2.2 h"}
    assert list(lengths.values()) == [length(one) for one in lengths]
    assert Source.EVENT.rank < Source.DISPATCH.rank
