"""Which files make a session, and which harness wrote it."""

import json
import os
from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.evidence.fleet import gather
from allsettled.evidence.model import NOTHING, Evidence, State
from allsettled.evidence.read import NotATranscriptError, Session, read
from allsettled.evidence.sessions import sessions
from evidence import claude as c
from evidence import test_codex as codex
from evidence import test_copilot as copilot
from evidence import test_gemini as gemini
from evidence import test_journal as journal
from evidence import test_opencode as opencode
from evidence import test_otel as otel

MAIN = [{"type": "summary", "summary": "x", "leafUuid": "u"}, c.call("t1", 0), c.launched("t1", 3)]
OWN = [c.own("at1", 4), c.last_words("at1", 60)]


def put(path: Path, records: list[c.Record]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(c.lines(records)))
    return path


def evidence(*places: Path | str) -> Evidence:
    return gather(sessions(map(str, places)))


@pytest.mark.parametrize("own", [f"{c.SESSION}/subagents/agent-at1.jsonl", "agent-at1.jsonl"])
def test_an_agents_own_file_goes_with_its_session_wherever_it_lies(tmp_path: Path, own: str) -> None:
    main = put(tmp_path / f"{c.SESSION}.jsonl", MAIN)
    put(tmp_path / own, OWN)
    put(tmp_path / "agent-other.jsonl", [c.own("other", 9) | {"sessionId": "another"}])
    (session,) = sessions([str(main)])
    assert (str(main), str(tmp_path / own)) == session.places
    assert (State.OK, 56.0) == _only(read(session))
    assert (State.OK, 56.0) == _only(evidence(tmp_path))


def _only(found: Evidence) -> tuple[State, float | None]:
    (run,) = (run for dispatch in found.dispatches for run in dispatch.agents)
    return run.state, run.seconds


@pytest.mark.parametrize("named", ["{}.jsonl", "{}", "."])
def test_an_agents_file_that_cannot_be_read_is_its_sessions_by_its_folder(tmp_path: Path, named: str) -> None:
    put(tmp_path / f"{c.SESSION}.jsonl", MAIN)
    own = put(tmp_path / c.SESSION / "subagents/agent-at1.jsonl", OWN)
    own.unlink()
    own.symlink_to("nowhere")
    (tmp_path / c.SESSION / "subagents" / "result.json").write_text("{\n")  # can be read, and is nobody's
    found = evidence(tmp_path / named.format(c.SESSION))
    assert [(str(own), True)] == [(file.path, file.part) for file in found.unread]
    assert 1 == len(found.dispatches)
    assert 0 == sum(file.bad for file in found.files)


def test_a_sessions_folder_stands_for_the_session(tmp_path: Path) -> None:
    main = put(tmp_path / f"{c.SESSION}.jsonl", MAIN)
    put(tmp_path / c.SESSION / "subagents/agent-at1.jsonl", OWN)
    put(tmp_path / "another.jsonl", [c.call("t9", 0)])
    found = evidence(tmp_path / c.SESSION)
    assert (State.OK, 56.0) == _only(found)
    assert {str(main)} == {dispatch.path for dispatch in found.dispatches}


def test_a_renamed_file_finds_its_agents_by_its_session(tmp_path: Path) -> None:
    main = put(tmp_path / "renamed.jsonl", MAIN)
    put(tmp_path / c.SESSION / "subagents/agent-at1.jsonl", OWN)
    assert (State.OK, 56.0) == _only(evidence(main))


def test_a_companion_file_names_the_call(tmp_path: Path) -> None:
    main = put(tmp_path / f"{c.SESSION}.jsonl", [c.call("t1", 0)])
    put(tmp_path / c.SESSION / "subagents/agent-at1.jsonl", OWN)
    assert (State.NO_RESULT, None) == _only(evidence(main))
    (tmp_path / c.SESSION / "subagents/agent-at1.meta.json").write_text('{"agentType": "x", "toolUseId": "t1"}')
    assert (State.OK, 56.0) == _only(evidence(main))


def test_an_agents_file_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    main = put(tmp_path / f"{c.SESSION}.jsonl", MAIN)
    found = read(Session((str(main), str(tmp_path / "gone.jsonl"))))
    assert (State.PENDING, None) == _only(found)
    assert [str(tmp_path / "gone.jsonl")] == [file.path for file in found.unread]


def test_a_resumed_sessions_history_counts_once(tmp_path: Path) -> None:
    history = [c.call("t1", 0), c.launched("t1", 3)]
    put(tmp_path / "one.jsonl", history)
    later = [*history, c.notified("at1", 60), c.call("t2", 90, "msg_2")]
    put(tmp_path / "two.jsonl", [record | {"sessionId": "resumed"} for record in later])
    found = evidence(tmp_path)
    first, second = found.dispatches
    assert ("msg_1", 1, State.OK) == (first.id, first.width, first.agents[0].state)
    assert (2, 2) == (len(first.paths), len(first.sessions))
    assert ("msg_2", 1) == (second.id, len(second.paths))


def test_a_file_named_in_three_ways_is_one_file(tmp_path: Path) -> None:
    main = put(tmp_path / "one.jsonl", MAIN)
    found = evidence(main, f"{tmp_path}/./one.jsonl", tmp_path, f"{tmp_path}/*.jsonl")
    assert 1 == len(found.files)


def test_codex_agents_lie_beside_their_parent(tmp_path: Path) -> None:
    main = put(tmp_path / "rollout-1-main.jsonl", codex.PARENT)
    put(tmp_path / "rollout-2-th1.jsonl", codex.child("th1", 2, 42))
    put(tmp_path / "rollout-3-else.jsonl", [codex.meta("else", 0)])
    first, _ = evidence(main).dispatches
    assert 40.0 == first.agents[0].seconds


def test_gemini_agents_lie_in_a_folder_named_for_their_parent(tmp_path: Path) -> None:
    main = put(tmp_path / "session-2026-03-01-main.jsonl", gemini.MAIN)
    put(tmp_path / "main/ag1.jsonl", gemini.AGENT)
    for place in (main, tmp_path):
        assert 47.0 == evidence(place).dispatches[0].agents[0].seconds


SAMPLES = {
    "claude-code": MAIN,
    "codex": codex.PARENT,
    "gemini-cli": gemini.MAIN,
    "copilot-cli": [copilot.SESSION, copilot.asked(1, "m1", "c1")],
    "opencode": [opencode.export([opencode.part("c1", "completed", 0, 60)])],
    "opentelemetry": [otel.export(otel.ROOT, otel.agent("a1", "root", 1, 2))],
    "journal": [json.loads(entry) for entry in journal.BATCH],
}


@pytest.mark.parametrize("harness", SAMPLES)
def test_the_harness_is_told_by_content_not_by_name(harness: str, tmp_path: Path) -> None:
    path = put(tmp_path / "anything.txt", SAMPLES[harness])
    found = evidence(path)
    assert [(harness, len(SAMPLES[harness]), 0)] == [(file.harness, file.lines, file.bad) for file in found.files]
    assert {harness} == {dispatch.harness for dispatch in found.dispatches}


@pytest.mark.parametrize("harness", SAMPLES)
def test_a_bad_line_before_and_after_is_counted(harness: str, tmp_path: Path) -> None:
    good = b"".join(c.lines(SAMPLES[harness]))
    (tmp_path / "x.jsonl").write_bytes(b'{"cut": tr\n' + good + b'{"cut": "' + b"\n\n")
    found = evidence(tmp_path / "x.jsonl")
    assert [2] == [file.bad for file in found.files]
    assert {harness} == {dispatch.harness for dispatch in found.dispatches}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("harness", ["opencode", "opentelemetry"])
def test_a_document_may_be_written_over_many_lines(harness: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text(json.dumps(SAMPLES[harness][0], indent=2), encoding=encoding)
    assert {harness} == {dispatch.harness for dispatch in evidence(tmp_path).dispatches}
    (tmp_path / "export.json").write_text(json.dumps(SAMPLES[harness], indent=2), encoding=encoding)
    assert {harness} == {dispatch.harness for dispatch in evidence(tmp_path).dispatches}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"hello", b"{}", b"[]", b'{"name": "x"}\n' * 300, b"\xff\xfe\x00"])
def test_what_no_harness_writes_is_said_if_it_was_named_and_passed_over_in_a_folder(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(NotATranscriptError, match="it isn't a transcript of a harness that is known"):
        read(Session((str(tmp_path / "x.json"),)))
    assert ["it isn't a transcript of a harness that is known"] == [
        file.reason for file in evidence(tmp_path / "x.json").unread
    ]
    assert NOTHING == evidence(tmp_path)


def test_nothing_at_a_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file or folder"):
        sessions([str(tmp_path / "none")])
    with pytest.raises(UserError, match="no file matches this pattern"):
        sessions([str(tmp_path / "*.jsonl")])


def test_a_name_with_the_marks_of_a_pattern_is_a_name_if_it_exists(tmp_path: Path) -> None:
    path = put(tmp_path / "[x]" / "a*.jsonl", MAIN)
    assert [str(path)] == [session.place for session in sessions([str(path)])]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_an_unreadable_file_is_said_and_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", MAIN)
    put(tmp_path / "b.jsonl", MAIN).chmod(0)
    found = evidence(tmp_path)
    assert (1, ["permission denied"]) == (len(found.dispatches), [file.reason for file in found.unread])
