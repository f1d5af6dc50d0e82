"""Which paths the `.gitignore` files of a repository leave out, level by level."""

import os
import stat
from itertools import pairwise
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.files.patterns import Patterns
from allsettled.files.place import GIT
from allsettled.files.read import read_regular

NAME = ".gitignore"

_LIMIT = 65_536  # some thousand patterns; each of them is tried on each path


class Level(NamedTuple):
    """The patterns of one ignore file, and the length of its folder's real path with the last separator."""

    start: int
    patterns: Patterns


Levels = tuple[Level, ...]
"""The ignore files that count in a folder: the last one that names a path decides."""


def ignored(levels: Levels, real: str, *, folder: bool = False) -> bool:
    """Say whether the file or folder at a real path is left out."""
    for one in reversed(levels):
        verdict = one.patterns.match(real[one.start :].replace(os.sep, "/"), folder=folder)
        if verdict is not None:
            return verdict
    return False


def level(file: str, base: str, shown: str = "") -> Levels:
    """Return what the ignore file at `file` says of paths below the folder `base`: one level, or none.

    `shown` is its path for messages. As in git, one that is missing, or that is a link or anything else but a
    regular file, says nothing.
    Raises UserError for one that cannot be read, or is over 64 KiB.
    """
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return ()
    except (OSError, ValueError):
        return ()
    text = read_regular(file, shown or file, _LIMIT).decode("utf-8-sig", "surrogateescape")
    patterns = Patterns(text.split("\n"))
    return (Level(len(os.path.join(base, "")), patterns),) if patterns else ()


def repository_level(folder: str) -> Levels:
    """Return what `info/exclude` of the repository whose working tree starts at `folder` leaves out."""
    git = os.path.join(folder, GIT)
    if not os.path.isdir(git):
        git = _linked(git)
    return level(os.path.join(git, "info", "exclude"), folder)


def _linked(file: str) -> str:
    """Return the git folder that the `.git` file of a linked working tree or of a submodule leads to."""
    git = _line(file).removeprefix("gitdir:").strip()
    if not git:
        return file
    git = os.path.join(os.path.dirname(file), git)
    return os.path.join(git, _line(os.path.join(git, "commondir")))


def _line(file: str) -> str:
    """Return what one of git's own little files says; nothing if it is none."""
    try:
        return read_regular(file, file, _LIMIT).decode("utf-8", "surrogateescape").strip()
    except UserError:
        return ""


def levels_above(folder: str, top: str) -> tuple[Levels, list[UserError]]:
    """Return the levels that hold in `folder` from the folders above it, up to the repository or else to `top`.

    `folder` itself was asked for and is not left out: if one of the levels would do so, none of them counts.
    """
    chain = _chain(folder, top)
    levels: Levels = ()
    errors: list[UserError] = []
    for above, below in pairwise([*chain, folder]):
        try:
            levels += repository_level(above) if above == chain[0] else ()
            levels += level(os.path.join(above, NAME), above)
        except UserError as error:
            errors.append(error)
        if ignored(levels, below, folder=True):
            return (), errors
    return levels, errors


def _chain(folder: str, top: str) -> list[str]:
    """Return the folders above `folder`, outermost first, from its repository's or else from `top` on."""
    above: list[str] = []
    at = folder
    while not os.path.lexists(os.path.join(at, GIT)):
        parent = os.path.dirname(at)
        if parent == at:  # no repository
            return [one for one in reversed(above) if len(one) >= len(top)]
        above.append(parent)
        at = parent
    return above[::-1]
