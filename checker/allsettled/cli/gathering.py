"""The files of a render: those below the paths that were named, and those that the project's agents are written to."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from allsettled.errors import UserError
from allsettled.files.patterns import Patterns
from allsettled.files.place import Found, locate, shown
from allsettled.files.place import project as project_root
from allsettled.files.read import inside, read_regular
from allsettled.files.source import SourceText, decode
from allsettled.files.walk import MARKDOWN, find
from allsettled.finding import Finding
from allsettled.render.place import Place

if TYPE_CHECKING:
    from allsettled.cli.renderer import Renderer
    from allsettled.render.asked import Asked
    from allsettled.render.work import Work

SUFFIXES = (*MARKDOWN, ".mdc", ".toml", ".yaml", ".yml")
_SIGN = b"allsettled:"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Orphan(NamedTuple):
    """A file that was rendered once and that nothing renders any more."""

    found: Found
    source: SourceText
    edited: bool
    finding: Finding


class Gathered:
    """What a render has to do. With any of the `errors`, nothing may be written."""

    def __init__(self) -> None:
        self.works: list[Work] = []
        self.orphans: list[Orphan] = []
        self.errors: list[UserError] = []
        self.notes: list[str] = []
        self.seen = 0
        self.clean: list[str] = []  # the files that are no work, since they surely are as they should be
        self.clean_regions = 0


def gather(renderer: "Renderer", arguments: Sequence[str], *, quick: bool = True) -> Gathered:
    """Look at all files that the arguments mean, and at all that the project's agents are rendered to below them.

    Unless it is to be `quick`, there is a work for every file with a region, be it clean. Raises UserError for
    templates, packs or values of variables that cannot be used.
    """
    gathering = _Gathering(renderer, arguments, quick=quick)
    gathering.look_at(arguments)
    gathering.planned()
    gathering.sections()
    gathering.unclaimed()
    made = gathering.made
    made.errors = list({str(error): error for error in (*renderer.errors, *made.errors)}.values())
    made.notes = list(dict.fromkeys((*gathering.notes, *made.notes)))
    made.works.sort(key=lambda work: work.path.split("/"))
    return made


class _Gathering:
    def __init__(self, renderer: "Renderer", arguments: Sequence[str], *, quick: bool) -> None:
        self.renderer = renderer
        self.outputs = renderer.outputs  # before any file: what is wrong with the templates is wrong for all
        self.rendered = frozenset((*self.outputs.files, *self.outputs.contexts))
        self.made = Gathered()
        self.quick = quick
        self.settings = renderer.project.settings
        self.root = project_root(renderer.project.folder)
        self.scope = {os.path.abspath(argument) for argument in arguments}
        self.scope |= {os.path.realpath(argument) for argument in arguments}
        self.excluded = Patterns(self.settings.exclude)
        self.found: dict[str, Found] = {}  # the files of the project that were looked at
        self.stamped: dict[str, tuple[Found, bytes]] = {}  # those with a stamp that nothing has claimed yet
        self.claimed: set[str] = set()  # the real paths of those that something has
        self.pointed: dict[str, Asked] = {}  # the files of sections that regions point to
        self.notes: list[str] = []  # of files

    def look_at(self, arguments: Sequence[str], *, ignored: bool = False) -> None:
        """Look at the files below some paths, each once; `ignored` are those that git ignores, too."""
        exclude = self.settings.exclude
        found = find(arguments, root=self.root.named, suffixes=SUFFIXES, exclude=exclude, respect_gitignore=not ignored)
        for one in found:
            self.made.seen += not ignored
            if isinstance(one, UserError):
                self.made.errors.append(one)
            elif not (one.root == self.root.real and one.relative in self.found):
                self.attempt(self.file, one)

    def attempt(self, look: Callable[..., None], *arguments: object) -> None:
        try:
            look(*arguments)
        except UserError as error:
            self.made.errors.append(error)

    def file(self, found: Found) -> None:
        """Look at a file that the walk has met: quickly, for most have nothing of ours."""
        relative = found.relative if found.root == self.root.real else ""
        if relative:
            self.found[relative] = found
        raw = self.read(found)
        if _SIGN in raw or relative in self.rendered or raw.startswith(_UTF_16):
            self.work(found, Place(found.path, relative, found.own if relative else ""), raw)

    def planned(self) -> None:
        """Look at the files of agents that the walk did not meet: they are new, or git ignores them."""
        seen = {one.real for one in self.found.values()} if self.outputs.contexts else set()
        for path in (*self.outputs.files, *self.outputs.contexts):
            if path not in self.outputs.files and os.path.realpath(self.at(path)) in seen:
                continue  # a link to a file that was looked at
            if path not in self.found and self.in_scope(path):
                self.attempt(self.one, path)

    def sections(self) -> None:
        """Look at the files of the sections that prompts point to."""
        for path, asked in self.pointed.items():
            if self.in_scope(path):
                self.attempt(self.one, path, asked)
            elif not os.path.lexists(self.at(path)):
                self.made.notes.append(f"a region points to {path}, which is not there yet: run `allsettled render`")

    def one(self, path: str, section: "Asked | None" = None) -> None:
        """Look at one file of the project, which need not be there: an agent's, or that of a section."""
        if self.excluded and self.excluded.covers(path):
            self.made.notes.append(f"{path} is not rendered: the settings exclude it")
            return
        found = self.found.get(path) or self.place(path)
        raw = self.read(found) if os.path.lexists(found.real) else None
        if section is not None:
            self.stamped.pop(found.relative, None)
        self.work(found, Place(found.path, found.relative, found.own), raw, section)
        self.found[path] = found

    def work(self, found: Found, place: Place, raw: bytes | None, section: "Asked | None" = None) -> None:
        """Do what is to be done for a file, unless it is known to be as it should be."""
        told = self.renderer.known(place, raw, section) if self.quick and raw is not None else None
        work = None
        if told is None:
            work, told = self.renderer.work(place, decode(raw, found.path) if raw is not None else None, section)
            if raw is not None and (work is None or work.clean):
                self.renderer.kept.keep_file(place, raw, told, section)
        self.notes += told.notes
        if work is not None:
            self.add(work, found)
        elif told.regions:
            self.made.clean.append(found.path)
            self.made.clean_regions += told.regions
            self.claimed.add(found.real)
        elif told.stamped and raw is not None:
            self.stamped[place.relative] = found, raw
        self.point(told.pointed, found)

    def add(self, work: "Work", found: Found) -> None:
        self.claimed.add(found.real)
        work.real, work.root = found.real, found.root
        if found.root == self.root.real:
            work.relative, work.own = found.relative, found.own
        self.made.works.append(work)

    def point(self, pointed: "Mapping[str, Asked]", found: Found) -> None:
        """Note the sections that the regions of a file point to. Raises UserError if two want one file for theirs."""
        for path, asked in pointed.items():
            if self.pointed.setdefault(path, asked) != asked:
                raise UserError(
                    f"a region in it points to {path}, which holds another text for another region",
                    path=found.path,
                    hint="tell them apart by {platform} in render.pointer, or render one of them with another `size`",
                )

    def unclaimed(self) -> None:
        """Tell of files with a stamp of ours that nothing renders any more."""
        if self.renderer.errors or any(error.path for error in self.made.errors):
            return  # what would claim them may be in what could not be read
        folders = [folder for folder in self.outputs.folders if os.path.isdir(self.at(folder))]
        self.look_at(
            [os.path.relpath(os.path.join(self.root.named, folder)) for folder in folders if self.in_scope(folder)],
            ignored=True,
        )
        for found, raw in self.stamped.values():
            if found.real not in self.claimed and (orphan := self.orphan(found, decode(raw, found.path))):
                self.made.orphans.append(orphan)

    def orphan(self, found: Found, source: SourceText) -> Orphan | None:
        from allsettled.render.file_findings import is_edited, orphan_finding
        from allsettled.render.file_stamp import SECTION, FileStamp, read_whole
        from allsettled.render.routing import style_of

        style = style_of(found.path)
        whole = read_whole(source.text, style)
        if whole is None:
            return None
        from_section = isinstance(whole.stamp, FileStamp) and whole.stamp.source.startswith(SECTION)
        if from_section and not self.in_scope(""):
            return None  # a region that points to it may be elsewhere
        edited = is_edited(whole, style)
        return Orphan(found, source, edited, orphan_finding(whole, found.path, edited=edited))

    def in_scope(self, path: str) -> bool:
        """Say whether a path of the project is one that was named, or below one."""
        at = self.at(path)
        names = {at, os.path.normpath(os.path.join(self.root.named, path)), os.path.realpath(at)}
        return any(inside(name, one) for name in names for one in self.scope)

    def place(self, path: str) -> Found:
        """Return the place of a file of the project, be it there or not."""
        named = shown(os.path.relpath(os.path.join(self.root.named, path)))
        if os.path.lexists(named):
            return locate(named, self.root)[0]._replace(relative=path)
        return Found(named, path, self.at(path), self.root.real)

    def at(self, path: str) -> str:
        """Return where a file of the project is."""
        return os.path.normpath(os.path.join(self.root.real, path))

    def read(self, found: Found) -> bytes:
        return read_regular(found.real, found.path, self.settings.files.max_size)
