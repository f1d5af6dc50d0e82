"""Session logs as evidence of the second hand."""

from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.evidence.fleet import gather
from allsettled.evidence.model import Evidence, Source, State
from allsettled.evidence.recording import record_log
from allsettled.evidence.sessions import sessions
from allsettled.evidence.stats import summarise
from allsettled.protocol.value import BUILT_IN
from evidence import made
from records import log


def gathered(*places: Path) -> Evidence:
    return gather(sessions(map(str, places), BUILT_IN))


def test_a_record_is_a_dispatch(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text(log())
    (dispatch,) = gathered(path).dispatches
    assert ("log", f"{path}:18", (str(path),), False) == (
        dispatch.harness,
        dispatch.id,
        dispatch.paths,
        dispatch.proven,
    )
    assert [("architect", State.OK, 150.0), ("security", State.OK, 99.0)] == [
        (run.agent, run.state, run.seconds) for run in dispatch.agents[:2]
    ]
    assert {Source.LOG} == {run.source for run in dispatch.agents}
    assert [State.FAILED] == [run.state for run in dispatch.agents if run.agent == "devops"]


def test_what_a_log_repeats_of_a_transcript_is_counted_once(tmp_path: Path) -> None:
    session = made.write(tmp_path / "s.jsonl", *made.together())
    text = record_log(gathered(session)).text
    (tmp_path / "log.md").write_text(text)
    both, alone = summarise(gathered(tmp_path)), summarise(gathered(session))
    assert alone.measured == both.measured
    assert 2 == len(both.evidence.files)
    told = summarise(gathered(tmp_path / "log.md"))
    assert [figures.wall for _, figures in alone.measured] == [figures.wall for _, figures in told.measured]
    assert (1, 4) == (told.failed, told.agents)


def test_other_markdown_is_left_alone_and_a_named_file_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("# Notes\n\nNothing of ours, 40 %.\n")
    assert () == gathered(tmp_path).files
    assert ["it isn't a transcript of a harness that is known"] == [
        file.reason for file in gathered(tmp_path / "readme.md").unread
    ]


def test_a_template_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "session-log.md").write_text(
        "# Session log: x\n\n### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| [agent] | COMPLETE |\n"
    )
    assert () == gathered(tmp_path).dispatches


def test_without_being_asked_for_logs_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "log.md").write_text(log())
    assert () == sessions([str(tmp_path)])
    assert [] == list(gather(sessions([str(tmp_path / "log.md")])).dispatches)


def test_a_log_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "log.md").write_bytes(log().encode() + b"\xff")
    (file,) = gathered(tmp_path / "log.md").unread
    assert "not UTF-8" in file.reason


def test_there_is_no_such_place(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file or folder"):
        gathered(tmp_path / "none.md")


def test_a_skipped_agent_was_not_started(tmp_path: Path) -> None:
    (tmp_path / "log.md").write_text(log().replace("FAILED", "SKIPPED"))
    (dispatch,) = gathered(tmp_path).dispatches
    assert 3 == dispatch.width
