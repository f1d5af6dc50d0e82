"""Files that are no files, or no text: a clear line each, the others are checked, exit 2, no traceback."""

import os
import sys
from pathlib import Path

import pytest

from records import log
from shell import Ran, allsettled

NAME = "2026-01-05-session-01.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one good log, which has a finding to show that it was checked."""
    good = log().replace("| P1   | m2      | 2026-01-05T09:03:00Z | 2026-01-05T09:05:00Z", "| P9 | m2 | - | -")
    (tmp_path / "2026-01-05-session-99-good.md").write_text(good)
    return tmp_path


def _check(folder: Path, message: str) -> Ran:
    ran = allsettled("check", ".", cwd=folder)
    assert "Traceback" not in ran.out + ran.err
    assert message in ran.out + ran.err
    assert "2026-01-05-session-99-good.md:" in ran.out, "the other file was not checked"
    assert 2 == ran.code
    return ran


def test_bytes_that_are_not_utf_8(folder: Path) -> None:
    (folder / NAME).write_bytes(b"# Session 1\n\ncaf\xe9\n")
    _check(folder, f"{NAME}:3:4: ")


def test_a_binary_file(folder: Path) -> None:
    (folder / NAME).write_bytes(b"# Session\0\1\2")
    _check(folder, NAME)


def test_a_file_over_the_limit(folder: Path) -> None:
    with (folder / NAME).open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    _check(folder, NAME)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_fifo_named_outright(folder: Path) -> None:
    os.mkfifo(folder / NAME)
    ran = allsettled("check", NAME, "2026-01-05-session-99-good.md", cwd=folder)
    assert NAME in ran.out + ran.err
    assert "2026-01-05-session-99-good.md:" in ran.out
    assert 2 == ran.code


def test_a_link_that_leads_to_itself(folder: Path) -> None:
    (folder / NAME).symlink_to(NAME)
    _check(folder, NAME)


def test_a_link_that_leads_out_of_the_root(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("# Session 1\n\nroot:x:0:0\n")
    (folder / NAME).symlink_to(secret)
    ran = _check(folder, NAME)
    assert "root:x" not in ran.out + ran.err


def test_a_missing_file(folder: Path) -> None:
    ran = allsettled("check", "nothing.md", ".", cwd=folder)
    assert "nothing.md" in ran.out + ran.err
    assert 2 == ran.code


@pytest.mark.parametrize("nest", ["> ", "- ", "#", "  - "])
def test_ten_thousand_levels(folder: Path, nest: str) -> None:
    (folder / NAME).write_text("# Session 1\n\n" + nest * 10_000 + "deep\n")
    ran = allsettled("check", ".", cwd=folder)
    assert "Traceback" not in ran.out + ran.err
    assert ran.code in (0, 1)


def test_control_characters_reach_no_terminal(folder: Path) -> None:
    text = log().replace("| architect | COMPLETE |", "| archi\x1b]0;owned\x07 | PENDING  |")
    (folder / NAME).write_text(text)
    for form in ("text", "github", "agent"):
        ran = allsettled("check", "--format", form, ".", cwd=folder)
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
def test_a_file_name_forges_no_line(folder: Path) -> None:
    (folder / "x\n::error::forged.md").write_bytes(b"\xff")
    ran = allsettled("check", ".", cwd=folder)
    assert "\n::error::" not in "\n" + ran.out + ran.err


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    import subprocess

    from shell import CHECKOUT

    command = f"{sys.executable} -m allsettled check . --format json | head -c 1"
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "checker")}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
