"""Which files the arguments of a command mean."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator

from allsettled.errors import UserError
from allsettled.files.ignore import NAME, Levels, ignored, level, levels_above, repository_level
from allsettled.files.patterns import Patterns
from allsettled.files.place import GIT, Found, check_link, locate, project
from allsettled.files.read import LIMIT, StrPath, not_regular, read_regular
from allsettled.files.refusal import refusal
from allsettled.files.source import SourceText, decode

MARKDOWN = (".md", ".markdown")


def read_found(found: Found, *, limit: int = LIMIT) -> SourceText:
    """Return the text of a file that `find` found; raises UserError like `read_text`."""
    return decode(read_raw(found, limit=limit), found.path)


def read_raw(found: Found, *, limit: int = LIMIT) -> bytes:
    """Return the bytes of a file that `find` found; raises UserError like `read_bytes`."""
    return read_regular(found.real, found.path, limit)


def find(
    arguments: Iterable[StrPath],
    *,
    root: StrPath,
    suffixes: Iterable[str] = MARKDOWN,
    exclude: Iterable[str] = (),
    respect_gitignore: bool = True,
) -> Iterator[Found | UserError]:
    """Yield the files that `arguments` name, sorted by path, and an error for each that cannot be used.

    A folder means the files below it with one of the `suffixes` (in any case), except those that its repository
    ignores; links to folders are not entered. A file that is named itself is taken whatever its suffix, and though
    ignored. `exclude`, patterns as in `.gitignore` relative to `root`, holds for all of them. A file that is
    named twice, or by a link too, comes once, by its own path if that is among them.

    `root` is the project's folder. An argument in it must not lead out of it; one elsewhere has its own root: a folder
    is its own, a file's is the folder it is in. The order of the arguments does not matter.
    Raises UserError if there is no such root.
    """
    home = project(root)
    excluded = Patterns(exclude)
    endings = tuple(suffix.lower() for suffix in suffixes)
    files: dict[str, Found] = {}
    errors: list[UserError] = []
    for argument in arguments:
        try:
            place, is_folder = locate(os.fspath(argument), home)
        except UserError as error:
            errors.append(error)
            continue
        if excluded and place.relative and excluded.covers(place.relative, folder=is_folder):
            continue
        found = _below(place, endings, excluded, respect_gitignore) if is_folder else (place,)
        for one in found:
            if isinstance(one, UserError):
                errors.append(one)
            elif one.real not in files or one.rank() < files[one.real].rank():
                files[one.real] = one
    answers: list[Found | UserError] = [*files.values(), *errors]
    yield from sorted(answers, key=_order)


def _order(answer: Found | UserError) -> tuple[list[str], str]:
    return (answer.path or "").split("/"), str(answer)


def _below(
    top: Found, endings: tuple[str, ...], excluded: Patterns, respect_gitignore: bool
) -> Iterator[Found | UserError]:
    """Yield the files below a folder that end in one of `endings` and that nothing leaves out, in no order."""
    levels: Levels = ()
    if respect_gitignore:
        levels, errors = levels_above(top.real, top.root)
        yield from errors
    stack = [(top, levels)]
    while stack:
        folder, levels = stack.pop()
        try:
            with os.scandir(folder.real) as scan:
                entries = list(scan)
            if respect_gitignore:
                levels = _levels_in(folder, levels, {entry.name for entry in entries})
        except OSError as error:
            yield refusal(error, folder.path)
            continue
        except UserError as error:
            yield error
        for entry in entries:
            is_folder = _is_folder(entry)
            if entry.name == GIT or not (is_folder or entry.name.lower().endswith(endings)):
                continue
            found = folder.child(entry.name)
            if excluded and excluded.match(found.relative, folder=is_folder):
                continue
            if levels and ignored(levels, found.real, folder=is_folder):
                continue
            if is_folder:
                stack.append((found, levels))
            elif entry.is_file(follow_symlinks=False):
                yield found
            else:
                yield from _special(found)


def _levels_in(folder: Found, levels: Levels, names: set[str]) -> Levels:
    """Return the levels that hold in a folder; a repository within another one starts anew."""
    if GIT in names:
        levels = repository_level(folder.real)
    if NAME in names:
        file = folder.child(NAME)
        levels += level(file.real, folder.real, file.path)
    return levels


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Say whether to enter it; links to folders, and the junctions of Windows, are not entered."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    return sys.platform != "win32" or os.path.realpath(entry.path) == entry.path


def _special(found: Found) -> Iterator[Found | UserError]:
    """Yield what a link in a folder leads to, if that is a file, or why something is no file."""
    try:
        real = os.path.realpath(found.real, strict=True)
        mode = os.lstat(real).st_mode
        if stat.S_ISDIR(mode):
            return
        found = found._replace(real=real)
        check_link(found)
        if not stat.S_ISREG(mode):
            raise not_regular(mode, found.path)
        yield found
    except OSError as error:
        yield refusal(error, found.path)
    except UserError as error:
        yield error
