"""The cache's folder: shared, bounded, and harmless whatever lies in it."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.cache import store as module
from allsettled.cache import tidying
from allsettled.cache.folder import default_folder
from allsettled.cache.identity import identity
from allsettled.cache.kept import NOTHING, Kept, written
from allsettled.cache.store import Store

CONTEXT, OTHER = bytes(32), bytes([1] * 32)
OPEN = Kept(open_log=True)


def _key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def _filled(folder: Path, *numbers: int, found: Kept = NOTHING, context: bytes = CONTEXT) -> Store:
    store = Store(str(folder), context)
    for number in numbers:
        store.put(_key(number), found)
    store.save()
    return store


def _known(folder: Path, *numbers: int, context: bytes = CONTEXT) -> list[Kept | None]:
    store = Store(str(folder), context)
    return [store.get(_key(number)) for number in numbers]


def test_what_one_run_finds_the_next_one_knows(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    _filled(tmp_path, 2, found=OPEN)
    assert [NOTHING, OPEN, None] == _known(tmp_path, 1, 2, 3)
    assert [None, None] == _known(tmp_path, 1, 2, context=OTHER)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.sampled_from([NOTHING, OPEN])), max_size=12))
def test_runs_at_the_same_time_lose_nothing_that_is_true(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int, Kept]]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    stores = {name: Store(str(folder), CONTEXT) for name in (True, False)}
    last: dict[int, Kept] = {}
    for name, number, found in steps:
        stores[name].put(_key(number), found)
        stores[name].save()
        last[number] = found
    said = _known(folder, 0, 1, 2, 3)
    assert all((said[number] is None) == (number not in last) for number in range(4))


def test_the_folder_says_what_it_is_and_is_the_users_own(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "cache"
    _filled(folder, 1)
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert "*\n" == (folder / ".gitignore").read_text()
    if os.name == "posix":
        assert {0o600} == {path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"allsettled cache 1\n" + bytes(32) + b"\xff" * 80])
def test_garbage_in_a_files_place_is_replaced(tmp_path: Path, garbage: bytes) -> None:
    _filled(tmp_path, 1)
    (file,) = tmp_path.glob("*.cache")
    file.write_bytes(garbage)
    assert [None] == _known(tmp_path, 1)
    _filled(tmp_path, 1)
    assert [NOTHING] == _known(tmp_path, 1)


def test_what_is_no_file_of_the_users_is_left_alone(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    (file,) = tmp_path.glob("*.cache")
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert [None] == _known(tmp_path, 1)
    _filled(tmp_path, 2)
    assert file.is_symlink()
    assert before == elsewhere.read_bytes()
    file.unlink()
    file.mkdir()
    _filled(tmp_path, 2)
    assert file.is_dir()


def test_a_folder_that_cannot_be_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    _filled(tmp_path / "file", 1)
    _filled(tmp_path / "file" / "below", 1)
    _filled(tmp_path / "with\0nul", 1)
    assert [None] == _known(tmp_path / "file", 1)


def test_a_link_to_a_folder_is_as_good_as_the_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    _filled(tmp_path / "link", 1)
    assert [NOTHING] == _known(tmp_path / "real", 1)


def test_entries_that_no_run_uses_go_first(tmp_path: Path) -> None:
    with patch.object(module, "_MOST_ENTRIES", 4):
        _filled(tmp_path, 1, 2, 3)
        store = Store(str(tmp_path), CONTEXT)
        assert NOTHING == store.get(_key(1))
        store.put(_key(4), NOTHING)
        store.save()
        _filled(tmp_path, 5)
    assert [NOTHING, None, NOTHING, NOTHING, NOTHING] == _known(tmp_path, 1, 2, 3, 4, 5)


def test_what_is_kept_has_a_size(tmp_path: Path) -> None:
    with patch.object(module, "_MOST_BYTES", 3 * len(written(OPEN))):
        _filled(tmp_path, *range(9), found=OPEN)
    assert 3 == sum(found is not None for found in _known(tmp_path, *range(9)))


def test_files_that_nobody_uses_are_removed(tmp_path: Path) -> None:
    _filled(tmp_path, 1, context=OTHER)
    (old,) = tmp_path.glob("*.cache")
    os.utime(old, (1, 1))
    left = tmp_path / f".allsettled-0123456789ab-{old.name}"
    left.write_text("")
    fresh = tmp_path / f".allsettled-ba9876543210-{old.name}"
    fresh.write_text("")
    os.utime(left, (1, 1))
    _filled(tmp_path, 1)
    assert not old.exists()
    assert not left.exists()
    assert fresh.exists()


def test_what_others_keep_in_the_folder_stays(tmp_path: Path) -> None:
    names = ("notes.md", "x.cache", "0123456789abcdef0123456789abcdef.cache", ".allsettled-baseline.json")
    swaps = (".allsettled-0123456789abcdef.old", ".allsettled-0123456789ab-notes.md", ".allsettled-0123456789ab-x")
    foreign = [tmp_path / name for name in (*names, *swaps)]
    for path in foreign:
        path.write_text("")
        os.utime(path, (1, 1))
    with patch.object(tidying, "_MOST_FILES", 0):
        _filled(tmp_path, 1)
    assert [] == [path for path in foreign if not path.exists()]
    assert not (tmp_path / ".gitignore").exists(), "it isn't ours alone"


def test_an_empty_folder_is_the_caches(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    assert "*\n" == (tmp_path / ".gitignore").read_text()


def test_there_are_never_too_many_files(tmp_path: Path) -> None:
    with patch.object(tidying, "_MOST_FILES", 2):
        for number in range(5):
            _filled(tmp_path, 1, context=bytes([number] * 32))
    assert 3 == len(list(tmp_path.glob("*.cache")))  # those two, and the last run's own


def test_all_files_together_have_a_size(tmp_path: Path) -> None:
    with patch.object(tidying, "_MOST_BYTES", 250):  # each has 107
        for number in range(9):
            _filled(tmp_path, 1, context=bytes([number] * 32))
    assert 3 == len(list(tmp_path.glob("*.cache")))


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="only root can give a file to others")
def test_what_others_own_is_not_believed(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    (file,) = tmp_path.glob("*.cache")
    os.chown(file, 65534, 65534)
    assert [None] == _known(tmp_path, 1)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    (file,) = tmp_path.glob("*.cache")
    file.unlink()
    os.mkfifo(file)
    assert [None] == _known(tmp_path, 1)


def test_a_run_that_finds_nothing_new_writes_nothing(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    store = Store(str(tmp_path), CONTEXT)
    store.get(_key(1))
    store.save()
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"ALLSETTLED_CACHE_DIR": "/mine"}, "linux", "/mine"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "linux", "/x/allsettled"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "linux", "/h/.cache/allsettled"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/allsettled"),
        ({}, "linux", None),
        ({}, "win32", None),
    ],
)
def test_the_folder_is_the_platforms(environment: dict[str, str], platform: str, expected: str | None) -> None:
    assert expected == default_folder(environment, platform)


def test_the_code_is_known_by_all_its_files(tmp_path: Path) -> None:
    package = tmp_path / "allsettled"
    (package / "rules").mkdir(parents=True)
    (package / "rules" / "a.py").write_text("1")
    made = set()
    with patch("allsettled.cache.identity._PACKAGE", str(package)):
        made.add(identity())
        made.add(identity())
        assert 1 == len(made)
        os.utime(package / "rules" / "a.py", (1, 1))
        made.add(identity())
        (package / "rules" / "a.py").write_text("12")
        os.utime(package / "rules" / "a.py", (1, 1))
        made.add(identity())
        (package / "rules" / "b.py").write_text("")
        made.add(identity())
        with patch("allsettled.cache.identity.__version__", "9"):
            made.add(identity())
        with patch("sys.version", "9"):
            made.add(identity())
    assert 6 == len(made)
    with patch("sys.path", []):
        assert identity() is None
