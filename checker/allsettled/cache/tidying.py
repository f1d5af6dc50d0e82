"""The cache's folder: made when it's needed, and never full of what nobody uses any more."""

import os
import time

from allsettled.files.scratch import intended, remove, write_own

_START, _END = "allsettled-", ".cache"
_DIGITS = frozenset("0123456789abcdef")
_ABOUT = ("CACHEDIR.TAG", ".gitignore")  # what is written about the folder
_MOST_FILES = 100  # each is of one project, one version and one way to check
_MOST_BYTES = 256 * 1_048_576  # of all of them
_OLDEST = 30 * 86_400  # seconds that a file stays which no run uses
_UNFINISHED = 3_600  # seconds that a file may take to be written
_DAY = 86_400
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of allsettled; it may be removed.\n"


def file_name(context: bytes) -> str:
    """Return what the file of a context is called: as nobody else calls one, who may have chosen the same folder."""
    return f"{_START}{context.hex()[:32]}{_END}"


def prepare(folder: str, file: str) -> bool:
    """Make the folder if there is none, and remove old files from it, all but `file`; say whether it's there.

    What is ours is told by its name: the folder may be one in which others keep what they can't do without.
    """
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not os.listdir(folder):
            for name, content in zip(_ABOUT, (_TAG, b"*\n"), strict=True):
                write_own(os.path.join(folder, name), content)
        remove(_superfluous(folder, os.path.basename(file)))
    except (OSError, ValueError):
        return False
    return True


def touch(file: str) -> None:
    """Tell that a file is in use, once a day."""
    try:
        if time.time() - os.stat(file).st_mtime > _DAY:
            os.utime(file)
    except (OSError, ValueError):
        return


def _superfluous(folder: str, kept: str) -> list[str]:
    """Return the files that nobody uses any more, and what killed runs left."""
    now = time.time()
    ours = []
    old = []
    with os.scandir(folder) as scan:
        for entry in scan:
            if entry.name == kept or not entry.is_file(follow_symlinks=False):
                continue
            state = entry.stat(follow_symlinks=False)
            whole = intended(entry.name)
            if _is_ours(entry.name):
                ours.append((state.st_mtime, state.st_size, entry.path))
            elif (whole in _ABOUT or _is_ours(whole)) and now - state.st_mtime > _UNFINISHED:
                old.append(entry.path)
    size = 0
    for number, (used, length, path) in enumerate(sorted(ours, reverse=True)):
        size += length
        if number >= _MOST_FILES or size > _MOST_BYTES or now - used > _OLDEST:
            old.append(path)
    return old


def _is_ours(name: str) -> bool:
    digits = name.removeprefix(_START).removesuffix(_END)
    return len(digits) == 32 and _DIGITS.issuperset(digits) and name == f"{_START}{digits}{_END}"
