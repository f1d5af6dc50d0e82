"""What to tell the user when the file system says no."""

import errno
import os

from allsettled.errors import UserError

_PERMISSION = ("permission denied", "give yourself access to it and to the folders above it")
_ABSENT = ("there is no such file or folder", "")

_WORDS = {
    errno.ENOENT: _ABSENT,
    errno.ENOTDIR: ("a part of its path is a file, not a folder", "check the path"),
    errno.EEXIST: ("there is already a file of this name", "name another one, or remove it first"),
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.ELOOP: ("the link leads round in a circle", "point it at a file, or remove it"),
    errno.EISDIR: ("it is a folder, not a file", "name a file in it"),
    errno.ENAMETOOLONG: ("the name is too long for the file system", "shorten it"),
    errno.ENOSPC: ("the disk is full", "free some space, then run the command again"),
    errno.EDQUOT: ("your disk quota is used up", "free some space, then run the command again"),
    errno.EROFS: ("the file system is read-only", "write somewhere else"),
}


def refusal(error: OSError | ValueError, path: str) -> UserError:
    """Return the error to report for what the operating system said about `path`."""
    if not isinstance(error, OSError):  # a name that no file can have: with a NUL, or not encodable
        return UserError("no file can have this name", path=path, hint="mend the name")
    number = error.errno
    if number == errno.ENOENT and os.path.islink(path):
        return UserError("the link leads to nothing", path=path, hint="point it at a file, or remove it")
    message, hint = _WORDS.get(number, ("", "")) if number is not None else ("", "")
    if not message:
        message = error.strerror or "the operating system gives no reason"
        hint = "see whether another program can use it"
    if number == errno.ENOENT:
        hint = _near(path)
    return UserError(message, path=path, hint=hint)


def _near(path: str) -> str:
    """Return `did you mean ...?` for a name that is not in its folder."""
    from allsettled.words import did_you_mean

    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or ".")
    except (OSError, ValueError):
        return _near(folder) if folder and name else "check the spelling"
    return did_you_mean(name, names) or "check the spelling"
