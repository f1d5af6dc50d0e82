"""Writing files: all of a command's or none of them, inside the root, and nothing that is already so."""

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from allsettled.errors import UserError
from allsettled.files.read import StrPath, inside, not_regular, outside, read_regular
from allsettled.files.refusal import refusal
from allsettled.files.swap import Change, swap

_ANY_SIZE = 1 << 62


def replace_all(
    changes: Mapping[Path, bytes],
    *,
    root: StrPath | Mapping[Path, StrPath],
    before: Mapping[Path, bytes | None] | None = None,
) -> None:
    """Give every file in `changes` its new bytes; if one of them cannot get them, none does.

    A link stays a link: its target is written. A new file gets the folders it needs. A file that has its bytes
    already is not touched. Mode and, where allowed, owner are kept. `root` is the folder that no file may lead out of,
    or that of each. `before` is what the caller read (None: no file): what has changed since is not overwritten. At
    any moment, killed or not, each file is old or new; a kill may leave files named `.allsettled-*` beside them.

    Raises UserError, with all files as they were, for a path outside of `root`, for what is no regular file or is
    write-protected, for two paths of one file with different bytes, and for what the file system refuses.
    """
    plan: dict[str, Change] = {}
    needed: list[Change] = []
    for path, data in changes.items():
        change = _planned(os.fspath(path), data, root[path] if isinstance(root, Mapping) else root)
        if change.real in plan:
            if plan[change.real].data != data:
                raise UserError(
                    f"it is the same file as {plan[change.real].path}, but is to get other bytes",
                    path=path,
                    hint="name it once",
                )
            continue
        plan[change.real] = change
        current = None if change.old is None else read_regular(change.real, change.path, _ANY_SIZE)
        if before is not None and path in before and before[path] != current:
            raise UserError(
                "it has changed since it was read", path=path, hint="nothing is written: run the command again"
            )
        if current != data:
            needed.append(change)
    swap(needed)


def create(path: StrPath, data: bytes, *, root: StrPath) -> None:
    """Write a new file, and the folders it needs, at once; never over anything that is there.

    Raises UserError if something is there, if the path is outside of `root`, and for what the file system refuses.
    """
    shown = os.fspath(path)
    there = os.path.lexists(shown)
    change = None if there else _planned(shown, data, root)
    if change is None or change.old is not None:
        raise refusal(FileExistsError(errno.EEXIST, ""), shown)
    swap([change])


def _planned(path: str, data: bytes, root: StrPath) -> Change:
    """Return where the bytes of `path` go, if they may go there."""
    try:
        real_root = os.path.realpath(root, strict=True)
        real, old = _target(path)
    except (OSError, ValueError) as error:
        raise refusal(error, path) from error
    if not inside(real, real_root):
        raise outside(real, real_root, path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise not_regular(old.st_mode, path)
    if old is not None and not os.access(real, os.W_OK):
        raise UserError("the file is write-protected", path=path, hint="make it writable first")
    return Change(path, real, data, old)


def _target(path: str) -> tuple[str, os.stat_result | None]:
    """Return the real path of a file and its state, or of one that does not exist yet and None."""
    try:
        real = os.path.realpath(path, strict=True)
        return real, os.lstat(real)
    except FileNotFoundError:
        missing = path
        while missing and not os.path.exists(missing):
            if os.path.islink(missing):
                raise  # a link to nothing: what it is meant to lead to is not ours to make
            missing = os.path.dirname(missing)
        return os.path.realpath(path), None
