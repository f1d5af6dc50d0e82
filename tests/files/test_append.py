"""Adding lines: whole ones, by many at once, and never through a link or into something else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.files.append import append_line
from shell import CHECKOUT


def test_lines_are_added_and_folders_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "x.jsonl"
    append_line(path, "one", root=tmp_path)
    append_line(path, "two\n", root=tmp_path)
    assert "one\ntwo\n" == path.read_text()


def test_many_writers_keep_their_lines_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    source = (
        "import sys; from allsettled.files.append import append_line\n"
        f"for n in range(40): append_line({str(path)!r}, sys.argv[1] * 20000, root={str(tmp_path)!r})"
    )
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "checker")}
    writers = [subprocess.Popen([sys.executable, "-c", source, mark], env=environment) for mark in "abc"]
    assert [0, 0, 0] == [writer.wait(60) for writer in writers]
    lines = path.read_text().splitlines()
    assert 120 == len(lines)
    assert {("a", 20000), ("b", 20000), ("c", 20000)} == {(line[0], len(line)) for line in lines if len(set(line)) == 1}
    assert all(len(set(line)) == 1 for line in lines)


def test_no_link_leads_away(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (root / "link").symlink_to(other)
    with pytest.raises(UserError, match="outside of"):
        append_line(root / "link" / "x.jsonl", "one", root=root)
    (other / "target").write_text("kept")
    (root / "file").symlink_to(other / "target")
    with pytest.raises(UserError):
        append_line(root / "file", "one", root=root)
    assert "kept" == (other / "target").read_text()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        append_line(tmp_path, "one", root=tmp_path.parent)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError):
        append_line(tmp_path / "pipe", "one", root=tmp_path)
