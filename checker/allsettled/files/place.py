"""Where a path stands: what to show of it, and the folder that it must not lead out of."""

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.files.read import StrPath, inside, not_regular, outside
from allsettled.files.refusal import refusal

GIT = ".git"


class Found(NamedTuple):
    """A file to look at, or a folder to look through; `path` and `relative` have `/` between their parts."""

    path: str  # as the user named it, or its folder: for messages
    relative: str  # below `root`, links unresolved: what the globs of the settings are matched against
    real: str  # every link resolved
    root: str  # the real path of the folder that no link may leave

    def child(self, name: str) -> "Found":
        """Return the place of something in this folder that is no link."""
        return Found(
            shown(name) if self.path == "." else _below(self.path, name),
            _below(self.relative, name) if self.relative else name,
            os.path.join(self.real, name),
            self.root,
        )

    @property
    def own(self) -> str:
        """Return the path below `root` where the file itself stands, whatever link names it, with `/`."""
        if os.path.join(self.root, self.relative) == self.real:
            return self.relative
        return os.path.relpath(self.real, self.root).replace(os.sep, "/")

    def rank(self) -> tuple[bool, "Found"]:
        """Return what to sort the names of one file by: its own path goes before a link's."""
        return os.path.join(self.root, self.relative.replace("/", os.sep)) != self.real, self


def _below(folder: str, name: str) -> str:
    return folder + name if folder.endswith("/") else f"{folder}/{name}"


def shown(path: str) -> str:
    """Return a path as messages show it: with `/`, and never so that its line reads as a command or an option.

    A line that starts with `::error::` is a command to a CI runner, and `-x.md` is an option to the next program.
    """
    posix = tidy(path).replace(os.sep, "/")
    return posix if posix[0].isalnum() or posix[0] in "._/~" else f"./{posix}"


def tidy(path: str) -> str:
    """Return a path as `PurePath` writes it: without doubled or last separators and dots that stand for nothing."""
    odd = os.sep != "/" or "//" in path or "/./" in path or path.startswith("./") or path.endswith(("/", "/."))
    if not odd and path:
        return path  # as nearly all are: spares the import
    from pathlib import PurePath

    return os.fspath(PurePath(path))


class Root(NamedTuple):
    """The project's folder, as it was named and in reality; both absolute."""

    named: str
    real: str


def project(root: StrPath) -> Root:
    """Return the project's folder; raises UserError if there is none."""
    try:
        return Root(os.path.abspath(root), os.path.realpath(root, strict=True))
    except (OSError, ValueError) as error:
        raise refusal(error, os.fspath(root)) from error


def locate(argument: str, root: Root) -> tuple[Found, bool]:
    """Return the place that an argument names, and whether it is a folder.

    What is in the project's folder `root` must not lead out of it. What is elsewhere has its own root: a folder
    is its own, a file's is the folder it is in. Raises UserError for what is missing, leads out, or is neither.
    """
    if not argument:
        raise UserError("a path is empty", hint="name a file or a folder")
    argument = tidy(argument)  # without a last `/`, which would hide that it is a link
    try:
        real = os.path.realpath(argument, strict=True)
        mode = os.lstat(real).st_mode
    except (OSError, ValueError) as error:
        raise refusal(error, argument) from error
    is_folder = stat.S_ISDIR(mode)
    relative = _in_project(argument, real, root)
    if relative is None:
        found = _elsewhere(argument, real, is_folder)
    else:
        found = Found(shown(argument), relative, real, root.real)
    if os.path.islink(argument) or relative is not None:
        check_link(found)
    if not is_folder and not stat.S_ISREG(mode):
        raise not_regular(mode, found.path)
    return found, is_folder


def _in_project(argument: str, real: str, root: Root) -> str | None:
    """Return the path below the project's folder by which an argument is named, or None if it is elsewhere."""
    named = os.path.abspath(argument)
    if not inside(named, root.named):
        folder, name = os.path.split(named)
        named = os.path.join(os.path.realpath(folder), name)  # another way to the same folder
        if not inside(named, root.real):
            named = real
        if not inside(named, root.real):
            return None
    relative = os.path.relpath(named, root.named if inside(named, root.named) else root.real)
    return "" if relative == "." else relative.replace(os.sep, "/")


def _elsewhere(argument: str, real: str, is_folder: bool) -> Found:
    """Return the place of an argument that is not in the project."""
    if is_folder:
        return Found(shown(argument), "", real, real)
    folder, name = os.path.split(argument)
    return Found(shown(argument), name, real, os.path.realpath(folder))


def root_for(path: StrPath, home: StrPath) -> str:
    """Return the folder that a file which an option names may not lead out of, however its links go.

    That's the project's folder `home`, or else the working folder, if the path lies in it by its name. One that lies in
    neither is the user's own wish: its root is the nearest folder above it that is there.
    Raises UserError for a name that no file can have.
    """
    try:
        whole = os.path.join(os.getcwd(), os.fspath(path))
        by_name = {os.path.realpath(folder) for folder in _above(os.path.normpath(whole))}
        for root in map(os.path.realpath, (home, os.getcwd())):
            if root in by_name:
                return root
        return next(folder for folder in _above(whole) if os.path.isdir(folder))
    except (OSError, ValueError) as error:
        raise refusal(error, os.fspath(path)) from error


def _above(path: str) -> Iterator[str]:
    """Yield the folders that an absolute path names on its way, the nearest first."""
    while (folder := os.path.dirname(path)) != path:
        yield (path := folder)


def check_link(found: Found) -> None:
    """Refuse what leads out of its root, or unseen into a `.git` folder, whose files may hold secrets."""
    if not inside(found.real, found.root):
        raise outside(found.real, found.root, found.path)
    if GIT in found.real[len(found.root) :].split(os.sep) and GIT not in found.relative.split("/"):
        raise UserError(
            f"it leads into a {GIT} folder", path=found.path, hint="remove the link, or leave it out of the check"
        )
