"""Files of our own whose loss costs nothing but time: written at once or not at all, never waited for."""

import os
import stat
from collections.abc import Iterable

_START = ".allsettled-"
_RANDOM = 6  # bytes of a name

_OLD, _NEW = os.O_RDONLY, os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _OLD |= getattr(os, _name, 0)
    _NEW |= getattr(os, _name, 0)


def read_own(path: str, limit: int) -> bytes:
    """Return the bytes of a regular file that belongs to this user; nothing if there's none, or it's over `limit`.

    Whose it is, is asked of the file that's open: in a folder of others, another one may take its place at any time.
    """
    try:
        file = os.open(path, _OLD)
    except (OSError, ValueError):
        return b""
    try:
        state = os.fstat(file)
        if not _is_ours(state) or state.st_size > limit:
            return b""
        parts = []
        while part := os.read(file, max(state.st_size, 1)):
            parts.append(part)
            if sum(map(len, parts)) > limit:
                return b""
        return b"".join(parts)
    except OSError:
        return b""
    finally:
        os.close(file)


def write_own(path: str, data: bytes) -> bool:
    """Give a file its bytes, and say whether that could be done. At any moment it has its old or its new ones.

    What doesn't belong to this user, or is no regular file, is left alone.
    """
    folder, name = os.path.split(path)
    waiting = os.path.join(folder, f"{_START}{os.urandom(_RANDOM).hex()}-{name}")
    try:
        if not _is_own(path):
            return False
        file = os.open(waiting, _NEW, 0o600)
    except (OSError, ValueError):
        return False
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view) :]
        finally:
            os.close(file)
        os.replace(waiting, path)
    except OSError:
        remove([waiting])
        return False
    return True


def intended(name: str) -> str:
    """Return the name of the file that one by this name was to become, as a killed run leaves it; else nothing."""
    digits, dash, whole = name.removeprefix(_START).partition("-")
    right = name.startswith(_START) and len(digits) == 2 * _RANDOM and not digits.strip("0123456789abcdef")
    return whole if dash and right else ""


def remove(paths: Iterable[str]) -> None:
    """Remove files, as far as they can be."""
    for path in paths:
        try:
            os.unlink(path)
        except OSError:
            continue


def _is_own(path: str) -> bool:
    """Say whether nothing is at a path, or a regular file of this user's."""
    try:
        return _is_ours(os.lstat(path))
    except FileNotFoundError:
        return True


def _is_ours(state: os.stat_result) -> bool:
    return stat.S_ISREG(state.st_mode) and (not hasattr(os, "geteuid") or state.st_uid == os.geteuid())
