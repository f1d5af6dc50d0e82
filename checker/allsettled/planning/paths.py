"""Paths and globs of a plan, normalised: do two of them name one file, or does one hold the other?"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from allsettled.planning.segments import common_name, has_wildcard

ANYWHERE = "**"
_BRACES = re.compile(r"\{([^{},/]*(?:,[^{},/]*)+)\}")
_LINES = re.compile(r"(?::[0-9]+(?:[-:][0-9]+)?|#L[0-9]+(?:-L?[0-9]+)?)$")
_DRIVE = re.compile(r"[A-Za-z]:")
_MOST = 64  # paths that the braces of one glob may stand for


class Path(NamedTuple):
    """A path or glob. `names` are compared: in one spelling of case and accents, since file systems differ in both."""

    text: str  # as it's shown
    root: str  # empty, or what an absolute path begins with
    names: tuple[str, ...]
    folder: bool = False  # it was written with a slash at its end

    @property
    def is_glob(self) -> bool:
        """Say whether it stands for any path of a form."""
        return any(has_wildcard(name) for name in self.names)

    @property
    def prefix(self) -> tuple[str, ...]:
        """Return the names before the first wildcard."""
        end = next((i for i, name in enumerate(self.names) if has_wildcard(name)), len(self.names))
        return self.names[:end]


def read_paths(text: str) -> tuple[Path, ...]:
    """Return the path that a field's text names, or the paths, if it has braces; none for a URL."""
    text = text.strip()
    if "://" in text or not text:
        return ()
    expanded = [text]
    while len(expanded) < _MOST and (found := next((m for t in expanded if (m := _BRACES.search(t))), None)):
        source = found.string
        options = [source[: found.start()] + option + source[found.end() :] for option in found[1].split(",")]
        at = expanded.index(source)
        expanded[at : at + 1] = options
    return tuple(dict.fromkeys(_normal(each) for each in expanded))


@lru_cache(maxsize=65536)
def _normal(text: str) -> Path:
    text = _LINES.sub("", text).replace("\\", "/")
    drive = _DRIVE.match(text)
    root, rest = ("", text)
    if drive or text.startswith(("/", "~")):
        root = (drive[0] if drive else "") + "/" if not text.startswith("~") else "~"
        rest = text[drive.end() :] if drive else text.removeprefix("~")
    names: list[str] = []
    for name in rest.split("/"):
        if name == ".." and names and names[-1] != "..":
            if names[-1] != ANYWHERE:
                names.pop()
        elif name not in ("", ".") and not (name == ".." and root) and not (name == ANYWHERE == "".join(names[-1:])):
            names.append(name)
    shown = root + "/".join(names)
    folder = text.endswith("/") or not names
    return Path(shown + "/" * (folder and bool(names)) or ".", root.casefold(), tuple(map(_fold, names)), folder)


def literal(text: str) -> Path:
    """Return the path of a file that there is: no character of it is a wildcard."""
    names = tuple(name for name in text.replace("\\", "/").split("/") if name not in ("", "."))
    return Path("/".join(names), "", tuple(map(_fold, names)))


def _fold(name: str) -> str:
    return name if name.isascii() and name.islower() else unicodedata.normalize("NFC", name).casefold()


def may_hold(path: Path) -> bool:
    """Say whether a path may be a folder, as far as its last name tells: one without an ending, in small letters."""
    if path.folder or not path.names or path.names[-1] == ANYWHERE:
        return True
    name = path.text.rpartition("/")[2]
    ended = "." in name[1:] or name.isupper() or name.casefold().endswith(("file", "ignore"))
    return not ended and not (name.startswith(".") and name.endswith("rc"))


def meet(one: Path, other: Path) -> str | None:
    """Return a path that is, or lies in, what both stand for; None if they have nothing in common.

    A path stands for itself and for all that lies in it. Globs are compared as patterns, which is exact, save that a
    name doesn't always tell whether it's a folder: then it may be one.
    """
    if one.root != other.root:
        return None
    if not one.is_glob and not other.is_glob:
        shared = min(len(one.names), len(other.names))
        longer = other if len(other.names) > len(one.names) else one
        return longer.text if one.names[:shared] == other.names[:shared] else None
    example = _meet(one, other)
    for path in (one, other):
        if not path.is_glob and example == path.root + "/".join(path.names):
            return path.text  # as it's written
    return example


@lru_cache(maxsize=65536)
def _meet(one: Path, other: Path) -> str | None:
    left, right = one.names, other.names
    came: dict[tuple[int, int], tuple[str, ...]] = {(0, 0): ()}
    waiting = [(0, 0)]
    while waiting:
        i, j = state = waiting.pop()
        so_far = came[state]
        if i == len(left) and j == len(right):
            return one.root + "/".join(so_far) or "."
        if (i == len(left) and _holds(one, other, j)) or (j == len(right) and _holds(other, one, i)):
            rest = [_example(name) for name in (left[i:] or right[j:])]
            return one.root + "/".join([*so_far, *filter(None, rest)])
        for step, name in _steps(left, right, i, j):
            if step not in came:
                came[step] = (*so_far, name) if name else so_far
                waiting.append(step)
    return None


def _holds(outer: Path, inner: Path, matched: int) -> bool:
    """Say whether a path that is used up can hold the rest of another: by its name, or since the other says so."""
    return may_hold(outer) or outer.names == inner.names[:matched]


def _steps(left: Sequence[str], right: Sequence[str], i: int, j: int) -> list[tuple[tuple[int, int], str]]:
    steps: list[tuple[tuple[int, int], str]] = []
    first = left[i] if i < len(left) else None
    second = right[j] if j < len(right) else None
    if first == ANYWHERE:
        steps.append(((i + 1, j), ""))
        if second is not None and second != ANYWHERE:
            steps.append(((i, j + 1), _example(second)))
    if second == ANYWHERE:
        steps.append(((i, j + 1), ""))
        if first is not None and first != ANYWHERE:
            steps.append(((i + 1, j), _example(first)))
    if first not in (None, ANYWHERE) and second not in (None, ANYWHERE):
        name = common_name(str(first), str(second))
        if name is not None:
            steps.append(((i + 1, j + 1), name))
    return steps


def _example(name: str) -> str:
    """Return a name that a pattern matches; nothing for any folders."""
    return "" if name == ANYWHERE else common_name(name, name) or name


def matches(glob: Path, file: Path) -> bool:
    """Say whether a file is, or lies in, what a path or glob stands for."""
    if not glob.is_glob:
        return glob.root == file.root and file.names[: len(glob.names)] == glob.names
    return any(_covers(glob, file._replace(names=file.names[:end])) for end in range(len(file.names), 0, -1))


def _covers(glob: Path, file: Path) -> bool:
    """Say whether a glob matches a path as a whole."""
    if glob.root != file.root:
        return False
    states = _closed({0}, glob.names)
    for name in file.names:
        following = {i for i in states if i < len(glob.names) and glob.names[i] == ANYWHERE}
        following |= {
            i + 1
            for i in states
            if i < len(glob.names) and glob.names[i] != ANYWHERE and common_name(glob.names[i], name) is not None
        }
        states = _closed(following, glob.names)
    return len(glob.names) in states


def _closed(states: set[int], names: Sequence[str]) -> set[int]:
    """Return the states with those that any folders let one skip to."""
    for state in sorted(states):
        while state < len(names) and names[state] == ANYWHERE:
            state += 1
            states.add(state)
    return states
