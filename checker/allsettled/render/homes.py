"""For which platform a region in a file is rendered, where it does not say so itself."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath

from allsettled.document.front import split_front_matter
from allsettled.errors import UserError
from allsettled.render.platforms import Platform, candidates, platform_of, platforms


class UnclearPlatformError(UserError):
    """Several platforms read a file, and nothing says which is meant; `ids` are theirs."""

    def __init__(self, names: Sequence[Platform]) -> None:
        titles = " and ".join(one.title for one in names)
        self.ids = [one.id for one in names]
        super().__init__(
            f"{titles} both read this file, and each starts agents by a call of its own",
            hint=f"say which is meant: write platform={self.ids[0]} or platform={self.ids[1]} into the begin marker",
        )


def home_of(path: str, lines: Sequence[str], chosen: Collection[str], default: str, known: Mapping[str, str]) -> str:
    """Return the id of the platform of a file, by its path below the project's folder and its front matter.

    `known` are the files of agents that are rendered, with their platforms; `chosen` are the platforms that the
    project renders for, `default` is the platform of files that are no platform's. Raises UnclearPlatformError where
    several platforms read the file and nothing says which is meant: each has calls of its own.
    """
    if path in known:
        return known[path]
    readers = readers_of(path)
    if len(readers) > 1 and (sure := platform_of(path, split_front_matter(lines))) is not None:
        return sure.id
    for some in ([one.id for one in readers], [one.id for one in readers if one.id in chosen]):
        if len(some) == 1:
            return some[0]
    if not readers:
        return default
    if default in [one.id for one in readers]:
        return default
    raise UnclearPlatformError(readers)


def readers_of(path: str) -> tuple[Platform, ...]:
    """Return the platforms that read a file as an agent's, or as the rules of its repository, such as CLAUDE.md."""
    return candidates(path) or _by_context_file(path)


@cache
def context_file_names() -> frozenset[str]:
    """Return the names of the files that platforms read as the rules of a repository."""
    return frozenset(PurePosixPath(one.context_file).name for one in platforms() if one.context_file)


def _by_context_file(path: str) -> tuple[Platform, ...]:
    found: list[Platform] = []
    if path.rpartition("/")[2] not in context_file_names():
        return ()
    parts = PurePosixPath(path).parts
    for one in platforms():
        context = PurePosixPath(one.context_file or "-").parts
        if one.context_file and parts[-len(context) :] == context:
            found.append(one)
    return tuple(found)
