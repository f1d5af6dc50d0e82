import os
import stat
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.files.write import create, replace_all
from files.tree import content, plant
from files.unprivileged import as_nobody, open_folder

__all__ = ["open_folder"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither modes nor pipes")


def refused(changes: Mapping[Path, bytes], root: Path, before: Mapping[Path, bytes | None] | None = None) -> UserError:
    """Return the error for changes that must not be carried out, having seen that none was."""
    old = content(root.parent)
    with pytest.raises(UserError) as caught:
        replace_all(changes, root=root, before=before)
    assert old == content(root.parent)
    return caught.value


def test_files_get_their_bytes_and_nothing_is_left_over(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "docs/b.md", text="old")
    replace_all({tmp_path / "a.md": b"A\r\n", tmp_path / "docs/b.md": b"", tmp_path / "new.md": b"N"}, root=tmp_path)
    assert {"a.md": b"A\r\n", "docs/": b"", "docs/b.md": b"", "new.md": b"N"} == content(tmp_path)


def test_nothing_to_change_is_nothing(tmp_path: Path) -> None:
    replace_all({}, root=tmp_path)
    assert {} == content(tmp_path)


def test_a_path_is_relative_to_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.md")
    monkeypatch.chdir(tmp_path)
    replace_all({Path("a.md"): b"A", Path("b.md"): b"B"}, root=".")
    assert {"a.md": b"A", "b.md": b"B"} == content(tmp_path)


def test_a_new_file_gets_the_folders_it_needs(tmp_path: Path) -> None:
    replace_all({tmp_path / "a/b/c/x.md": b"X", tmp_path / "a/b/y.md": b"Y"}, root=tmp_path)
    assert {"a/": b"", "a/b/": b"", "a/b/c/": b"", "a/b/c/x.md": b"X", "a/b/y.md": b"Y"} == content(tmp_path)


def test_a_file_that_has_its_bytes_is_not_touched(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "b.md", text="same")
    old = (tmp_path / "a.md").stat()
    replace_all({tmp_path / "a.md": b"same", tmp_path / "b.md": b"new"}, root=tmp_path)
    new = (tmp_path / "a.md").stat()
    assert (old.st_ino, old.st_mtime_ns, old.st_ctime_ns) == (new.st_ino, new.st_mtime_ns, new.st_ctime_ns)
    assert b"new" == (tmp_path / "b.md").read_bytes()


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755, 0o700])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    plant(tmp_path, "a.md")
    (tmp_path / "a.md").chmod(mode)
    replace_all({tmp_path / "a.md": b"new"}, root=tmp_path)
    assert mode == stat.S_IMODE((tmp_path / "a.md").stat().st_mode)


@posix
def test_a_new_file_gets_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    plant(tmp_path, "touched.md")
    create(tmp_path / "a.md", b"", root=tmp_path)
    assert (tmp_path / "touched.md").stat().st_mode == (tmp_path / "a.md").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept_where_that_is_allowed(tmp_path: Path) -> None:
    plant(tmp_path, "a.md")
    os.chown(tmp_path / "a.md", 65_534, 65_533)
    replace_all({tmp_path / "a.md": b"new"}, root=tmp_path)
    new = (tmp_path / "a.md").stat()
    assert (65_534, 65_533) == (new.st_uid, new.st_gid)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    plant(tmp_path, "docs/AGENTS.md")
    (tmp_path / "CLAUDE.md").symlink_to("docs/AGENTS.md")
    (tmp_path / "folder").symlink_to("docs")
    replace_all({tmp_path / "CLAUDE.md": b"new", tmp_path / "folder/x.md": b"x"}, root=tmp_path)
    assert "docs/AGENTS.md" == os.fspath((tmp_path / "CLAUDE.md").readlink())
    assert b"new" == (tmp_path / "docs/AGENTS.md").read_bytes()
    assert b"x" == (tmp_path / "docs/x.md").read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root with a good file, and a world outside of it."""
    root = plant(tmp_path / "root", "good.md", "file", text="old")
    plant(tmp_path / "outside", "secret.md", text="secret")
    (root / "out.md").symlink_to("../outside/secret.md")
    (root / "out").symlink_to("../outside")
    (root / "gone.md").symlink_to("nowhere.md")
    (root / "away").symlink_to("../outside/new")
    (root / "circle.md").symlink_to("circle.md")
    return root


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../outside/secret.md", "it leads to {outside}/secret.md, outside of {root}"),
        ("../outside/new.md", "it leads to {outside}/new.md, outside of {root}"),
        ("../root-2/new.md", "it leads to {root}-2/new.md, outside of {root}"),
        ("out.md", "it leads to {outside}/secret.md, outside of {root}"),
        ("out/secret.md", "it leads to {outside}/secret.md, outside of {root}"),
        ("out/new/new.md", "it leads to {outside}/new/new.md, outside of {root}"),
        ("gone.md", "the link leads to nothing"),
        ("away/new.md", "there is no such file or folder"),
        ("circle.md", "the link leads round in a circle"),
        ("file/new.md", "a part of its path is a file, not a folder"),
        (".", "it is a folder, not a file"),
        ("out", "it leads to {outside}, outside of {root}"),
        ("a\0b", "no file can have this name"),
        ("x" * 300, "the name is too long for the file system"),
    ],
)
def test_one_path_that_cannot_be_written_stops_all(root: Path, path: str, message: str) -> None:
    error = refused({root / "good.md": b"new", root / path: b"bad", root / "new.md": b"new"}, root)
    assert message.format(root=root, outside=root.parent / "outside") == error.message
    assert str(root / path) == error.path


def test_one_file_under_two_names_may_get_the_same_bytes_only(root: Path) -> None:
    plant(root, "AGENTS.md")
    (root / "CLAUDE.md").symlink_to("AGENTS.md")
    error = refused({root / "AGENTS.md": b"1", root / "CLAUDE.md": b"2"}, root)
    assert f"it is the same file as {root}/AGENTS.md, but is to get other bytes" == error.message
    replace_all({root / "AGENTS.md": b"3", root / "CLAUDE.md": b"3"}, root=root)
    assert b"3" == (root / "AGENTS.md").read_bytes()


def test_a_folder_is_not_replaced(root: Path) -> None:
    (root / "x.md").mkdir()
    assert "it is a folder, not a file" == refused({root / "good.md": b"new", root / "x.md": b"bad"}, root).message


@posix
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    with pytest.raises(UserError, match="it is a pipe, not a file"):
        replace_all({tmp_path / "x.md": b""}, root=tmp_path)


def test_what_has_changed_since_it_was_read_is_not_overwritten(root: Path) -> None:
    good, new = root / "good.md", root / "new.md"
    error = refused({good: b"new"}, root, before={good: b"older"})
    assert "it has changed since it was read" == error.message
    assert "nothing is written: run the command again" == error.hint
    assert error.message == refused({good: b"new"}, root, before={good: None}).message
    assert error.message == refused({new: b"new"}, root, before={new: b"old"}).message
    replace_all({good: b"new", new: b"new"}, root=root, before={good: b"old", new: None})
    assert (b"new", b"new") == (good.read_bytes(), new.read_bytes())


def test_permission_is_asked_before_anything_is_written(open_folder: Path) -> None:
    plant(open_folder, "good.md", "protected.md", "closed/x.md", text="old")
    (open_folder / "protected.md").chmod(0o444)
    (open_folder / "closed").chmod(0o555)
    for path in open_folder.rglob("*.md"):
        if os.geteuid() == 0:
            os.chown(path, 65_534, 65_534)
    said = as_nobody(
        """
        from pathlib import Path
        from allsettled.files.write import create, replace_all
        for path in ("protected.md", "closed/x.md", "closed/new/y.md"):
            try:
                replace_all({Path("good.md"): b"new", Path(path): b"new"}, root=".")
            except UserError as error:
                print(error)
        """,
        open_folder,
    )
    expected = ["protected.md: the file is write-protected"]
    expected += [f"{path}: permission denied" for path in ("closed/x.md", "closed/new/y.md")]
    assert expected == said.splitlines()
    files = {"closed/": b"", "closed/x.md": b"old", "good.md": b"old", "protected.md": b"old"}
    assert files == content(open_folder)


def test_create_makes_a_file_and_its_folders(tmp_path: Path) -> None:
    create(str(tmp_path / "a/x.md"), b"x", root=str(tmp_path))
    assert {"a/": b"", "a/x.md": b"x"} == content(tmp_path)


@pytest.mark.parametrize("path", ["good.md", "gone.md", "out.md", "out", "out/secret.md"])
def test_create_writes_over_nothing(root: Path, path: str) -> None:
    old = content(root.parent)
    with pytest.raises(UserError) as caught:
        create(root / path, b"new", root=root)
    assert "there is already a file of this name" == caught.value.message
    assert "name another one, or remove it first" == caught.value.hint
    assert old == content(root.parent)


def test_create_stays_in_the_root(root: Path) -> None:
    with pytest.raises(UserError, match="outside of"):
        create(root / "out/new.md", b"new", root=root)
    assert {"secret.md": b"secret"} == content(root.parent / "outside")


def test_of_many_who_create_one_file_one_does(tmp_path: Path) -> None:
    made: list[bytes] = []

    def make(number: int) -> None:
        data = str(number).encode() * 1000
        try:
            create(tmp_path / "x.md", data, root=tmp_path)
        except UserError:
            return
        made.append(data)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(tmp_path / "x.md").read_bytes()] == made
    assert ["x.md"] == list(content(tmp_path))


_names = st.sampled_from(["a.md", "b.md", "c/d.md", "c/e.md", "f/g/h.md"])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=st.dictionaries(_names, st.binary(max_size=3)), new=st.dictionaries(_names, st.binary(max_size=3)))
def test_what_is_named_is_new_and_the_rest_is_old(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    root = tmp_path_factory.mktemp("root")
    for name, data in old.items():
        plant(root, name).joinpath(name).write_bytes(data)
    replace_all({root / name: data for name, data in new.items()}, root=root)
    assert {**old, **new} == {name: data for name, data in content(root).items() if not name.endswith("/")}
