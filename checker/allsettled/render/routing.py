"""Which way each file of a project goes: rendered as a whole, its regions rendered, or nothing to do with us."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from allsettled.files.source import SourceText
from allsettled.render.asked import Asked
from allsettled.render.budgets import over_budget
from allsettled.render.context_file import REGIONS, context_file
from allsettled.render.file_findings import budget_finding
from allsettled.render.file_stamp import Whole, read_whole
from allsettled.render.filler import Filler
from allsettled.render.homes import context_file_names, readers_of
from allsettled.render.markers import Style
from allsettled.render.place import Choices, Place
from allsettled.render.platforms import Platform, candidates, platform
from allsettled.render.quick import Known
from allsettled.render.regions import AGENT_REGION, Scan, scan
from allsettled.render.states import State
from allsettled.render.work import Work, work_on_file, work_on_regions

if TYPE_CHECKING:
    from allsettled.render.pack import Target

MARKDOWN = (".md", ".markdown", ".mdc")


def style_of(path: str) -> Style:
    """Return how the markers of a file are written, by its name."""
    return Style.MARKDOWN if path.lower().endswith(MARKDOWN) else Style.HASH


class Router:
    """Takes the files of a project one after the other. What it makes is pure: nothing is read or written here."""

    def __init__(self, filler: Filler, targets: "Mapping[str, Target]", choices: Choices, mode: str = "file") -> None:
        self.filler = filler
        self.targets = targets
        self.choices = choices
        self.mode = mode
        self.notes: list[str] = []
        self.known = Known()

    def surely_clean(self, place: Place, raw: bytes) -> int:
        """Return how many regions a file has, if it surely is as it should be; 0 where that takes a closer look."""
        if not self.known or place.relative in self.targets or self.choices.force or self.choices.accept:
            return 0
        home = self._sure_home(place, len(raw))
        return self.known.clean(home, raw) if home else 0

    def _sure_home(self, place: Place, size: int) -> str:
        """Return the platform of a file by its path alone; empty where that does not tell, or a limit may be met."""
        if style_of(place.path) is not Style.MARKDOWN or place.path.rpartition("/")[2] in context_file_names():
            return ""
        readers = candidates(place.home)
        if not readers:
            return self.filler.default
        limits = [limit for limit in readers[0].limits if limit.of == "agent"]
        small = all(size <= limit.most and limit.unit != "lines" for limit in limits)
        return readers[0].id if len(readers) == 1 and small else ""

    def _learn(self, place: Place, work: Work, scanned: Scan) -> None:
        """Note the regions of a file that are clean, to know them again, in the layout that they have here.

        Not where one points to a section: of a file that is told by its bytes it would not be known that it does.
        """
        home = self._sure_home(place, 0) if not self.filler.pointed else ""
        for status in work.statuses:
            region = status.region
            if home and status.state is State.CLEAN:
                tail = scanned.text[region.begin.next : region.end.stop]
                self.known.learn(home, region.id, region.begin.text, tail)

    def contexts(self) -> Iterator[str]:
        """Yield the files that chosen platforms without files of agents read, be they there or not."""
        for name in self.filler.wishes.chosen:
            context = self._context_of(name)
            if context:
                yield context

    def work(self, place: Place, source: SourceText | None) -> Work | Whole | None:
        """Return what is to be done for a file, or for one that isn't there yet (None); None if nothing is.

        A file with a stamp that is no agent's is returned as it is: it is that of a section, or nothing renders it any
        more. Raises UserError, with its place, for what cannot be rendered.
        """
        target = self.targets.get(place.relative) if place.relative else None
        if target is not None:
            return self._target(target, place, source)
        if place.relative and place.home in map(self._context_of, self.filler.wishes.chosen):
            return self._context(place, source)
        if source is None:
            return None
        style = style_of(place.path)
        whole = read_whole(source.text, style)
        if whole is None:
            return self._regions(place, source, source.text, style)
        return whole if place.relative else None

    def section(self, place: Place, source: SourceText | None, asked: Asked) -> Work:
        """Return what is to be done for the file of a section that prompts point to."""
        from allsettled.render.pack import section_file

        fresh = section_file(asked, place.relative, self.filler)
        work = work_on_file(place.paths, source, fresh, self.choices, Style.MARKDOWN)
        if place.relative.endswith("/SKILL.md"):
            self._budget(work, [platform(asked.platform)], fresh.text, "skill", whole=True)
        return work

    def _context_of(self, name: str) -> str | None:
        """Return the file that a chosen platform reads where it has no files of agents."""
        one = platform(name)
        written = any(target.platform.id == name for target in self.targets.values())
        return None if written or one.agent_files.path else one.context_file

    def _target(self, target: "Target", place: Place, source: SourceText | None) -> Work:
        """Render an agent's file as a whole, or only the regions of one that people write in."""
        from allsettled.render.pack import region_file, whole_file

        if source is not None and read_whole(source.text, target.style) is None:
            work = self._regions(place, source, source.text, target.style, target)
            if work is not None:
                return work
        elif source is None and self.mode == "region":
            work = self._regions(place, None, region_file(target), target.style, target)
            if work is not None:
                return work
        fresh = whole_file(target, self.filler)
        work = work_on_file(place.paths, source, fresh, self.choices, target.style)
        self._budget(work, [target.platform], fresh.text, "agent", whole=True)
        return work

    def _context(self, place: Place, source: SourceText | None) -> Work | None:
        """Begin the file of a platform without files of agents; one that is there is the user's."""
        if source is None:
            return self._regions(place, None, context_file(), Style.MARKDOWN)
        work = self._regions(place, source, source.text, Style.MARKDOWN)
        if work is None or not work.names.intersection(REGIONS):
            command = f"allsettled adopt {place.path} --id {REGIONS[0]} --append"
            self.notes.append(f"{place.path} has none of the regions {' and '.join(REGIONS)}: `{command}`")
        return work

    def _regions(
        self, place: Place, source: SourceText | None, text: str, style: Style, target: "Target | None" = None
    ) -> Work | None:
        """Render the regions of a text; None if it has none."""
        scanned = scan(text, style)
        if not scanned.regions and not scanned.faults:
            return None
        ours = [region for region in scanned.regions if target is not None and region.id == AGENT_REGION]
        others = [region for region in scanned.regions if region not in ours]
        fresh = self.filler.fresh(others, place.home, text.split("\n"))
        if target is not None and ours:
            from allsettled.render.pack import agent_region

            fresh[AGENT_REGION] = agent_region(target, self.filler)
        elif target is not None and not scanned.faults:
            self.notes.append(f"{place.path} is written by hand but for its regions; {target.source.path} is not used")
        work = work_on_regions(place.paths, source, scanned, fresh, self.choices)
        if target is None and not scanned.faults:
            self._learn(place, work, scanned)
        readers = [target.platform] if target else readers_of(place.home)
        self._budget(work, readers, work.after.decode() if work.after else text, _kind(place.home))
        return work

    def _budget(self, work: Work, readers: Sequence[Platform], text: str, kind: str, *, whole: bool = False) -> None:
        """Note that a file is too big for all that read it; one that is rendered as a whole is then not written."""
        problems = [over_budget(one, text, kind) for one in readers]
        found = [problem for problem in problems if problem is not None]
        if not found or len(found) < len(problems):
            return
        finding = budget_finding(found[0])
        work.findings.append(finding)
        work.refused = work.refused or (whole and work.after is not None and finding.severity == "error")


def _kind(relative: str) -> str:
    """Return what a file's size is measured as: an agent's prompt, or the rules of a repository."""
    return "agent" if candidates(relative) and not relative.endswith("AGENTS.md") else "context"
