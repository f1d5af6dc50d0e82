"""Logs of one run that claim the same id, as a user sees it."""

from pathlib import Path

import pytest

from quick import allsettled
from shell import Ran

HEAD = "# Session 98: {}\n\n- **Status**: OPEN\n"
IGNORE = "\n<!-- allsettled: ignore-file duplicate-id -- both were begun at once -->\n"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Return a folder with two logs of one id, the same log as JSON, and others that aren't concerned."""
    folder = tmp_path / "sessions"
    folder.mkdir()
    for name, title in (("cache", "the cache"), ("login", "the login"), ("login-2", "the login again")):
        (folder / f"2026-01-05-session-98-{name}.md").write_text(HEAD.format(title), "utf-8")
    (folder / "2026-01-05-session-98-cache.json").write_text('{"state": "open", "runs": []}', "utf-8")
    (folder / "2026-01-05-session-98-notes.md").write_text("# What session 98 taught us\n", "utf-8")
    (folder / "2026-01-06-session-98-cache.md").write_text(HEAD.format("the cache"), "utf-8")
    (tmp_path / "2026-01-05-session-98-root.md").write_text(HEAD.format("elsewhere"), "utf-8")
    return tmp_path


def _named(ran: Ran) -> list[str]:
    return [line.split(":")[0].removeprefix("sessions/") for line in ran.out.split("\n") if "duplicate-id" in line]


LOGIN, AGAIN = "2026-01-05-session-98-login.md", "2026-01-05-session-98-login-2.md"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_log_but_the_first_is_named(logs: Path, jobs: str) -> None:
    ran = allsettled("check", "--select", "duplicate-id", "--jobs", jobs, cwd=logs)
    assert 1 == ran.code
    assert {LOGIN, AGAIN} == set(_named(ran))
    message = "warning duplicate-id: this log is of session 98 of 2026-01-05, and so is 2026-01-05-session-98-cache.md"
    assert f"sessions/{LOGIN}:1:3: {message} [NFR-1.3]\n    # Session 98: the login\n" in ran.out
    again = allsettled("check", "--select", "duplicate-id", "--jobs", jobs, cwd=logs)  # what the cache knows
    assert ran.out == again.out


def test_a_comment_the_settings_and_a_baseline_silence_it(logs: Path) -> None:
    file = logs / "sessions" / LOGIN
    file.write_text(file.read_text("utf-8") + IGNORE, "utf-8")
    ran = allsettled("check", cwd=logs)
    assert [AGAIN] == _named(ran)
    assert "unused-suppression" not in ran.out
    assert "1 suppressed" in ran.err
    (logs / "allsettled.toml").write_text('[per-path-ignores]\n"*-login-2.md" = ["duplicate-id"]\n', "utf-8")
    assert [] == _named(allsettled("check", cwd=logs))
    (logs / "allsettled.toml").unlink()
    assert 0 == allsettled("check", "--write-baseline", "b.json", cwd=logs).code
    assert 0 == allsettled("check", "--baseline", "b.json", cwd=logs).code


def test_a_log_alone_is_nobodys_double(logs: Path) -> None:
    assert 0 == allsettled("check", f"sessions/{LOGIN}", cwd=logs).code
