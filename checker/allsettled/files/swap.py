"""Putting new files in the place of old ones, so that all of them change or none."""

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from allsettled.files.leftovers import beside
from allsettled.files.refusal import refusal

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _NEW |= getattr(os, _name, 0)


class Change(NamedTuple):
    """The bytes for one file: `path` names it in messages, `real` is where it stands, `old` None if it does not."""

    path: str
    real: str
    data: bytes
    old: os.stat_result | None


def swap(changes: Sequence[Change]) -> None:
    """Carry out all changes, or raise UserError with everything as it was.

    All new files are first written beside the old ones, and flushed to the disk. Then each takes its place in one
    step. A second link to every old file is held until the end: putting that back needs no space on the disk.
    """
    if not changes:
        return
    work = _Work()
    at = changes[0]
    try:
        for at in changes:
            work.stage(at)
        for at in changes:
            work.publish(at)
        work.flush_folders(changes)
    except BaseException as error:
        lost = work.undo()
        if not isinstance(error, OSError):
            raise
        answer = refusal(error, at.path)
        if lost:
            answer.hint = "it could not be put back; the old files are kept: " + ", ".join(lost)
        raise answer from error
    finally:
        work.clean()


class _Work:
    def __init__(self) -> None:
        self.staged: dict[str, str] = {}  # the new files, by the real path they are for
        self.backups: dict[str, str] = {}  # the old files, likewise
        self.folders: list[str] = []  # those that were made, outermost first
        self.ours: set[tuple[int, int]] = set()  # the identities of the files that were made

    def stage(self, change: Change) -> None:
        """Write the new file beside the old one, with the old one's mode and owner."""
        self._make_folders(os.path.dirname(change.real))
        self.staged[change.real] = self._write(change.real, change.data, change.old)

    def publish(self, change: Change) -> None:
        """Put the new file in its place."""
        staged = self.staged[change.real]
        if change.old is None:
            self._publish_new(staged, change.real)
            return
        self.backups[change.real] = self._backup(change)
        os.replace(staged, change.real)

    def undo(self) -> list[str]:
        """Put everything back; return the old files that could not be, which are kept."""
        lost = []
        for real in reversed(self.staged):
            backup = self.backups.get(real)
            try:
                if backup is not None:
                    os.replace(backup, real)
                elif _identity(os.lstat(real)) in self.ours:
                    os.unlink(real)
            except FileNotFoundError:
                continue
            except OSError:
                if backup is not None:
                    lost.append(self.backups.pop(real))
        self.clean()
        for folder in reversed(self.folders):
            with suppress(OSError):
                os.rmdir(folder)
        return lost

    def clean(self) -> None:
        """Remove what was only needed on the way."""
        for file in (*self.staged.values(), *self.backups.values()):
            with suppress(OSError):
                os.unlink(file)

    def flush_folders(self, changes: Iterable[Change]) -> None:
        """Have the new names of the files on the disk too."""
        if sys.platform == "win32":  # which opens no folders
            return
        made = {os.path.dirname(folder) for folder in self.folders}
        for folder in sorted(made | {os.path.dirname(change.real) for change in changes}):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _make_folders(self, folder: str) -> None:
        missing = []
        while not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for one in reversed(missing):
            os.mkdir(one)
            self.folders.append(one)

    def _write(self, real: str, data: bytes, old: os.stat_result | None) -> str:
        """Write a file beside `real`, and return its path."""
        path = beside(real, "new")
        handle = os.open(path, _NEW, 0o666 if old is None else 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                self.ours.add(_identity(os.fstat(handle)))
                file.write(data)
                file.flush()
                os.fsync(handle)
            if old is not None:
                _like(path, old)
        except BaseException:
            with suppress(OSError):
                os.unlink(path)
            raise
        return path

    def _backup(self, change: Change) -> str:
        """Keep the old file under a second name, and return that."""
        backup = beside(change.real, "old")
        try:
            os.link(change.real, backup)
        except OSError:  # no hard links here: a copy
            with open(change.real, "rb") as old:
                return self._write(change.real, old.read(), change.old)
        return backup

    def _publish_new(self, staged: str, real: str) -> None:
        """Give a new file its name, which nothing else may have taken meanwhile."""
        try:
            os.link(staged, real)
        except OSError:  # no hard links here, or the name is taken: take it first
            handle = os.open(real, _NEW, 0o600)
            try:
                self.ours.add(_identity(os.fstat(handle)))
            finally:
                os.close(handle)
            os.replace(staged, real)


def _identity(state: os.stat_result) -> tuple[int, int]:
    return state.st_dev, state.st_ino


def _like(path: str, old: os.stat_result) -> None:
    """Give a new file the mode of an old one and, where allowed, its owner."""
    if sys.platform != "win32" and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
    os.chmod(path, stat.S_IMODE(old.st_mode))
