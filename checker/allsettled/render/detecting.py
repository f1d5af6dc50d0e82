"""Which platforms a repository is used with, by the files that it has."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from allsettled.document.front import split_front_matter
from allsettled.render.platforms import Platform, candidates, platform_of, platforms

_SHARED = frozenset({".github", ".agents"})  # folders that others use too
_HINTS = {"vscode": ".vscode"}  # a folder that tells for a platform where several read a file


class Detected(NamedTuple):
    """A platform, and the file or folder that shows it; `unsure` says which other reads that file too."""

    platform: Platform
    because: str
    unsure: str = ""


def detect(paths: Iterable[str], folders: Collection[str], read: Callable[[str], str]) -> list[Detected]:
    """Return the platforms that a repository has files of, in the order in which they are listed.

    `paths` are its files and `folders` the names at its top, `read` returns a file's text. A platform that several
    others are read by, such as AGENTS.md's, is not told.
    """
    found: dict[str, Detected] = {}
    paths = sorted(paths)
    for one in platforms():
        if (because := _own_place(one, folders, paths)) is not None:
            found[one.id] = Detected(one, because)
    for path in paths:
        for detected in _by_agent_file(path, folders, read):
            found.setdefault(detected.platform.id, detected)
    order = [one.id for one in platforms()]
    return sorted(found.values(), key=lambda one: order.index(one.platform.id))


def _own_place(one: Platform, folders: Collection[str], paths: Collection[str]) -> str | None:
    """Return a folder or file that only this platform has."""
    folder = (one.agent_files.path or "").partition("/")[0]
    if folder and folder not in _SHARED and folder in folders:
        return f"{folder}/"
    shared = sum(other.context_file == one.context_file for other in platforms())
    if one.context_file and shared == 1 and one.agent_files.path and one.context_file in paths:
        return one.context_file
    return None


def _by_agent_file(path: str, folders: Collection[str], read: Callable[[str], str]) -> Iterator[Detected]:
    """Yield the platform of an agent's file; where several read it, the likelier one, as unsure."""
    if not path.endswith((".md", ".toml")) or PurePosixPath(path).name == "AGENTS.md":
        return
    readers = candidates(path)
    if not readers:
        return
    sure = platform_of(path, split_front_matter(read(path).split("\n")))
    if sure is not None:
        yield Detected(sure, path)
    elif len(readers) > 1:
        likely = next((one for one in readers if _HINTS.get(one.id) in folders), readers[-1])
        other = next(one for one in readers if one is not likely)
        yield Detected(likely, path, other.id)
