"""Reading files that nobody vouches for: only regular ones, only inside the root, only up to a size."""

import os
import stat

from allsettled.errors import UserError
from allsettled.files.refusal import refusal
from allsettled.files.source import SourceText, decode

LIMIT = 1_048_576
"""The most bytes that a file may have, unless the user sets another limit."""

StrPath = str | os.PathLike[str]

# What a platform does not have, it does not need: Windows opens no links or pipes by such a path.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
    _FLAGS |= getattr(os, _name, 0)

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_bytes(path: StrPath, *, root: StrPath, limit: int = LIMIT) -> bytes:
    """Return the bytes of a regular file inside `root`; a link is followed if its target is one.

    Raises UserError for what is missing, unreadable, no regular file, outside of `root`, or over `limit` bytes.
    """
    shown = os.fspath(path)
    return read_regular(real_file(shown, os.fspath(root)), shown, limit)


def read_text(path: StrPath, *, root: StrPath, limit: int = LIMIT) -> SourceText:
    """Return the text of a regular file inside `root`; see `read_bytes` and `decode` for what is refused."""
    return decode(read_bytes(path, root=root, limit=limit), os.fspath(path))


def real_file(path: str, root: str) -> str:
    """Return the real path of a regular file inside `root`; raises UserError for anything else."""
    try:
        real = os.path.realpath(path, strict=True)
        kind = os.lstat(real).st_mode
        real_root = os.path.realpath(root, strict=True)
    except (OSError, ValueError) as error:
        raise refusal(error, path) from error
    if not inside(real, real_root):
        raise outside(real, real_root, path)
    if not stat.S_ISREG(kind):  # before it is opened: opening a pipe would wake its writer
        raise not_regular(kind, path)
    return real


def read_regular(real: str, shown: str, limit: int = LIMIT) -> bytes:
    """Return the bytes of a file whose links are resolved; whatever has taken its place since is refused."""
    try:
        file = os.open(real, _FLAGS)
        try:
            state = os.fstat(file)
            if not stat.S_ISREG(state.st_mode):
                raise not_regular(state.st_mode, shown)
            if state.st_size > limit:
                raise _too_big(f"{state.st_size:,} bytes", limit, shown)
            return _all_of(file, state.st_size, limit, shown)
        finally:
            os.close(file)
    except (OSError, ValueError) as error:
        raise refusal(error, shown) from error


def _all_of(file: int, size: int, limit: int, shown: str) -> bytes:
    """Read to the end, whatever size the file claimed: it may grow, and those of /proc say 0."""
    data = os.read(file, size + 1)
    parts = [data]
    total = len(data)
    while data and total <= limit:
        data = os.read(file, min(65_536, limit + 1 - total))
        parts.append(data)
        total += len(data)
    if total > limit:
        raise _too_big(f"more than {limit:,} bytes", limit, shown)
    return b"".join(parts)


def inside(real: str, real_root: str) -> bool:
    """Say whether a real path is `real_root` or below it."""
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def outside(real: str, real_root: str, path: str) -> UserError:
    """Return the error for a path whose real place is not inside its root."""
    return UserError(
        f"it leads to {real}, outside of {real_root}",
        path=path,
        hint="name that file itself, or leave this one out: links are followed only inside of the root",
    )


def not_regular(mode: int, path: str) -> UserError:
    """Return the error for what is no regular file."""
    kind = _KINDS.get(stat.S_IFMT(mode), "something special")
    return UserError(f"it is {kind}, not a file", path=path, hint="name a regular file")


def _too_big(size: str, limit: int, path: str) -> UserError:
    return UserError(
        f"the file has {size}: over the limit of {limit:,} bytes",
        path=path,
        hint="split it, leave it out, or set a higher limit",
    )
