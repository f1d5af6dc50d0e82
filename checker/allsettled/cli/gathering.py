"""The files of a render: those below the paths that were named, and those that the project's agents are written to."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from allsettled.cli.project import Project
from allsettled.cli.rendering import Setup, is_there
from allsettled.errors import UserError
from allsettled.files.patterns import Patterns
from allsettled.files.place import Found, locate, shown
from allsettled.files.place import project as project_root
from allsettled.files.read import inside, read_regular
from allsettled.files.source import SourceText, decode
from allsettled.files.walk import find
from allsettled.finding import Finding
from allsettled.render.file_findings import is_edited, orphan_finding
from allsettled.render.file_stamp import SECTION, FileStamp
from allsettled.render.platforms import platforms
from allsettled.render.routing import MARKDOWN, Place, Router, style_of
from allsettled.render.work import Choices, Work

SUFFIXES = (*MARKDOWN, ".toml", ".yaml", ".yml")


class Orphan(NamedTuple):
    """A file that was rendered once and that nothing renders any more."""

    found: Found
    source: SourceText
    edited: bool
    finding: Finding


@dataclass
class Gathered:
    """What a render has to do. With any of the `errors`, nothing may be written."""

    works: list[Work] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: int = 0
    clean_files: int = 0  # those that are no work, since they surely are as they should be
    clean_regions: int = 0


def gather(
    project: Project, setup: Setup, arguments: Sequence[str], choices: Choices, *, quick: bool = True
) -> Gathered:
    """Look at all files that the arguments mean, and at all that the project's agents are rendered to below them.

    Unless it is to be `quick`, there is a work for every file with a region, be it clean.
    """
    gathering = _Gathering(project, setup, arguments, choices)
    gathering.quick = quick
    gathering.walk()
    gathering.planned()
    gathering.sections()
    gathering.unclaimed()
    made = gathering.made
    made.errors = list({str(error): error for error in (*setup.errors, *made.errors)}.values())
    made.notes = list(dict.fromkeys((*gathering.router.notes, *made.notes)))
    made.works.sort(key=lambda work: work.path.split("/"))
    return made


class _Gathering:
    def __init__(self, project: Project, setup: Setup, arguments: Sequence[str], choices: Choices) -> None:
        self.project = project
        self.setup = setup
        self.arguments = arguments
        self.made = Gathered()
        self.router = Router(setup.filler, setup.targets, choices, str(project.settings.render.get("mode", "file")))
        self.quick = True
        self.root = project_root(project.root)
        self.real = Path(self.root.real)
        self.scope = {os.path.normpath(Path(argument).absolute()) for argument in arguments}
        self.scope |= {os.path.realpath(argument) for argument in arguments}
        self.excluded = Patterns(project.settings.exclude)
        self.found: dict[str, Found] = {}  # the files of the project that were looked at

    def walk(self) -> None:
        """Look at the files below the named paths."""
        self.look_at(self.arguments)

    def look_at(self, arguments: Sequence[str | os.PathLike[str]], *, ignored: bool = False) -> None:
        """Look at the files below some paths, each once; `ignored` are those that git ignores, too."""
        exclude = self.project.settings.exclude
        found = find(
            arguments, root=self.project.root, suffixes=SUFFIXES, exclude=exclude, respect_gitignore=not ignored
        )
        for one in found:
            self.made.seen += not ignored
            if isinstance(one, UserError):
                self.made.errors.append(one)
            elif not (one.root == self.root.real and one.relative in self.found):
                self.attempt(partial(self.file, one))

    def attempt(self, look: Callable[[], None]) -> None:
        try:
            look()
        except UserError as error:
            self.made.errors.append(error)

    def file(self, found: Found) -> None:
        relative = found.relative if found.root == self.root.real else ""
        if relative:
            self.found[relative] = found
        raw = read_regular(found.real, found.path, self.project.settings.files.max_size)
        place = Place(found.path, relative, found.own if relative else "")
        count = self.router.surely_clean(place, raw) if self.quick else 0
        if count:
            self.made.clean_files += 1
            self.made.clean_regions += count
        elif self.router.concerns(relative, raw):
            self.add(self.router.work(place, decode(raw, found.path)), found)

    def planned(self) -> None:
        """Look at the files of agents that the walk did not meet: they are new, or git ignores them."""
        seen = {one.real for one in self.found.values()}
        for path in self.router.planned():
            if path not in self.setup.targets and os.path.realpath(self.real / path) in seen:
                continue  # a link to a file that was looked at
            if path not in self.found and self.in_scope(path):
                self.attempt(partial(self.one, path, self.router.work))

    def sections(self) -> None:
        """Look at the files of the sections that prompts point to."""
        for path, asked in self.setup.filler.pointed.items():
            if self.in_scope(path):
                self.attempt(partial(self.one, path, self.router.section, asked))
            elif not is_there(self.real / path):
                self.made.notes.append(f"a region points to {path}, which is not there yet: run `allsettled render`")

    def one(self, path: str, work: Callable[..., Work | None], *more: object) -> None:
        """Look at one file of the project, which need not be there, and do a work for it."""
        if self.excluded and self.excluded.covers(path):
            self.made.notes.append(f"{path} is not rendered: the settings exclude it")
            return
        found = self.found.get(path) or self.place(path)
        source = None
        if is_there(Path(found.real)):
            raw = read_regular(found.real, found.path, self.project.settings.files.max_size)
            source = decode(raw, found.path)
        self.add(work(Place(found.path, found.relative, found.own), source, *more), found)
        self.found[path] = found

    def place(self, path: str) -> Found:
        """Return the place of a file of the project, be it there or not."""
        named = shown(os.path.relpath(Path(self.root.named) / path))
        if is_there(Path(named)):
            return locate(named, self.root)[0]._replace(relative=path)
        return Found(named, path, str(self.real / path), self.root.real)

    def add(self, work: Work | None, found: Found) -> None:
        if work is not None:
            work.real, work.root = found.real, found.root
            if found.root == self.root.real:
                work.relative, work.own = found.relative, found.own
            self.made.works.append(work)

    def unclaimed(self) -> None:
        """Tell of files with a stamp of ours that nothing renders any more."""
        if self.setup.errors or any(error.path for error in self.made.errors):
            return  # what would claim them may be in what could not be read
        folders = [folder for folder in self.output_folders() if self.in_scope(folder)]
        self.look_at([os.path.relpath(self.project.root / folder) for folder in folders], ignored=True)
        claimed = {work.real for work in self.made.works}  # by another name, perhaps: behind a link
        for relative, (place, source, whole) in self.router.stamped.items():
            if self.found[relative].real in claimed:
                continue
            from_section = isinstance(whole.stamp, FileStamp) and whole.stamp.source.startswith(SECTION)
            if from_section and not self.in_scope(""):
                continue  # a region that points to it may be elsewhere
            edited = is_edited(whole, style_of(relative))
            finding = orphan_finding(whole, place.path, edited=edited)
            self.made.orphans.append(Orphan(self.found[relative], source, edited, finding))

    def output_folders(self) -> Iterator[str]:
        """Yield the folders in which files of agents may have been written, of platforms that are not chosen too."""
        if not self.setup.filler.wishes.chosen:
            return
        patterns = [one.agent_files.path for one in platforms()]
        patterns += list(self.project.settings.render.get("outputs", {}).values())
        for pattern in dict.fromkeys(patterns):
            folder = (pattern or "").partition("{name}")[0].rpartition("/")[0]
            if folder and (self.real / folder).is_dir():
                yield folder

    def in_scope(self, path: str) -> bool:
        """Say whether a path of the project is one that was named, or below one."""
        names = {str(self.real / path), str(Path(self.root.named) / path), os.path.realpath(self.real / path)}
        return any(inside(name, one) for name in names for one in self.scope)
