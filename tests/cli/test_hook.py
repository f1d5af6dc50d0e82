"""`hook claude-code`: the journal while agents run, the log at the end, and never a block that the contract forbids."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import shell
from evidence import claude as c
from evidence import made
from quick import allsettled
from shell import Ran

SESSION = c.SESSION
LOG = "2026-03-01-session-5e551010.md"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made.write(tmp_path / "t.jsonl", *made.together())
    return tmp_path


def hook(place: Path, event: str, *arguments: str, transcript: str = "t.jsonl", **fields: Any) -> Ran:
    told = {
        "session_id": SESSION,
        "cwd": str(place),
        "hook_event_name": event,
        "transcript_path": str(place / transcript),
    }
    return allsettled("hook", "claude-code", *arguments, stdin=json.dumps(told | fields), cwd=place)


def stop(place: Path, *arguments: str, **fields: Any) -> Ran:
    told: dict[str, Any] = {"stop_hook_active": False, "background_tasks": []}
    return hook(place, "Stop", *arguments, **(told | fields))


def logs(place: Path) -> list[str]:
    return sorted(path.name for path in (place / ".agents/sessions").glob("*"))


def test_agents_starts_and_ends_go_to_the_sessions_journal(place: Path) -> None:
    for event in ("SubagentStart", "SubagentStop"):
        ran = hook(place, event, agent_id="a1", agent_type="security", last_assistant_message="Done.")
        assert (0, "", "") == ran
    call = {"tool_name": "Agent", "tool_input": {"subagent_type": "security", "prompt": "secret"}, "tool_use_id": "t1"}
    answer = {"status": "completed", "agentId": "a1", "totalTokens": 9, "totalDurationMs": 5, "content": "secret"}
    assert (0, "", "") == hook(place, "PostToolBatch", tool_calls=[call | {"tool_response": answer}])
    journal = (place / ".agents/.allsettled" / f"{SESSION}.jsonl").read_text()
    assert ["start", "stop", "dispatch"] == [json.loads(line)["event"] for line in journal.splitlines()]
    assert "secret" not in journal
    assert "*\n" == (place / ".agents/.allsettled/.gitignore").read_text()
    assert "1 dispatch, 1 agent in 1 file" in allsettled("stats", ".agents", cwd=place).out


def test_a_batch_without_agents_leaves_no_trace(place: Path) -> None:
    ran = hook(place, "PostToolBatch", tool_calls=[{"tool_name": "Bash", "tool_input": {"command": "ls"}}])
    assert (0, "", "") == ran
    assert not (place / ".agents").exists()


@pytest.mark.parametrize("event", ["Stop", "SessionEnd"])
def test_the_log_is_written_at_the_end_and_is_clean(place: Path, event: str) -> None:
    ran = hook(place, event, stop_hook_active=False, background_tasks=[], reason="exit")
    assert (0, "", f"allsettled: the session's agents are recorded in .agents/sessions/{LOG}\n") == ran
    assert [LOG] == logs(place)
    assert 0 == allsettled("check", ".agents/sessions", cwd=place).code
    assert 0 == allsettled("verify", f".agents/sessions/{LOG}", "--transcript", "t.jsonl", cwd=place).code


def test_the_log_is_added_to_when_the_session_goes_on(place: Path) -> None:
    stop(place)
    before = (place / ".agents/sessions" / LOG).read_text()
    assert (0, "", "") == stop(place)
    made.write(place / "t.jsonl", *made.together(), *made.pair("msg_7", first=900, prefix="toolu_z"))
    stop(place)
    after = (place / ".agents/sessions" / LOG).read_text()
    assert after.startswith(before)
    assert "## Dispatch 2" in after
    assert [LOG] == logs(place)


def test_a_resumed_session_has_a_log_of_its_own_once_there_is_something_new(place: Path) -> None:
    stop(place)
    resumed = "5e552020-0000-4000-8000-000000000002"
    assert (0, "", "") == stop(place, session_id=resumed)  # its transcript holds the history again, and no more
    made.write(place / "t.jsonl", *made.together(), *made.pair("msg_7", first=900, prefix="toolu_z"))
    stop(place, session_id=resumed)
    other = "2026-03-01-session-5e552020.md"
    assert [LOG, other] == logs(place)
    assert f"- **Session**: {resumed}" in (place / ".agents/sessions" / other).read_text()
    assert 0 == allsettled("verify", f".agents/sessions/{other}", "--transcript", "t.jsonl", cwd=place).code
    assert "3 dispatches, 6 agents in 2 files" in allsettled("stats", ".agents/sessions", cwd=place).out


def test_a_log_that_only_speaks_of_the_session_is_not_its_log(place: Path) -> None:
    stop(place)
    later = place / ".agents/sessions/2026-03-09-session-9.md"
    later.write_text(f"# Session log: next\n\n- **Status**: OPEN\n\n## Notes\n\nGoes on where {SESSION} ended.\n")
    made.write(place / "t.jsonl", *made.together(), *made.pair("msg_7", first=900, prefix="toolu_z"))
    assert f"recorded in .agents/sessions/{LOG}\n" in stop(place).err
    assert "msg_7" not in later.read_text()


def test_agents_still_at_work_wait_for_the_next_time(place: Path) -> None:
    made.write(place / "t.jsonl", *made.together()[:4])
    assert (0, "", "") == stop(place, background_tasks=[{"id": "x", "status": "running"}])
    assert not (place / ".agents").exists()


def test_a_session_without_a_dispatch_gets_no_log(place: Path) -> None:
    made.write(place / "t.jsonl", *made.together()[6:])
    assert (0, "", "") == stop(place)
    assert not (place / ".agents").exists()


def test_a_missing_log_blocks_when_it_is_to_be_checked(place: Path) -> None:
    ran = stop(place, "--log", "check")
    assert (2, "") == ran[:2]
    assert ran.err.startswith(
        f"3 agents were dispatched in this session, and no log in {place}/.agents/sessions names them."
    )
    assert f"allsettled record {SESSION} --output" in ran.err
    assert not (place / ".agents").exists()


def test_a_log_that_contradicts_what_happened_blocks_with_the_findings(place: Path) -> None:
    stop(place)
    log = place / ".agents/sessions" / LOG
    assert (0, "", "") == stop(place, "--log", "check")
    log.write_text(log.read_text().replace("FAILED", "COMPLETE"))
    ran = stop(place, "--log", "check")
    assert 2 == ran.code
    assert "the session's log doesn't hold against what happened:\n" in ran.err
    assert 'error hidden-failure "qa is COMPLETE in the log' in ran.err
    assert len(ran.err) < 10_000


def test_a_log_in_a_persons_words_is_held_too(place: Path) -> None:
    folder = place / ".agents/sessions"
    folder.mkdir(parents=True)
    rows = ["| security | COMPLETE | a.md |", "| qa | COMPLETE | b.md |", "| docs | COMPLETE | c.md |"]
    table = "### Agent Outputs\n\n| Agent | Status | Output Location |\n|---|---|---|\n"
    (folder / "notes.md").write_text("# Session log: x\n\n- **Status**: OPEN\n\n" + table + "\n".join(rows) + "\n")
    ran = stop(place, "--log", "check")
    assert 2 == ran.code
    assert "hidden-failure" in ran.err


@pytest.mark.parametrize(
    "fields",
    [
        {"stop_hook_active": True},
        {"background_tasks": [{"id": "x", "status": "running"}]},
        {"background_tasks": [{"id": "x"}]},
        {"transcript": "gone.jsonl"},
    ],
)
def test_a_stop_is_not_blocked_where_the_contract_forbids_it(place: Path, fields: dict[str, Any]) -> None:
    assert (0, "", "") == stop(place, "--log", "check", **fields)


def test_tasks_that_are_over_do_not_keep_a_stop_from_being_blocked(place: Path) -> None:
    assert 2 == stop(place, "--log", "check", background_tasks=[{"id": "x", "status": "completed"}]).code


def test_the_end_of_a_session_is_never_blocked(place: Path) -> None:
    ran = hook(place, "SessionEnd", "--log", "check", reason="exit")
    assert (0, "") == ran[:2]
    assert ran.err.startswith("allsettled: 3 agents were dispatched")


def test_off_means_a_journal_and_nothing_else(place: Path) -> None:
    assert (0, "", "") == stop(place, "--log", "off")


def test_what_only_the_journal_knows_yet_counts(place: Path) -> None:
    made.write(place / "t.jsonl", *made.pair()[:2])  # the transcript is behind
    for agent in ("security", "qa"):
        hook(place, "SubagentStart", agent_id=f"a{agent}", agent_type=agent)
        hook(place, "SubagentStop", agent_id=f"a{agent}", agent_type=agent, last_assistant_message="Done.")
    calls = [
        {
            "tool_name": "Agent",
            "tool_input": {"subagent_type": agent, "prompt": ""},
            "tool_use_id": f"toolu_{letter}",
            "tool_response": {"status": "completed", "agentId": f"a{agent}", "totalTokens": 9},
        }
        for agent, letter in (("security", "a"), ("qa", "b"))
    ]
    hook(place, "PostToolBatch", tool_calls=calls)
    ran = stop(place)
    assert 0 == ran.code
    (name,) = logs(place)
    assert "| security | COMPLETE |" in (place / ".agents/sessions" / name).read_text()


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ("", "the hook's input is no JSON"),
        ("nonsense", "the hook's input is no JSON"),
        ("[1]", "the hook's input is no JSON object"),
        ("{}", "nothing to do for the event None"),
        ('{"hook_event_name": "Moon\\u001b[2J"}', "nothing to do for the event Moon\\x1b[2J"),
        ("[" * 100_000, "the hook's input is no JSON"),
    ],
)
def test_what_is_not_understood_never_blocks(tmp_path: Path, stdin: str, said: str) -> None:
    assert (0, "", f"allsettled: {said}\n") == allsettled("hook", "claude-code", stdin=stdin, cwd=tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("claud-code",),
        ("claude-code", "--lgo"),
        ("claude-code", "--log"),
        ("claude-code", "--log", "no"),
        ("claude-code", "x"),
    ],
)
def test_a_slip_in_the_settings_never_blocks(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = allsettled("hook", *arguments, stdin='{"hook_event_name": "Stop"}', cwd=tmp_path)
    assert (0, "") == ran[:2]
    assert ran.err.startswith("allsettled: ")


def test_a_folder_that_cannot_be_written_never_blocks(place: Path) -> None:
    (place / ".agents").write_text("a file")
    ran = hook(place, "SubagentStart", agent_id="a1", agent_type="security")
    assert (0, "") == ran[:2]
    assert ran.err.startswith("allsettled: ")
    assert 0 == stop(place).code


def test_no_path_leads_out_of_the_project(place: Path) -> None:
    ran = hook(place, "SubagentStart", "--journal", "../elsewhere", agent_id="a1", agent_type="security")
    assert 0 == ran.code
    assert not (place.parent / "elsewhere").exists()
    ran = hook(place, "SubagentStart", session_id="../../x", agent_id="a1", agent_type="security")
    (journal,) = (place / ".agents/.allsettled").glob("*.jsonl")
    assert journal.stem.isalnum()


def test_the_settings_are_printed_with_the_options_that_were_given(tmp_path: Path) -> None:
    ran = allsettled("hook", "claude-code", "--log", "check", "--print-settings", cwd=tmp_path)
    value = json.loads(ran.out)["hooks"]
    assert ["PostToolBatch", "SubagentStart", "SubagentStop", "Stop", "SessionEnd"] == list(value)
    assert {"type": "command", "command": "allsettled hook claude-code --log check", "timeout": 60} == value["Stop"][0][
        "hooks"
    ][0]
    plain = json.loads(allsettled("hook", "claude-code", "--print-settings", cwd=tmp_path).out)
    assert "allsettled hook claude-code" == plain["hooks"]["Stop"][0]["hooks"][0]["command"]
    ran = allsettled("hook", "codex", "--print-settings", cwd=tmp_path)
    assert (2, 'error: no hook for "codex": known is claude-code\n') == (ran.code, ran.err.partition("help:")[0])


def test_init_adds_the_hook_to_settings_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / ".claude/settings.json"
    assert (
        "would write .claude/settings.json"
        in allsettled("init", "--hook", "claude-code", "--dry-run", cwd=tmp_path).out
    )
    assert not file.exists()
    assert 0 == allsettled("init", "--hook", "claude-code", cwd=tmp_path).code
    assert file.read_text() == allsettled("hook", "claude-code", "--print-settings", cwd=tmp_path).out
    mine = b'\xef\xbb\xbf{\r\n\t"model": "opus",\r\n\t"hooks": {"Stop": [{"hooks": []}]}\r\n}\r\n'
    file.write_bytes(mine)
    assert 0 == allsettled("init", "--hook", "claude-code", cwd=tmp_path).code
    after = file.read_bytes()
    assert after.startswith(mine[: mine.index(b"]}]}")])
    assert after.endswith(mine[-4:])
    value = json.loads(after.decode("utf-8-sig"))
    assert ("opus", 2) == (value["model"], len(value["hooks"]["Stop"]))
    ran = allsettled("init", "--hook", "claude-code", cwd=tmp_path)
    assert ".claude/settings.json has our hook already: left alone" in ran.out
    assert after == file.read_bytes()
    file.write_bytes(b"// mine\n{}")
    ran = allsettled("init", "--hook", "claude-code", cwd=tmp_path)
    assert 2 == ran.code
    assert "error: .claude/settings.json: it isn't JSON: Expecting value" in ran.err
    assert "help: mend it, or add what this prints: allsettled hook claude-code --print-settings" in ran.err
    assert b"// mine\n{}" == file.read_bytes()


def test_ten_hooks_at_once_lose_no_line(place: Path) -> None:
    def told(number: int) -> str:
        fields = {"agent_id": f"a{number}", "agent_type": "qa" * 3000, "last_assistant_message": "Done."}
        return json.dumps({"session_id": SESSION, "cwd": str(place), "hook_event_name": "SubagentStop"} | fields)

    with ThreadPoolExecutor(10) as pool:
        ran = list(pool.map(lambda n: shell.allsettled("hook", "claude-code", stdin=told(n), cwd=place), range(10)))
    assert [(0, "", "")] * 10 == ran
    lines = (place / ".agents/.allsettled" / f"{SESSION}.jsonl").read_text().splitlines()
    assert {f"a{number}" for number in range(10)} == {json.loads(line)["agent_id"] for line in lines}
    assert 10 == len(lines)


def test_in_a_process_of_its_own_as_the_harness_runs_it(place: Path) -> None:
    told = {
        "session_id": SESSION,
        "cwd": str(place),
        "hook_event_name": "Stop",
        "transcript_path": str(place / "t.jsonl"),
    }
    ran = shell.allsettled("hook", "claude-code", "--log", "check", stdin=json.dumps(told), cwd=place)
    assert (2, "") == ran[:2]
    assert ran.err.startswith("3 agents were dispatched in this session")
    ran = shell.allsettled("hook", "claude-code", stdin=json.dumps(told), cwd=place)
    assert (0, "", f"allsettled: the session's agents are recorded in .agents/sessions/{LOG}\n") == ran
