import pytest

from allsettled.checking import Checker
from allsettled.subject.state import State


def state(text: str) -> State:
    return Checker(rules=[]).read(text, "2026-01-05-session-01.md").state


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("CLOSED", State.CLOSED),
        ("✅ COMPLETE + PUSHED", State.CLOSED),
        ("[FINAL] Completed", State.CLOSED),
        ("SUPERSEDED by session 67", State.CLOSED),
        ("FAILED", State.CLOSED),
        ("OPEN", State.OPEN),
        ("🟢 IN_PROGRESS", State.OPEN),
        ("Not yet complete", State.OPEN),
        ("Partially complete", State.OPEN),
        ("reviewed by two", State.UNSTATED),
        ("", State.UNSTATED),
    ],
)
def test_the_status_line_in_the_head(status: str, expected: State) -> None:
    assert expected == state(f"# Session 1\n\n- **Date**: 2026-01-05\n- **Status**: {status}\n")


def test_the_status_line_may_be_plain_or_share_its_line() -> None:
    assert State.CLOSED == state("# Session 1\n\n- Date: 2026-01-05\n- Status: Closed, continues in session 8\n")
    assert State.CLOSED == state("# Session 1\n\n**Date**: 2026-01-05 · **Status**: ✅ COMPLETE\n")


def test_front_matter_says_it_too() -> None:
    assert State.OPEN == state("---\nstate: open\n---\n\n# Session 1\n")
    assert State.CLOSED == state("---\nstatus: closed\n---\n\n# Session 1\n")


@pytest.mark.parametrize("heading", ["PR Context", "CI Status", "Git State", "Build details"])
def test_the_status_of_something_else_says_nothing(heading: str) -> None:
    assert State.UNSTATED == state(f"# Session 1\n\n## {heading}\n\n**Status**: FAILURE\n")


@pytest.mark.parametrize("heading", ["Session Info", "Session Metadata", "Status", "Log status"])
def test_the_status_may_stand_in_a_section_about_the_session(heading: str) -> None:
    assert State.CLOSED == state(f"# Session 1\n\n## {heading}\n\n**Status**: Complete\n")


def test_the_session_s_status_may_stand_at_its_end() -> None:
    text = "# Session 1\n\n## Session End\n\n### Final Git Status\n\n**Session Status**: COMPLETE\n"
    assert State.CLOSED == state(text)


def test_the_file_s_last_paragraph_may_state_it() -> None:
    text = "# Session 1\n\n## Next Steps\n\n**{}**: now\n**Status**: In Progress\n"
    assert State.OPEN == state(text.format("Session End"))
    assert State.UNSTATED == state(text.format("Release"))


def test_a_ticked_closing_step_outweighs_a_stale_status_line() -> None:
    text = "# Session 1\n\n**Status**: In Progress\n\n## Session End\n\n- [x] Complete session log\n- [ ] Push\n"
    assert State.CLOSED == state(text)


def test_a_closing_step_counts_at_the_end_only() -> None:
    assert State.UNSTATED == state("# Session 1\n\n## Plan\n\n- [x] Complete session log\n")


def test_an_end_whose_duties_are_all_settled_closes_the_log() -> None:
    assert State.CLOSED == state("# Session 1\n\n## Session End\n\n- [x] Lint\n- [x] Commit\n")
    assert State.UNSTATED == state("# Session 1\n\n## Session End\n\n- [x] Lint\n- [ ] Commit\n")
    assert State.UNSTATED == state("# Session 1\n\n## Session Start\n\n- [x] Read\n- [x] Create\n")


def test_a_fresh_log_is_not_closed() -> None:
    assert State.UNSTATED == state("# Session 1\n\n## Session End\n\n- [ ] Complete session log\n- [ ] Commit\n")
