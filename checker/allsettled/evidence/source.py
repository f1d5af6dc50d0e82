"""Where transcripts come from: the one place of this area that opens files, read-only and only regular ones.

Transcripts run to hundreds of megabytes, so no size limit holds here; lines are bounded instead (`lines`). A place is a
local path or, with the extra `fleet`, a URL that fsspec knows.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from allsettled.errors import UserError
from allsettled.evidence import urls
from allsettled.files import presence

_SUFFIXES = (".jsonl", ".json")
_LOGS = (".md", ".markdown")
_NOT_IN = frozenset({".git", "node_modules", "__pycache__"})  # folders of files that nobody wrote
COMPANION = ".meta.json"
_BUFFER = 1 << 20


@contextmanager
def opened(place: str) -> Iterator[BinaryIO]:
    """Open a transcript for reading. UserError: there is none, it isn't a regular file, or it may not be read."""
    if urls.is_url(place):
        with urls.opened(place, _BUFFER) as stream:
            yield stream
        return
    try:
        # Not to wait for a writer, should it be a pipe after all.
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise UserError(_why(error), path=place) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UserError("it isn't a regular file", path=place)
    with os.fdopen(handle, "rb", buffering=_BUFFER) as stream:
        yield stream


def split(place: str) -> tuple[str, str]:
    """Return a place's folder (empty: the current one) and its name."""
    if urls.is_url(place):
        return urls.split(place)
    return os.path.split(place)


def inside(folder: str, *names: str) -> str:
    """Return the place of that name in a folder."""
    return urls.inside(folder, *names) if urls.is_url(folder) else os.path.join(folder, *names)  # noqa: PTH118


def normal(place: str) -> str:
    """Return a place in the form in which one file has one name."""
    return urls.normal(place) if urls.is_url(place) else os.path.normpath(place)


def matching(folder: str, pattern: str) -> list[str]:
    """Return the places in one folder whose names match a pattern."""
    from glob import escape

    return globbed(inside(folder if urls.is_url(folder) else escape(folder), pattern))


def size(place: str) -> int:
    """Return a transcript's size in bytes; 0 if it cannot be told."""
    try:
        if urls.is_url(place):
            with urls.filesystem(place) as (files, path):
                return int(files.size(path) or 0)
        return Path(place).stat().st_size
    except (OSError, ValueError):
        return 0


def is_folder(place: str) -> bool:
    """Say whether a place is a folder."""
    if urls.is_url(place):
        with urls.filesystem(place) as (files, path):
            return bool(files.isdir(path))
    return presence.is_folder(place)  # in a folder that may not be looked into, there is none


def exists(place: str) -> bool:
    """Say whether there is anything at a place."""
    if urls.is_url(place):
        with urls.filesystem(place) as (files, path):
            return bool(files.exists(path))
    return Path(place).exists()


def below(folder: str, *, logs: bool = False) -> list[str]:
    """Return what may be transcripts below a folder, by their suffix, sorted, and Markdown files, too, if wanted.

    Links to folders aren't followed. A folder that can't be looked through is among them itself.
    """
    suffixes = _SUFFIXES + _LOGS * logs
    if urls.is_url(folder):
        with urls.filesystem(folder) as (files, path):
            return urls.named(folder, files, [name for name in files.find(path) if _is_candidate(name, suffixes)])
    found: list[str] = []

    def refused(error: OSError) -> None:
        found.append(str(Path(error.filename)))  # whoever opens it will say why

    for root, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if name not in _NOT_IN]
        found += (str(Path(root, name)) for name in names if _is_candidate(name, suffixes))
    return sorted(found)


def globbed(pattern: str) -> list[str]:
    """Return the places that a pattern with `*`, `?` or `[` names, sorted."""
    if urls.is_url(pattern):
        with urls.filesystem(pattern) as (files, path):
            return urls.named(pattern, files, files.glob(path))
    from glob import glob

    return sorted(glob(pattern, recursive=True))  # noqa: PTH207  (a pattern may be absolute, which Path.glob refuses)


def companion(place: str) -> str:
    """Return where the file beside an agent's own file stands that describes the agent."""
    folder, name = split(place)
    return inside(folder, name.removesuffix(".jsonl") + COMPANION)


def _is_candidate(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.endswith(suffixes) and not name.endswith(COMPANION)


def _why(error: Exception) -> str:
    return error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it cannot be opened"
