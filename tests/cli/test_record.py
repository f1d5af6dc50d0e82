"""`record` as a user sees it: a log from a transcript, where it goes, and what is refused."""

import re
from pathlib import Path

import pytest

from evidence import claude as c
from evidence import made
from quick import allsettled
from shell import CORPUS

TRANSCRIPTS = CORPUS / "transcripts" / "claude"


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return made.write(tmp_path / f"{c.SESSION}.jsonl", *made.together())


def test_the_log_goes_to_standard_output_and_the_count_beside_it(session: Path) -> None:
    ran = allsettled("record", session.name, cwd=session.parent)
    assert ran.out.startswith(
        "# Session log: agents of session 5e551010\n\n- **Status**: CLOSED\n- **Date**: 2026-03-01\n"
    )
    assert (0, "1 dispatch and 1 single agent; the log is closed\n") == (ran.code, ran.err)


def test_record_then_check_then_verify_is_clean(session: Path) -> None:
    folder = session.parent
    assert 0 == allsettled("record", session.name, "--output", "session-log.md", cwd=folder).code
    checked = allsettled("check", "session-log.md", cwd=folder)
    assert (0, "3 notes in 1 of 1 file\n") == (checked.code, checked.err)
    assert 3 == checked.out.count("note unassessed-record: ")
    held = allsettled("verify", "session-log.md", "--transcript", session.name, cwd=folder)
    assert (0, "") == held[:2]
    assert "facts: 32 confirmed, 0 contradicted, 0 cannot be verified\n" in held.err


@pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason=f"no corpus at {TRANSCRIPTS}")
def test_real_sessions_are_recorded_checked_and_verified(tmp_path: Path) -> None:
    for path in sorted(TRANSCRIPTS.glob("*.jsonl")):
        name = f"session-log-{path.stem}.md"
        assert 0 == allsettled("record", str(path), "--output", name, cwd=tmp_path).code
    checked = allsettled("check", ".", cwd=tmp_path)
    assert 0 == checked.code
    assert {"unassessed-record:"} == {line.split()[2] for line in checked.out.splitlines() if line[:1] == "s"}
    logs = sorted(path.name for path in tmp_path.glob("*.md"))
    held = allsettled("verify", *logs, "--project", str(TRANSCRIPTS), cwd=tmp_path)
    assert (0, 10) == (held.code, len(logs))
    assert " 0 contradicted, " in held.err


def test_an_existing_file_is_not_overwritten(session: Path) -> None:
    (session.parent / "mine.md").write_text("mine")
    ran = allsettled("record", session.name, "--output", "mine.md", cwd=session.parent)
    assert (2, "") == ran[:2]
    assert ran.err.startswith("error: mine.md: ")
    assert "mine" == (session.parent / "mine.md").read_text()


def test_adding_to_a_log_keeps_every_byte_of_it(session: Path) -> None:
    log = session.parent / "session-log.md"
    before = b"\xef\xbb\xbf# Session log: x\r\n\r\n- **Status**: OPEN\r\n\r\n\tOdd  \x0c text\r\n"
    log.write_bytes(before)
    ran = allsettled("record", session.name, "--append", log.name, cwd=session.parent)
    assert (0, "", "1 dispatch and 1 single agent, added to the log\n") == ran
    after = log.read_bytes()
    assert after.startswith(before)
    assert b"\r\n\r\n## Dispatch 1\r\n\r\n- **Session**: 5e551010-0000-4000-8000-000000000001\r\n" in after
    assert b"\n" not in after.replace(b"\r\n", b"")
    again = allsettled("record", session.name, "--append", log.name, cwd=session.parent)
    assert (0, "nothing to add: the log names every dispatch of the session\n") == (again.code, again.err)
    assert after == log.read_bytes()


def test_a_session_is_found_by_its_id(session: Path) -> None:
    home = session.parent / "config"
    made.write(home / "projects" / "-home-me-app" / session.name, *made.together())
    session.unlink()
    for id_ in (c.SESSION, c.SESSION[:8]):
        ran = allsettled("record", id_, cwd=session.parent, CLAUDE_CONFIG_DIR=str(home))
        assert (0, "1 dispatch and 1 single agent; the log is closed\n") == (ran.code, ran.err)
    ran = allsettled("record", "5e551011", cwd=session.parent, CLAUDE_CONFIG_DIR=str(home))
    assert 2 == ran.code
    assert f"there is no transcript of session 5e551011 below {home}/projects\nhelp: name its file" in ran.err


def test_prompts_and_reports_are_copied_only_when_asked_for(tmp_path: Path) -> None:
    call = c.call("toolu_a", 0, agent="qa", orders={"prompt": "The secret is mellon.\n```\nfence\n```"})
    made.write(tmp_path / "s.jsonl", call, c.completed("toolu_a", 9, 5, said="It opened: mellon."))
    assert "mellon" not in allsettled("record", "s.jsonl", cwd=tmp_path).out
    ran = allsettled("record", "s.jsonl", "--include-text", "--output", "session-log.md", cwd=tmp_path)
    assert 0 == ran.code
    text = (tmp_path / "session-log.md").read_text()
    assert "### Call toolu_a: qa\n\nThe prompt:\n\n````text\nThe secret is mellon.\n```\nfence\n```\n````\n" in text
    assert "The report:\n\n```text\nIt opened: mellon.\n```\n" in text
    assert 0 == allsettled("check", "session-log.md", cwd=tmp_path).code


def test_a_background_agents_report_is_copied_from_its_notice(tmp_path: Path) -> None:
    records = [
        c.call("toolu_a", 0, agent="qa"),
        c.launched("toolu_a", 1),
        c.notified("atoolu_a", 60, said="All is well."),
    ]
    made.write(tmp_path / "s.jsonl", *records)
    assert "```text\nAll is well.\n```" in allsettled("record", "s.jsonl", "--include-text", cwd=tmp_path).out


def test_what_cannot_be_recorded_is_said(tmp_path: Path) -> None:
    made.write(tmp_path / "empty.jsonl", c.record("user", 0, message={"role": "user", "content": "hello"}))
    made.write(tmp_path / "many" / "a.jsonl", *made.pair())
    made.write(tmp_path / "many" / "b.jsonl", *[one | {"sessionId": "other"} for one in made.pair("msg_2", prefix="x")])
    (tmp_path / "not.jsonl").write_text("nothing\n")
    faults = {
        "empty.jsonl": "error: empty.jsonl: the session started no agent\nhelp: there is nothing to record\n",
        "many": "error: many: it holds 2 sessions\nhelp: name one session: its .jsonl, its folder or its id\n",
        "none.jsonl": 'error: none.jsonl: there is no such file or folder\nhelp: did you mean "not.jsonl"?\n',
    }
    for place, message in faults.items():
        assert (2, "", message) == allsettled("record", place, cwd=tmp_path)
    ran = allsettled("record", "not.jsonl", cwd=tmp_path)
    assert 2 == ran.code
    assert "it isn't a transcript of a harness that is known" in ran.err
    ran = allsettled("record", "empty.jsonl", "--append", "x.md", "--output", "y.md", cwd=tmp_path)
    assert (2, "error: --append goes without --output, --title and --include-text\nhelp: leave one of them out\n") == (
        ran.code,
        ran.err,
    )


def test_a_cut_last_line_is_said_and_costs_no_more_than_its_agent(session: Path) -> None:
    session.write_bytes(session.read_bytes()[:-40])
    ran = allsettled("record", session.name, cwd=session.parent)
    assert 0 == ran.code
    assert "1 of 8 lines of the transcript could not be read, and are left out\n" in ran.err
    assert ran.err.endswith("\nan agent that only they tell of is not in the log\n")
    assert "the log is open" in ran.err


HOSTILE = (
    "\x1b[2J\x1b]0;x\x07\u202e<script>alert(1)</script> | [x](javascript:y) <!-- allsettled: ignore-file -->\x9b\u2028"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("record", "t.jsonl"),
        ("record", "t.jsonl", "--include-text"),
        ("stats", "t.jsonl"),
        ("stats", "t.jsonl", "--format", "json"),
        ("stats", "t.jsonl", "--format", "csv"),
    ],
)
def test_nothing_that_a_transcript_says_moves_a_cursor_or_becomes_markup(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    records = [
        c.call("t1", 0, agent=f"qa{HOSTILE}", orders={"description": HOSTILE, "prompt": HOSTILE}),
        c.call("t2", 1, orders={"description": f"=1+{HOSTILE}"}),
        c.refused("t1", 30, HOSTILE),
        c.completed("t2", 40, 30.0, tokens=0, said=f"API Error {HOSTILE}"),
        c.call(HOSTILE, 50, HOSTILE),
    ]
    made.write(tmp_path / "t.jsonl", *records)
    out = allsettled(*arguments, cwd=tmp_path).out
    assert not set("\x1b\x07\u202e\x9b\u2028") & set(out)
    assert ",=1+" not in out  # a formula, in a spreadsheet
    if arguments[0] == "record":
        told = re.sub(r"(`+).*?\1", "", out, flags=re.DOTALL)
        assert "<script" not in told
        assert "](" not in told
        assert "ignore-file" not in told
        (tmp_path / "log.md").write_text(out)
        assert 0 == allsettled("check", "log.md", cwd=tmp_path).code
        assert 0 == allsettled("verify", "log.md", "--transcript", "t.jsonl", cwd=tmp_path).code


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (".claude/agents/qa.md", "You test.\n", "it is no log, but of the kind agent"),
        ("orchestrator.md", "# Orchestrator\n", "it is no log, but of the kind orchestrator"),
        ("notes.txt", "# Session log: x\n", "it is no session log: no Markdown"),
    ],
)
def test_nothing_is_added_to_what_is_no_log(session: Path, name: str, text: str, message: str) -> None:
    path = session.parent / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    ran = allsettled("record", session.name, "--append", name, cwd=session.parent)
    assert (2, "") == ran[:2]
    assert f"error: {name}: {message}\n" in ran.err
    assert text == path.read_text()
