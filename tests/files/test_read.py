import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.files.read import LIMIT, read_bytes, read_regular, read_text
from allsettled.span import Span
from files.unprivileged import as_nobody, open_folder

__all__ = ["open_folder"]


def refused(path: Path, root: Path, limit: int = LIMIT) -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes(path, root=root, limit=limit)
    assert caught.value.path == str(path)
    assert "\n" not in caught.value.message
    return caught.value


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert read_bytes(tmp_path / "x.md", root=tmp_path) == b"\xef\xbb\xbfa\r\nb"
    assert read_text(str(tmp_path / "x.md"), root=str(tmp_path)).text == "a\nb"


def test_a_path_is_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.md").write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    assert read_bytes("x.md", root=".") == b"x"


def test_a_missing_file_is_named_with_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "session.md").write_bytes(b"")
    error = refused(tmp_path / "sesion.md", tmp_path)
    assert error.message == "there is no such file or folder"
    assert error.hint == 'did you mean "session.md"?'


def test_a_missing_folder_is_named_with_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    assert refused(tmp_path / "sesions" / "x.md", tmp_path).hint == 'did you mean "sessions"?'
    assert refused(tmp_path / "quite-other", tmp_path).hint == "check the spelling"


def test_a_file_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"")
    assert refused(tmp_path / "x.md" / "y.md", tmp_path).message == "a part of its path is a file, not a folder"


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_an_impossible_name(tmp_path: Path, name: str) -> None:
    message = {"a\0b": "no file can have this name"}.get(name, "the name is too long for the file system")
    assert refused(tmp_path / name, tmp_path).message == message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    error = refused(tmp_path / "x.md", tmp_path)
    assert (error.message, error.hint) == ("it is a folder, not a file", "name a regular file")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
@pytest.mark.parametrize(("make", "kind"), [(_pipe, "a pipe"), (_socket, "a socket")])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, make: Callable[[Path], None], kind: str) -> None:
    make(tmp_path / "x.md")
    (tmp_path / "link.md").symlink_to("x.md")
    assert refused(tmp_path / "x.md", tmp_path).message == f"it is {kind}, not a file"
    assert refused(tmp_path / "link.md", tmp_path).message == f"it is {kind}, not a file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_refused() -> None:
    assert refused(Path("/dev/zero"), Path("/dev")).message == "it is a device, not a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_that_took_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    with pytest.raises(UserError, match="it is a pipe, not a file"):
        read_regular(str(tmp_path / "x.md"), "x.md")


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system opens links unasked")
def test_a_link_that_took_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "x.md").symlink_to("secret")
    with pytest.raises(UserError, match="link"):
        read_regular(str(tmp_path / "x.md"), "x.md")


def test_a_link_inside_the_root_is_followed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "AGENTS.md").write_bytes(b"x")
    (tmp_path / "docs" / "CLAUDE.md").symlink_to("../AGENTS.md")
    assert read_bytes(tmp_path / "docs" / "CLAUDE.md", root=tmp_path) == b"x"


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_out_of_the_root_is_refused(tmp_path: Path, link: str) -> None:
    inside, outside = tmp_path / "in", tmp_path / "in-too"  # whose path starts with the root's text
    inside.mkdir()
    outside.mkdir()
    (outside / "x.md").write_bytes(b"secret")
    (inside / "file").symlink_to(outside / "x.md")
    (inside / "folder").symlink_to(outside)
    error = refused(inside / ("file" if link == "file" else "folder/x.md"), inside)
    assert error.message == f"it leads to {outside / 'x.md'}, outside of {inside}"
    assert error.hint.startswith("name that file itself")


def test_a_path_that_climbs_out_of_the_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "x.md").write_bytes(b"")
    assert "outside of" in refused(tmp_path / "in" / ".." / "x.md", tmp_path / "in").message


def test_the_root_may_be_named_by_a_link_or_be_the_whole_disk(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "x.md").write_bytes(b"x")
    assert read_bytes(tmp_path / "link" / "x.md", root=tmp_path / "link") == b"x"
    assert read_bytes(tmp_path / "real" / "x.md", root="/") == b"x"


def test_links_to_nothing_and_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    (tmp_path / "c.md").symlink_to("gone.md")
    assert refused(tmp_path / "a.md", tmp_path).message == "the link leads round in a circle"
    assert refused(tmp_path / "c.md", tmp_path).message == "the link leads to nothing"


@pytest.mark.parametrize("size", [0, 1, 9, 10])
def test_a_file_up_to_the_limit_is_read(tmp_path: Path, size: int) -> None:
    (tmp_path / "x.md").write_bytes(b"x" * size)
    assert read_bytes(tmp_path / "x.md", root=tmp_path, limit=10) == b"x" * size


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"x" * (LIMIT + 1))
    error = refused(tmp_path / "x.md", tmp_path)
    assert error.message == "the file has 1,048,577 bytes: over the limit of 1,048,576 bytes"
    assert error.hint == "split it, leave it out, or set a higher limit"


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="this system has no /proc")
def test_the_limit_holds_for_a_file_that_says_it_is_empty() -> None:
    path = Path("/proc/cpuinfo")
    assert path.stat().st_size == 0
    assert (
        refused(path, Path("/proc"), limit=10).message == "the file has more than 10 bytes: over the limit of 10 bytes"
    )
    assert read_bytes(path, root="/proc").startswith(b"processor")


def test_permission_is_named(open_folder: Path) -> None:
    (open_folder / "x.md").write_bytes(b"")
    (open_folder / "x.md").chmod(0)
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "x.md").write_bytes(b"")
    closed.chmod(0)
    said = as_nobody(
        """
        from allsettled.files.read import read_bytes
        for path in ("x.md", "closed/x.md"):
            try:
                print(read_bytes(path, root="."))
            except UserError as error:
                print(error, "|", error.hint)
        """,
        open_folder,
    )
    cure = "permission denied | give yourself access to it and to the folders above it"
    assert said.splitlines() == [f"x.md: {cure}", f"closed/x.md: {cure}"]


def test_what_is_not_utf_8_is_named_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes("ä\r\nbé".encode() + b"\xe9x\n")
    with pytest.raises(UserError) as caught:
        read_text(tmp_path / "x.md", root=tmp_path)
    assert str(caught.value) == f"{tmp_path / 'x.md'}:2:3: the byte 0xe9 at offset 7 is not UTF-8"
    assert caught.value.span == Span(2, 3, 2, 4)
    assert caught.value.hint == "save the file as UTF-8"
