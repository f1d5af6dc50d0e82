"""`stats` as a user sees it: over transcripts and logs, as a table, JSON, CSV and a page."""

import csv
import io
import json
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest

from allsettled.assets import schema
from evidence import claude as c
from evidence import made
from quick import allsettled
from records import log
from shell import CORPUS

TRANSCRIPTS = CORPUS / "transcripts" / "claude"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made.write(tmp_path / "a" / "one.jsonl", *made.together())
    made.write(tmp_path / "a" / "two.jsonl", *(one | {"sessionId": "two"} for one in made.pair("msg_8", prefix="z")))
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing.\n")
    return tmp_path


def test_the_table_is_printed_for_the_current_folder(place: Path) -> None:
    ran = allsettled("stats", cwd=place)
    assert (0, "") == (ran.code, ran.err)
    (row,) = [line.split() for line in ran.out.splitlines() if "msg_1" in line]
    assert "2026-03-01 12:00:00 msg_1 3 2 1 0 60.0 s 2.2 min 70.0 s 2.17 3 67 % 46 %" == " ".join(row)
    assert "3 dispatches, 6 agents in 2 files\nended: 5 ok, 1 failed silently\n" in ran.out
    assert "failed: 1 (17 %), tried again: 1, recovered: 1 (100 %)" in ran.out
    assert "too little to tell: two widths with 5 dispatches or more are needed" in ran.out
    assert "against the goals" in ran.out


def test_json_keeps_to_its_schema_and_counts_a_silent_failure(place: Path) -> None:
    ran = allsettled("stats", "a", "--format", "json", cwd=place)
    value = json.loads(ran.out)
    jsonschema.validate(value, json.loads(schema("stats")))
    assert [("msg_1", 3), ("msg_8", 2), ("msg_2", 1)] == [
        (one["dispatch"], one["width"]) for one in value["dispatches"]
    ]
    assert ("failed_silently", 1) == (value["dispatches"][0]["agents"][1]["state"], value["summary"]["failed"])


@pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason=f"no corpus at {TRANSCRIPTS}")
def test_json_of_real_sessions_keeps_to_its_schema() -> None:
    value = json.loads(allsettled("stats", str(TRANSCRIPTS), "--format", "json", cwd=TRANSCRIPTS).out)
    jsonschema.validate(value, json.loads(schema("stats")))
    assert (30, 91, 10) == tuple(value["summary"][key] for key in ("dispatches", "agents", "failed"))
    assert {"ok": 78, "failed": 6, "failed_silently": 1, "interrupted": 1, "unknown_type": 3, "no_result": 2} == value[
        "summary"
    ]["states"]


def test_csv_has_a_row_an_agent(place: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(allsettled("stats", "a", "--format", "csv", cwd=place).out)))
    assert 6 == len(rows)
    assert {"ok", "failed_silently"} == {row["state"] for row in rows}


def test_a_pattern_a_file_and_processes_give_the_same(place: Path) -> None:
    one = allsettled("stats", "a", "--format", "json", cwd=place).out
    assert one == allsettled("stats", "a/*.jsonl", "--format", "json", cwd=place).out
    assert one == allsettled("stats", "a/one.jsonl", "a/two.jsonl", "--format", "json", "--jobs", "2", cwd=place).out


def test_logs_are_dispatches_too_and_count_once_beside_their_transcript(place: Path) -> None:
    (place / "2026-01-05-session-01.md").write_text(log())
    ran = allsettled("stats", "2026-01-05-session-01.md", "--format", "json", cwd=place)
    (dispatch,) = json.loads(ran.out)["dispatches"]
    assert ("2026-01-05-session-01.md:18", 4, "log") == (
        dispatch["dispatch"],
        dispatch["width"],
        dispatch["agents"][0]["source"],
    )
    allsettled("record", "a/one.jsonl", "--output", "session-log.md", cwd=place)
    assert "4 dispatches, 10 agents in 4 files" in allsettled("stats", cwd=place).out


def test_a_page_is_written_beside_the_table(place: Path) -> None:
    ran = allsettled("stats", "a", "--html", "stats.html", "--output", "table.txt", cwd=place)
    assert (0, "", "") == ran
    assert (place / "stats.html").read_text().startswith("<!doctype html>\n")
    assert "against the goals" in (place / "table.txt").read_text()


def test_nothing_to_sum_up_is_no_silent_pass(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n")
    ran = allsettled("stats", cwd=tmp_path)
    assert (2, "") == ran[:2]
    assert ran.err.startswith("error: there's no transcript and no log with a dispatch in .\nhelp: ")


def test_what_cannot_be_read_is_said_and_does_not_stop_the_rest(place: Path) -> None:
    (place / "bad.jsonl").write_text("nothing\n")
    ran = allsettled("stats", "a", "bad.jsonl", cwd=place)
    assert 2 == ran.code
    assert "3 dispatches, 6 agents in 2 files" in ran.out
    assert "error: bad.jsonl: it isn't a transcript of a harness that is known\n" == ran.err
    assert 2 == allsettled("stats", "gone", cwd=place).code


def test_a_session_without_agents_is_no_error(tmp_path: Path) -> None:
    made.write(tmp_path / "s.jsonl", c.record("user", 0, message={"role": "user", "content": "hello"}))
    ran = allsettled("stats", "s.jsonl", cwd=tmp_path)
    assert (0, "") == (ran.code, ran.err)
    assert "0 dispatches, 0 agents in 1 file" in ran.out


@pytest.mark.skipif(find_spec("distributed") is not None, reason="Dask is installed")
def test_without_dask_a_scheduler_says_what_to_install(place: Path) -> None:
    ran = allsettled("stats", "a", "--scheduler", "tcp://127.0.0.1:1", cwd=place)
    assert 2 == ran.code
    assert 'help: install it with: pip install "allsettled[fleet]"\n' in ran.err


def test_the_settings_protocol_reads_a_projects_own_headings(place: Path) -> None:
    (place / "allsettled.toml").write_text('[protocol.aliases]\nruns = ["Who did what"]\n')
    (place / "session-log.md").write_text(log().replace("## Dispatch Log", "## Who did what"))
    assert "architect" in allsettled("stats", "session-log.md", "--format", "csv", cwd=place).out
