"""The repository paths that an output location names, and which of them lie in one another."""

import re
from collections.abc import Iterator
from posixpath import normpath

from allsettled.expressions import expression

_SPLIT = expression(r"[,;]\s*|\s+and\s+|<br\s*/?>")
_PATH = expression(r"^[\w.@~-]*(?:/[\w.@{}*~ -]*)+$|^[\w-]+\.\w{1,8}$")
_READ_ONLY = expression(r"\bread[- ]only\b", re.IGNORECASE)
_LONGEST = 1024  # characters; what is longer is no path


def paths(location: str) -> list[str]:
    """Return the repository paths that an output location names; URLs and read-only places are none."""
    if "://" in location or ("read" in location.casefold() and _READ_ONLY.search(location)):
        return []
    words = (word.strip("`*_ ").removesuffix("...").partition("#")[0] for word in _SPLIT.split(location))
    return [normpath(word) for word in words if len(word) <= _LONGEST and _PATH.match(word)]


class Owners:
    """Whose each path is, to find those that are, hold or lie in another agent's."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, str]] = {}  # of each path: by agent, the path
        self._below: dict[str, dict[str, str]] = {}  # of each folder: by agent, a path in it

    def add(self, path: str, agent: str) -> None:
        """Note that a path is an agent's."""
        self._exact.setdefault(path, {}).setdefault(agent, path)
        for folder in _folders(path):
            self._below.setdefault(folder, {}).setdefault(agent, path)

    def holder(self, path: str, agent: str) -> tuple[str, str] | None:
        """Return the path of another agent that one is or lies in, and that agent, if there is one."""
        for name in (path, *_folders(path)):
            for other in self._exact.get(name, ()):
                if other != agent:
                    return name, other
        return None

    def inside(self, path: str, agent: str) -> tuple[str, str] | None:
        """Return a path of another agent that lies in this one, and that agent, if there is one."""
        return next(((below, other) for other, below in self._below.get(path, {}).items() if other != agent), None)


def _folders(path: str) -> Iterator[str]:
    while (cut := path.rfind("/")) > 0:
        path = path[:cut]
        yield path
