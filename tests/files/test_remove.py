"""Files that are deleted together with what is written, or not at all."""

from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.files.remove import set_aside
from allsettled.files.write import replace_all


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def roots(folder: Path, *paths: Path) -> dict[str, str]:
    return {str(path): str(folder) for path in paths}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    for name in ("a/one", "a/two", "three"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_files_are_deleted_and_so_is_a_folder_that_is_left_empty(folder: Path) -> None:
    gone = [folder / "a/one", folder / "a/two"]
    with set_aside({path: path.read_bytes() for path in gone}, roots(folder, *gone)):
        assert not gone[0].exists()
    assert {"three": b"three"} == files(folder)
    assert not (folder / "a").exists()


def test_a_folder_that_holds_something_else_stays(folder: Path) -> None:
    path = folder / "a/one"
    with set_aside({path: b"a/one"}, roots(folder, path)):
        pass
    assert {"a/two": b"a/two", "three": b"three"} == files(folder)


def test_if_what_goes_with_it_fails_all_files_are_back(folder: Path) -> None:
    before = files(folder)
    path = folder / "a/one"
    with pytest.raises(UserError), set_aside({path: b"a/one"}, roots(folder, path)):
        replace_all({folder / "three": b"new", folder / "a": b"no file"}, root=folder)
    assert before == files(folder)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_an_interruption_puts_all_files_back(folder: Path, stop: type[BaseException]) -> None:
    before = files(folder)
    gone = [folder / "a/one", folder / "three"]
    with pytest.raises(stop), set_aside({path: path.read_bytes() for path in gone}, roots(folder, *gone)):
        raise stop
    assert before == files(folder)


def test_a_file_that_has_changed_since_is_not_deleted(folder: Path) -> None:
    before = files(folder)
    gone = {folder / "a/one": b"a/one", folder / "three": b"another"}
    with pytest.raises(UserError, match="it has changed since it was read"), set_aside(gone, roots(folder, *gone)):
        pytest.fail("the body is not run")
    assert before == files(folder)


def test_a_file_that_is_gone_already_stops_all(folder: Path) -> None:
    gone = {folder / "a/one": b"a/one", folder / "none": b""}
    with pytest.raises(UserError, match="there is no such file"), set_aside(gone, roots(folder, *gone)):
        pytest.fail("the body is not run")
    assert (folder / "a/one").exists()


def test_nothing_outside_of_the_root_is_deleted(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "x"
    other.write_text("x")
    link = folder / "link"
    link.symlink_to(other.parent)
    for path in (other, link / "x"):
        with pytest.raises(UserError, match="outside of"), set_aside({path: b"x"}, roots(folder, path)):
            pytest.fail("the body is not run")
    assert "x" == other.read_text()


def test_what_has_taken_the_place_meanwhile_is_kept(folder: Path) -> None:
    path = folder / "a/one"
    taken = {path: b"somebody's", folder: b""}

    def meanwhile() -> None:
        path.write_text("somebody's")
        replace_all(taken, root=folder)

    with pytest.raises(UserError), set_aside({path: b"a/one"}, roots(folder, path)):
        meanwhile()
    assert "somebody's" == path.read_text()
    assert ["a/one"] == [held.read_text() for held in folder.rglob(".allsettled-*.old")], "nothing is lost"
