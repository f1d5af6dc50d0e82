"""`verify` as a user sees it: where its evidence comes from, what it prints, in which form, and how it ends."""

import json
from pathlib import Path

import pytest

from evidence import claude as c
from evidence import made
from quick import allsettled


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a session and its log, in which an agent that failed is COMPLETE."""
    made.write(tmp_path / "sessions" / f"{c.SESSION}.jsonl", *made.together())
    allsettled("record", f"sessions/{c.SESSION}.jsonl", "--output", "session-log.md", cwd=tmp_path)
    log = tmp_path / "session-log.md"
    (tmp_path / "true.md").write_text(log.read_text())
    log.write_text(log.read_text().replace("FAILED", "COMPLETE"))
    return tmp_path


FINDING = "hidden-failure: qa is COMPLETE in the log, and by the transcript it failed silently"


def test_a_lie_is_shown_with_its_line_and_its_cure(place: Path) -> None:
    ran = allsettled("verify", "session-log.md", "--transcript", "sessions", cwd=place)
    assert 1 == ran.code
    assert f"error {FINDING} (completed without spending a token: `API Error: 401 expired`) [FR-3.2]\n" in ran.out
    assert "    help: write FAILED, and its row in Failed Agents\n" in ran.out
    assert "facts: 29 confirmed, 2 contradicted, 0 cannot be verified\n1 error in 1 of 1 file\n" == ran.err


def test_a_true_log_prints_nothing_on_stdout(place: Path) -> None:
    ran = allsettled("verify", "true.md", "--transcript", f"sessions/{c.SESSION}.jsonl", cwd=place)
    facts = "facts: 32 confirmed, 0 contradicted, 0 cannot be verified\n"
    assert (0, "", facts + "1 file checked, nothing to report\n") == ran


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "agent"])
def test_every_format_says_it_and_none_changes_the_exit_code(place: Path, form: str) -> None:
    ran = allsettled("verify", "session-log.md", "--project", "sessions", "--format", form, cwd=place)
    assert 1 == ran.code
    assert "hidden-failure" in ran.out
    if form == "json":
        (finding,) = json.loads(ran.out)["findings"]
        assert ("session-log.md", "error", "FR-3.2") == tuple(
            finding[key] for key in ("path", "severity", "requirement")
        )
    if form == "sarif":
        (rule,) = json.loads(ran.out)["runs"][0]["tool"]["driver"]["rules"]
        assert "An agent failed by the transcript, and the log says that it didn't." == rule["shortDescription"]["text"]


def test_the_evidence_is_found_by_the_session_that_the_log_names(place: Path) -> None:
    home = place / "config"
    (home / "projects").mkdir(parents=True)
    (place / "sessions").rename(home / "projects" / "-somewhere-else")
    ran = allsettled("verify", "session-log.md", cwd=place, CLAUDE_CONFIG_DIR=str(home))
    assert 1 == ran.code
    assert FINDING in ran.out
    nowhere = allsettled("verify", "session-log.md", cwd=place, CLAUDE_CONFIG_DIR=str(place))
    assert 2 == nowhere.code
    assert f"there is no transcript of session {c.SESSION} below {place}/projects" in nowhere.out
    assert "help: name its file: --transcript FILE, or the folder that it's in: --project DIR\n" in nowhere.out


def test_a_projects_folder_of_sessions_is_found_by_the_projects_own_folder(place: Path) -> None:
    home, app = place / "config", place / "app"
    app.mkdir()
    key = "".join(char if char.isalnum() else "-" for char in str(app.resolve()))
    (home / "projects").mkdir(parents=True)
    (place / "sessions").rename(home / "projects" / key)
    ran = allsettled("verify", "session-log.md", "--project", "app", cwd=place, CLAUDE_CONFIG_DIR=str(home))
    assert 1 == ran.code
    assert FINDING in ran.out


def test_a_log_without_a_session_needs_to_be_told(place: Path) -> None:
    bare = (place / "true.md").read_text().replace(f"- **Session**: {c.SESSION}\n", "")
    (place / "bare.md").write_text(bare)
    ran = allsettled("verify", "bare.md", cwd=place)
    assert 2 == ran.code
    assert "bare.md: error: the log names no session\n    help: name its transcript: --transcript SESSION" in ran.out
    assert 0 == allsettled("verify", "bare.md", "--project", "sessions", cwd=place).code


def test_what_an_agent_reads_is_told_once(place: Path) -> None:
    ran = allsettled("verify", "session-log.md", "--project", "sessions", "--format", "agent", cwd=place)
    assert ran.out.endswith("\n1 error in 1 of 1 file\n")
    assert "facts: 29 confirmed, 2 contradicted, 0 cannot be verified\n" == ran.err


def test_without_evidence_no_facts_are_counted(place: Path) -> None:
    ran = allsettled("verify", "true.md", "--transcript", "gone.jsonl", cwd=place)
    assert (2, "gone.jsonl: error: there is no such file or folder\n    help: check the spelling\n") == ran[:2]
    assert "1 problem kept the check from being complete; 0 files checked, nothing to report\n" == ran.err


def test_evidence_that_cannot_be_read_contradicts_nothing(place: Path) -> None:
    (place / "not.jsonl").write_text("nothing\n")
    ran = allsettled("verify", "true.md", "session-log.md", "--transcript", "not.jsonl", cwd=place)
    assert (2, "not.jsonl: error: it isn't a transcript of a harness that is known\n") == ran[:2]
    assert "1 problem kept the check from being complete; 0 files checked, nothing to report\n" == ran.err


def test_an_agent_in_a_line_that_could_not_be_read_is_left_open(place: Path) -> None:
    session = place / "sessions" / f"{c.SESSION}.jsonl"
    lines = session.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2][:-40] + b"\n"  # the call of docs
    session.write_bytes(b"".join(lines))
    ran = allsettled("verify", "true.md", "--transcript", "sessions", cwd=place)
    assert 2 == ran.code
    assert "never ran" not in ran.out
    assert "note unverifiable: 1 fact is left open, since the evidence could not be read in full: docs" in ran.out
    assert f"sessions/{c.SESSION}.jsonl: error: 1 of 8 lines could not be read: cut short, or not JSON\n" in ran.out
    assert " 0 contradicted, " in ran.err
    lie = allsettled("verify", "session-log.md", "--transcript", "sessions", cwd=place)
    assert FINDING in lie.out


@pytest.mark.parametrize("broken", ["garbage", "gone"])
def test_a_log_whose_session_could_not_be_read_is_held_against_no_other(place: Path, broken: str) -> None:
    other = [record | {"sessionId": "0" * 8 + c.SESSION[8:]} for record in made.pair("msg_9", prefix="toolu_z")]
    made.write(place / "sessions" / "other.jsonl", *other)
    session = place / "sessions" / f"{c.SESSION}.jsonl"
    session.unlink()
    if broken == "gone":
        session.symlink_to("nowhere")
    else:
        session.write_text("nothing\n")
    ran = allsettled("verify", "true.md", "--transcript", "sessions", cwd=place)
    assert 2 == ran.code
    assert "true.md: error: the session that it names is not in what could be read\n" in ran.out
    assert ("no such file" in ran.out) == (broken == "gone")
    assert "0 files checked, nothing to report\n" in ran.err


def test_several_logs_and_one_that_cannot_be_read(place: Path) -> None:
    ran = allsettled("verify", "true.md", "session-log.md", "gone.md", "--project", "sessions", cwd=place)
    assert 2 == ran.code
    assert FINDING in ran.out
    assert "gone.md: error: " in ran.out
    assert "1 problem kept the check from being complete; 1 error in 1 of 2 files" in ran.err


def test_what_is_no_log_is_refused(place: Path) -> None:
    (place / "qa.agent.md").write_text("---\ndescription: x\ntools: []\n---\n\n# QA\n")
    ran = allsettled("verify", "qa.agent.md", "--transcript", "sessions", cwd=place)
    assert 2 == ran.code
    assert "it is no log, but of the kind agent" in ran.out


def test_a_transcript_without_agents_proves_nothing(place: Path) -> None:
    made.write(place / "empty.jsonl", c.record("user", 0, message={"role": "user", "content": "hello"}))
    ran = allsettled("verify", "true.md", "--transcript", "empty.jsonl", cwd=place)
    assert 2 == ran.code
    assert "its evidence holds no agent at all" in ran.out


def test_settings_and_comments_silence_rules(place: Path) -> None:
    (place / "allsettled.toml").write_text('[levels]\nhidden-failure = "warning"\n')
    assert "warning hidden-failure" in allsettled("verify", "session-log.md", "--project", "sessions", cwd=place).out
    (place / "allsettled.toml").write_text('ignore = ["hidden-failure"]\n')
    assert 0 == allsettled("verify", "session-log.md", "--project", "sessions", cwd=place).code
    (place / "allsettled.toml").unlink()
    log = place / "session-log.md"
    comment = "<!-- allsettled: ignore-file hidden-failure -- told to the user -->\n\n"
    log.write_text(log.read_text().replace("## Parallel", comment + "## Parallel", 1))
    ran = allsettled("verify", "session-log.md", "--project", "sessions", cwd=place)
    assert (0, "") == ran[:2]
    assert "1 suppressed by comments" in ran.err
    assert 0 == allsettled("verify", "session-log.md", "--project", "sessions", "--exit-zero", cwd=place).code


def test_check_never_asks_the_rules_on_evidence(place: Path) -> None:
    ran = allsettled("check", "--select", "hidden-failure,unverifiable", "session-log.md", cwd=place)
    assert (0, "") == ran[:2]


def test_notes_do_not_fail(place: Path) -> None:
    made.write(place / "sessions" / f"{c.SESSION}.jsonl", *made.together()[:5])
    text = (place / "true.md").read_text()
    (place / "true.md").write_text(text)
    ran = allsettled("verify", "true.md", "--project", "sessions", cwd=place)
    assert "note unverifiable: docs: the transcript doesn't say how it ended (no result)" in ran.out
