"""Where a file of a project stands, and what may be wanted of it by name."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a file is: as the user names it, and below the project's folder, with `/`; empty if it is not there.

    `own` is where it stands there itself, if `relative` is a link to it: who reads the file is told by that, so that
    its text does not depend on the name by which it was found.
    """

    path: str
    relative: str
    own: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the names by which it may be chosen."""
        return tuple(dict.fromkeys(path for path in self if path))

    @property
    def home(self) -> str:
        """Return the path that tells which platform reads the file."""
        return self.own or self.relative or self.path


class Choices(NamedTuple):
    """What the user wants of regions and files that are not simply rendered: names are ids of regions, or paths."""

    force: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()
    resolve: bool = False
    exact: bool = False
