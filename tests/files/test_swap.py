"""What is left when the file system fails, or the process is killed, at every step of a change of several files."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allsettled.errors import UserError
from allsettled.files.write import create, replace_all
from files.tree import content, plant

_CALLS = ["open", "fdopen", "fsync", "chmod", "replace", "mkdir"]
_CHANGES = {"a.md": b"new a", "b/c.md": b"new c", "d/e/f.md": b"new f", "same.md": b"old", "b/z.md": b"new z"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return plant(tmp_path / "root", "a.md", "b/c.md", "b/z.md", "same.md", text="old")


def change(root: Path) -> None:
    replace_all({root / name: data for name, data in _CHANGES.items()}, root=root)


class Failing:
    """Stand in for functions of `os`, the `number`-th call of which does something else."""

    def __init__(self, number: int, instead: Callable[[], None], names: list[str]) -> None:
        self.number = number
        self.instead = instead
        self.names = names
        self.calls = 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in self.names:
            monkeypatch.setattr(os, name, self._wrapped(getattr(os, name)))

    def _wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.number:
                self.instead()
            return call(*arguments, **options)

        return counted


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("instead", "expected", "message"), [(_full, UserError, "the disk is full"), (_interrupt, KeyboardInterrupt, "^$")]
)
def test_whatever_step_fails_everything_is_as_it_was(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    instead: Callable[[], None],
    expected: type[BaseException],
    message: str,
) -> None:
    old, inodes = content(root), numbers(root)
    steps = list(range(1, calls_of(root, monkeypatch) + 1))
    assert len(steps) > 30
    for number in steps:
        with monkeypatch.context() as patch:
            Failing(number, instead, _CALLS).install(patch)
            with pytest.raises(expected, match=message):
                change(root)
        assert old == content(root)
        assert inodes == numbers(root)


def calls_of(root: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many calls a change takes that succeeds."""
    counting = Failing(0, _full, _CALLS)
    other = root.parent / "other"
    plant(other, "a.md", "b/c.md", "b/z.md", "same.md", text="old")
    with monkeypatch.context() as patch:
        counting.install(patch)
        change(other)
    return counting.calls


def numbers(root: Path) -> dict[Path, int]:
    """Return which files and folders these are, by the numbers that the file system gives them."""
    return {path: path.stat().st_ino for path in root.rglob("*")}


def test_without_hard_links_all_is_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = content(root)

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    for number in range(1, 100):
        failing = Failing(number, _full, _CALLS)
        with monkeypatch.context() as patch:
            failing.install(patch)
            try:
                change(root)
            except UserError:
                assert old == content(root)
                continue
        assert failing.calls < number
        break
    files = {name: data for name, data in content(root).items() if not name.endswith("/")}
    assert _CHANGES == files
    with pytest.raises(UserError, match="already a file"):
        create(root / "a.md", b"other", root=root)
    create(root / "new.md", b"new", root=root)
    assert b"new" == (root / "new.md").read_bytes()


def test_a_file_that_appears_meanwhile_is_not_overwritten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def appear() -> None:
        (root / "d/e/f.md").write_bytes(b"by another")

    Failing(1, appear, ["link"]).install(monkeypatch)
    with pytest.raises(UserError) as caught:
        change(root)
    assert f"{root}/d/e/f.md: there is already a file of this name" == str(caught.value)
    expected = {"a.md": b"old", "b/c.md": b"old", "b/z.md": b"old", "same.md": b"old", "d/e/f.md": b"by another"}
    assert expected == {name: data for name, data in content(root).items() if not name.endswith("/")}


def test_what_cannot_be_put_back_is_kept_and_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace
    calls = 0

    def failing(source: str, target: str) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(UserError) as caught:
        change(root)
    kept = list(root.rglob(".allsettled-*"))
    assert b"new a" == (root / "a.md").read_bytes()
    assert [b"old", b"old"] == [path.read_bytes() for path in kept]
    assert all(str(path) in caught.value.hint for path in kept)


_KILLED_AT_EVERY_STEP = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from allsettled.files.write import replace_all

root = Path({root!r})
old, new = {old!r}, {new!r}

def killing(number):
    calls = 0
    def wrapped(call):
        def counted(*arguments, **options):
            nonlocal calls
            calls += 1
            if calls == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)
        return counted
    for name in {calls!r}:
        setattr(os, name, wrapped(getattr(os, name)))

killed = 0
while True:
    for name in new:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        if name in old:
            (root / name).write_bytes(old[name])
        else:
            (root / name).unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        killing(killed + 1)
        replace_all({{root / name: data for name, data in new.items()}}, root=root)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    for name, data in new.items():
        path = root / name
        now = path.read_bytes() if path.exists() else None
        assert now in (old.get(name), data), (killed, name, now)
    if status == 0:
        break
    assert os.WTERMSIG(status) == signal.SIGKILL, status
    killed += 1
assert all((root / name).read_bytes() == data for name, data in new.items())
print(killed)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_before_any_step_each_file_is_old_or_new(root: Path) -> None:
    old = {name: b"old" for name in _CHANGES if name != "d/e/f.md"}
    calls = [*_CALLS, "link", "unlink", "close", "fstat", "lstat"]
    code = _KILLED_AT_EVERY_STEP.format(paths=_paths(), root=str(root), old=old, new=_CHANGES, calls=calls)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40


_OVER_AND_OVER = """
import sys
from itertools import cycle
from pathlib import Path
sys.path[:0] = {paths!r}
from allsettled.files.write import replace_all

names = [Path({root!r}, name) for name in ("a.md", "b/c.md")]
print("ready", flush=True)
for letter in cycle(b"xy"):
    replace_all(dict.fromkeys(names, bytes([letter]) * {size}), root={root!r})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_at_any_moment_each_file_is_whole(root: Path) -> None:
    size = 200_000
    code = _OVER_AND_OVER.format(paths=_paths(), root=str(root), size=size)
    whole = [b"old", b"x" * size, b"y" * size]
    for pause in (0.0, 0.004, 0.009, 0.017, 0.03):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert b"ready\n" == process.stdout.readline()
            time.sleep(pause)
            process.kill()
        assert -signal.SIGKILL == process.returncode
        assert (root / "a.md").read_bytes() in whole
        assert (root / "b/c.md").read_bytes() in whole


def _paths() -> list[str]:
    return [path for path in sys.path if path]
