"""What a run renders with, loaded when a file first needs it: most are known to be as they should be."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from allsettled.cli.kept_renders import KeptRenders
from allsettled.cli.render_entries import Outputs, Told
from allsettled.render.place import Choices, Place

if TYPE_CHECKING:
    from allsettled.cli.project import Project
    from allsettled.cli.rendering import Setup
    from allsettled.errors import UserError
    from allsettled.files.source import SourceText
    from allsettled.render.asked import Asked
    from allsettled.render.routing import Router
    from allsettled.render.work import Work


class Renderer:
    """Says what is to be done for the files of a project.

    `defined` are the values of variables, as `NAME=VALUE`. `changed` are sources of agents, by their paths, that are
    about to be written: what they will hold counts. What `kept` has must be made from the same.
    """

    def __init__(
        self,
        project: "Project",
        choices: Choices,
        kept: KeptRenders,
        defined: Sequence[str] = (),
        changed: Mapping[str, bytes] | None = None,
    ) -> None:
        self.project = project
        self.choices = choices
        self.kept = kept
        self.defined = defined
        self.changed = changed
        self.errors: Sequence[UserError] = ()  # of the agents' sources

    @cached_property
    def setup(self) -> "Setup":
        """Return the project's templates, packs and agents. Raises UserError for what cannot be used."""
        from allsettled.cli.rendering import set_up

        setup = set_up(self.project, self.defined, self.changed)
        setup.filler.kept = self.kept
        self.errors = setup.errors
        return setup

    @cached_property
    def router(self) -> "Router":
        """Return what says of single files what is to be done."""
        from allsettled.render.routing import Router

        mode = str(self.project.settings.render.get("mode", "file"))
        return Router(self.setup.filler, self.setup.targets, self.choices, mode)

    @cached_property
    def outputs(self) -> Outputs:
        """Return where the project's agents are rendered to."""
        found = self.kept.outputs()
        if found is None:
            found = Outputs(tuple(self.setup.targets), tuple(self.router.contexts()), tuple(self._folders()))
            if not self.errors:
                self.kept.keep_outputs(found)
        return found

    def known(self, place: Place, raw: bytes, section: "Asked | None") -> Told | None:
        """Return what is known of a file that is as it should be, without reading it as Markdown."""
        told = self.kept.file(place, raw, section)
        if told is None and section is None and "router" in vars(self):
            count = self.router.surely_clean(place, raw)
            if count:
                told = Told(count)
                self.kept.keep_file(place, raw, told)
        return told

    def work(
        self, place: Place, source: "SourceText | None", section: "Asked | None" = None
    ) -> "tuple[Work | None, Told]":
        """Return what is to be done for a file, and what else is to be known of it.

        Raises UserError, with its place, for what cannot be rendered.
        """
        from allsettled.render.work import Work

        router = self.router
        seen = len(router.notes)
        router.filler.pointed.clear()
        made = router.work(place, source) if section is None else router.section(place, source, section)
        work = made if isinstance(made, Work) else None
        stamped = made is not None and work is None
        pointed, notes = dict(router.filler.pointed), tuple(router.notes[seen:])
        return work, Told(work.count if work else 0, stamped, pointed, notes)

    def _folders(self) -> Iterator[str]:
        """Yield the folders in which files of agents may have been written, of platforms that are not chosen too."""
        from allsettled.render.platforms import platforms

        if not self.setup.filler.wishes.chosen:
            return
        patterns = [one.agent_files.path for one in platforms()]
        patterns += list(self.project.settings.render.get("outputs", {}).values())
        for pattern in dict.fromkeys(patterns):
            if folder := (pattern or "").partition("{name}")[0].rpartition("/")[0]:
                yield folder
