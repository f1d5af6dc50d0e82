"""Adding a line to a file that others may be adding to at the same moment."""

import os
import stat
from contextlib import suppress

from allsettled.files.read import StrPath, inside, not_regular, outside
from allsettled.files.refusal import refusal

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _FLAGS |= getattr(os, _name, 0)


def append_line(path: StrPath, line: str, *, root: StrPath) -> None:
    """Add a line at a file's end; the file and its folders are made if need be.

    Writers wait for one another, where the platform has locks. Raises UserError for what is no regular file, for a
    link, for a path outside of `root`, and for what the file system refuses.
    """
    shown = os.fspath(path)
    folder = os.path.dirname(shown) or "."
    try:
        real_root = os.path.realpath(root, strict=True)
        real = os.path.realpath(folder)  # before it's made: not through a link that leads away
        if not inside(real, real_root):
            raise outside(real, real_root, folder)
        os.makedirs(real, exist_ok=True)
        handle = os.open(os.path.join(real, os.path.basename(shown)), _FLAGS, 0o644)
    except (OSError, ValueError) as error:
        raise refusal(error, shown) from error
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise not_regular(mode, shown)
        _write_all(handle, (line.rstrip("\n") + "\n").encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise refusal(error, shown) from error
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    """Write all of it, under a lock: closing the file gives it back."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    while data:
        data = data[os.write(handle, data) :]
