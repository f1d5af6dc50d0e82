"""The files that agents left: those that are named, those in folders, and those where the plan wanted them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from allsettled.aggregating.reading import Left
from allsettled.aggregating.settling import Expected
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.place import Found
from allsettled.files.presence import is_folder
from allsettled.files.refusal import refusal
from allsettled.files.walk import MARKDOWN, find, read_found
from allsettled.kinds import GLOBS, Kind, kind_by_path
from allsettled.planning.paths import Path as PlanPath
from allsettled.planning.paths import matches, read_paths
from allsettled.planning.value import Plan, Task
from allsettled.protocol.vocabulary import Strategy

SUFFIXES = (*MARKDOWN, ".json")


class Gathered(NamedTuple):
    """The files, the paths in folders that were passed over since they're no outputs, and what the plan expects."""

    left: tuple[Left, ...]
    passed: tuple[str, ...]
    expected: tuple[Expected, ...]


def gather(arguments: Sequence[str], plan: Plan | None, project: Project) -> Gathered:
    """Return what agents left at some paths and at the plan's.

    Raises UserError for a folder that isn't there, and for what may not be looked at.
    """
    gatherer = _Gatherer(project)
    for argument in arguments:
        gatherer.add(Path(argument), named=True)
    expected = []
    for task in plan.tasks if plan is not None else ():
        places = [place for text in task.outputs for place in _places(text, project)]
        found = [path for place in places for path in gatherer.add(project.root / place, named=False)]
        expected.append(_expected(task, plan, (*dict.fromkeys(found),) or (*dict.fromkeys(task.outputs),)))
    return Gathered(tuple(gatherer.left.values()), tuple(sorted(gatherer.passed)), _named(expected, plan))


class _Gatherer:
    """Reads each file once, however it was named."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.left: dict[str, Left] = {}
        self.passed: set[str] = set()

    def add(self, path: Path, *, named: bool) -> list[str]:
        """Read a file, or the outputs in a folder; return their paths. A `named` one that isn't there is absent."""
        shown = _relative(path, self.project)
        if is_folder(path):
            return list(self._folder(path))
        there = _is_there(path)
        if not named and not (there and shown.lower().endswith(SUFFIXES)):
            return []
        if not there:
            if not path.suffix:
                raise UserError(
                    "there is no such file or folder", path=path, hint="name an agent's output, or its folder"
                )
            self.left.setdefault(shown, Left(shown, absent=True))
        for found in find([path], root=self.project.root, respect_gitignore=False) if there else ():
            self._read(shown, found)
        return [shown]

    def _folder(self, folder: Path) -> Iterator[str]:
        for found in find([folder], root=self.project.root, suffixes=SUFFIXES, respect_gitignore=False):
            if isinstance(found, UserError) and is_folder(found.path or folder):
                raise found  # who knows whose outputs are in it
            shown = _relative(Path(found.path or folder), self.project)
            if self._read(shown, found, inside=True):
                yield shown

    def _read(self, path: str, found: Found | UserError, *, inside: bool = False) -> bool:
        """Read a file. One in a folder is passed over if it's clearly nothing that an agent was to leave."""
        text, problem = "", None
        try:
            if isinstance(found, UserError):
                raise found
            text = read_found(found, limit=self.project.settings.files.max_size).text
        except UserError as error:
            problem = error
        if inside and problem is None and not _may_be_output(path, text, self.project):
            self.passed.add(path)
            return False
        self.left.setdefault(path, Left(path, text, problem))
        return True


def _is_there(path: Path) -> bool:
    """Say whether anything is at a path. Raises UserError where it can't be told: it may be what an agent left."""
    try:
        os.lstat(path)
    except PermissionError as error:
        raise refusal(error, os.path.relpath(path)) from error
    except (OSError, ValueError):
        return False
    return True


def _may_be_output(path: str, text: str, project: Project) -> bool:
    """Say whether a file in a folder may be an output: it's called like one, or has front matter, or nothing at all."""
    kinds = {
        **project.settings.kinds,
        **{kind: globs for kind, globs in GLOBS.items() if kind not in project.settings.kinds},
    }
    kind = kind_by_path(path, kinds)
    if kind is not None:
        return kind is Kind.OUTPUT
    if path.lower().endswith(".json"):
        return '"agent"' in text and '"status"' in text
    return text.startswith("---") or not text.strip()


def _relative(path: Path, project: Project) -> str:
    """Return a path from the project's folder if it's in there, with `/`."""
    whole = Path(os.path.normpath(path.absolute()))
    for root in (project.root, Path(os.path.realpath(project.root))):
        if whole.is_relative_to(root):
            return whole.relative_to(root).as_posix()
    return path.as_posix()


def _places(text: str, project: Project) -> Iterator[str]:
    """Yield the paths that an output of a plan stands for: itself, or what a glob matches."""
    for path in read_paths(text):
        if not path.is_glob or os.path.lexists(project.root / text):
            yield path.text
        elif path.root == "" and ".." not in path.names:
            yield from _matching(path, project)


def _matching(glob: PlanPath, project: Project) -> Iterator[str]:
    folder = project.root.joinpath(*glob.text.rstrip("/").split("/")[: len(glob.prefix)])
    if is_folder(folder):
        for found in find([folder], root=project.root, suffixes=SUFFIXES, respect_gitignore=False):
            if isinstance(found, Found) and any(matches(glob, path) for path in read_paths(found.relative)):
                yield found.relative


def _expected(task: Task, plan: Plan | None, paths: tuple[str, ...]) -> Expected:
    strategy = task.strategy or (plan.strategy if plan is not None else "")
    return Expected(
        task.agent,
        paths,
        tier=task.tier,
        timebox=task.timebox,
        fallback=task.on_failure,
        voter=strategy in ("", Strategy.VOTE),
    )


def _named(expected: Iterable[Expected], plan: Plan | None) -> tuple[Expected, ...]:
    """Tell tasks of one agent apart: by the number of the ballot if they vote, else by the task."""
    from dataclasses import replace

    named = list(expected)
    agents = [one.agent.casefold() for one in named]
    for number, one in enumerate(named):
        same = [i for i, agent in enumerate(agents) if agent == agents[number]]
        if len(same) > 1 and plan is not None:
            vote = (plan.tasks[number].strategy or plan.strategy) == Strategy.VOTE
            place = same.index(number) + 1
            if vote:
                named[number] = replace(one, note=f"ballot {place}" if place > 1 else "")
            else:
                named[number] = replace(one, called=f"{one.agent}: {plan.tasks[number].id}")
    return tuple(named)
