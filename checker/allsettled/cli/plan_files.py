"""What a plan speaks of, read from the project: its own text, its prompt files, and which files there are."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.ignore import NAME as IGNORE
from allsettled.files.place import root_for
from allsettled.files.presence import is_folder
from allsettled.files.read import read_text
from allsettled.files.source import decode
from allsettled.files.walk import find
from allsettled.planning.paths import read_paths
from allsettled.planning.value import Plan

STDIN = "-"


class PlanFiles(NamedTuple):
    """The texts of the prompt files that could be read, the project's files, and what couldn't be read."""

    prompts: dict[str, str]
    files: frozenset[str]
    errors: tuple[UserError, ...]


def read_argument(name: str, project: Project, times: int = 1) -> str:
    """Return the text of a file that the command line names, or of standard input for `-`.

    It may have `times` the size that other files may have. Raises UserError if it can't be read.
    """
    limit = times * project.settings.files.max_size
    if name != STDIN:
        return read_text(name, root=root_for(name, project.folder), limit=limit).text
    raw = sys.stdin.buffer.read(limit + 1)
    if len(raw) > limit:
        raise UserError(f"standard input is over the limit of {limit} bytes", hint="name a file in the project")
    return decode(raw, "standard input").text


def read_plan_files(plan: Plan, project: Project) -> PlanFiles:
    """Return what a plan speaks of. What can't be read is told, and is a fault of the plan only if it needs it."""
    prompts: dict[str, str] = {}
    errors: list[UserError] = []
    for name in dict.fromkeys(task.prompt_file for task in plan.tasks if task.prompt_file):
        path = project.root / name
        try:
            prompts[name] = read_text(path, root=project.root, limit=project.settings.files.max_size).text
        except UserError as error:
            if os.path.lexists(path):  # else the verdict says that it isn't there
                errors.append(UserError(error.message, path=name, span=error.span, hint=error.hint))
    files: set[str] = set()
    named = _named(plan)
    unread: dict[str, UserError] = {}  # what lies in a folder that the plan names is listed twice
    for found in _listed(named, project):
        if not isinstance(found, UserError):
            files.add(found)
        elif _concerns(at := _relative(found, project), named):
            unread[at] = UserError(found.message, path=at, span=found.span, hint=found.hint)
    return PlanFiles(prompts, frozenset(files), (*errors, *unread.values()))


def _listed(named: set[str], project: Project) -> Iterator[str | UserError]:
    """Yield the project's files by their paths from its folder, those that git ignores only where the plan names them.

    A link that leads out of the project is a file of it, though nobody may follow it.
    """
    yield from _below(project, project.root, ignored=False)
    for name in sorted(named - {"."}):
        path = project.root / name
        if is_folder(path):
            below = list(_below(project, path, ignored=True))
            yield from below or [name]
        elif os.path.lexists(path):
            yield name


def _below(project: Project, folder: Path, *, ignored: bool) -> Iterator[str | UserError]:
    for one in find([folder], root=project.root, suffixes=("",), respect_gitignore=not ignored):
        if not isinstance(one, UserError):
            yield one.relative
        elif one.path is not None and Path(one.path).is_symlink():
            yield _relative(one, project)
        else:
            yield one


def _named(plan: Plan) -> set[str]:
    """Return the files and folders in the project that a plan names, of a glob the folder that it begins with."""
    named: set[str] = set()
    for task in plan.tasks:
        for text in (*task.inputs, *task.reads, *task.writes, task.prompt_file):
            for path in read_paths(text):
                if path.root == "" and ".." not in path.names:
                    named.add("/".join(path.text.rstrip("/").split("/")[: len(path.prefix)]) or ".")
    return named


def _relative(error: UserError, project: Project) -> str:
    return os.path.relpath(error.path or project.folder, project.folder).replace(os.sep, "/")


def _concerns(path: str, named: set[str]) -> bool:
    """Say whether what can't be read holds, is or lies in what a plan names, or says which files count at all."""
    at = PurePath(path)
    return at.name == IGNORE or any(at.is_relative_to(name) or PurePath(name).is_relative_to(at) for name in named)
