"""What the commands that render have in common: the project's templates, variables and agents."""

import os
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from allsettled.cli.agent_sources import source_files, sources_folder
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.read import LIMIT, inside, read_text
from allsettled.files.source import decode
from allsettled.files.walk import read_found
from allsettled.render.agents import AgentSource
from allsettled.render.asking import Wishes
from allsettled.render.filler import DEFAULT_PLATFORM, Filler
from allsettled.render.library import Source, TemplateText
from allsettled.render.names import NAMES
from allsettled.render.outputs import output_pattern, pointer_pattern
from allsettled.render.variables import FILE_NAME, Variable, given, read_pack
from allsettled.span import Span

if TYPE_CHECKING:
    from allsettled.files.place import Found
    from allsettled.render.pack import Target


class Setup(NamedTuple):
    """What a run renders with. `errors` are of the agents' sources: with any, no file of an agent can be trusted."""

    filler: Filler
    sources: tuple[AgentSource, ...]
    targets: "Mapping[str, Target]"  # the files of agents that are rendered, by path
    errors: tuple[UserError, ...]
    notes: tuple[str, ...]  # what is left out, to be told when something is written

    def told_of(self, written: Container[str]) -> tuple[str, ...]:
        """Return what is left out, and what the files of agents that are `written` can't say of their sources."""
        found = [target for path, target in self.targets.items() if path in written]
        if not found:
            return self.notes
        from allsettled.render.pack import pack_losses

        return (*self.notes, *pack_losses(found))


class Agents(NamedTuple):
    """The agents of a folder of sources, what is wrong with some, and what was left out."""

    sources: tuple[AgentSource, ...]
    errors: tuple[UserError, ...]
    notes: tuple[str, ...]


def set_up(project: Project, defined: Sequence[str] = (), changed: Mapping[str, bytes] | None = None) -> Setup:
    """Read the project's templates, packs and agents. `defined` are the values of variables, as `NAME=VALUE`.

    `changed` are sources of agents, by their paths, that are about to be written: what they will hold counts.
    Raises UserError for a templates' folder or a variable that cannot be.
    """
    table = project.settings.render
    folders = [_folder(project, name, number) for number, name in enumerate(table.get("templates", ()))]
    declared: dict[str, Variable] = {}
    for shown, folder in reversed(folders):  # what the first folder declares counts
        path = folder / FILE_NAME
        if path.is_file():
            text = read_text(path, root=folder).text
            declared |= {one.name: one for one in read_pack(text, f"{shown}/{FILE_NAME}", NAMES)}
    chosen = tuple(table.get("platforms", ()))
    sources, errors, notes = _agents(project, changed or {}) if chosen or "agents" in table else Agents((), (), ())
    planned, clashes = _planned(sources, {name: output_pattern(name, table) for name in chosen})
    wishes = Wishes(
        chosen=chosen,
        size=table.get("size", "full"),
        sizes=table.get("sizes", {}),
        pointer=pointer_pattern(table),
        agents=sources,
        declared=declared,
        values=_values(project, declared, table.get("variables", {})),
        defined=_defined(declared, defined),
        homes={one.path: one.platform.id for one in planned},
    )
    default = table.get("platform") or (chosen[0] if len(chosen) == 1 else DEFAULT_PLATFORM)
    filler = Filler(project.protocol, str(default), [_source(*folder) for folder in folders], wishes)
    found = {one.path: one for one in planned}
    return Setup(filler, sources, found, (*errors, *clashes), notes)


def _planned(
    sources: Sequence[AgentSource], outputs: Mapping[str, str | None]
) -> "tuple[list[Target], list[UserError]]":
    """Return the files of agents, and what is wrong with some."""
    if not outputs:
        return [], []
    from allsettled.render.pack import targets

    return targets(sources, outputs)


def settings_span(project: Project, *pointer: str | int) -> Span | None:
    """Return where something stands in the project's settings file."""
    from allsettled.settings.places import nearest_place, places
    from allsettled.settings.reading import PYPROJECT

    path = Path(project.settings.path)
    top = ("tool", "allsettled") if path.name == PYPROJECT else ()
    return nearest_place(places(read_text(path, root=path.parent).text), (*top, *pointer))


def is_there(path: Path) -> bool:
    """Say whether there is anything by that name, be it a link to nothing."""
    return path.is_symlink() or path.exists()


def _folder(project: Project, name: str, number: int) -> tuple[str, Path]:
    """Return a templates' folder as messages name it, and where it is."""
    folder = project.root / name
    problem = ""
    if not folder.is_dir():
        problem = f"there is no folder {name}"
    elif not inside(os.path.realpath(folder), os.path.realpath(project.root)):
        problem = f"the folder {name} leads out of the project's folder"
    if problem:
        span = settings_span(project, "render", "templates", number)
        hint = "name a folder of templates, relative to the settings file"
        raise UserError(problem, path=project.settings.path, span=span, hint=hint)
    return name.rstrip("/"), folder


def _source(shown: str, folder: Path) -> Source:
    def find(name: str) -> TemplateText | None:
        path = folder / name
        if not path.is_file():
            return None
        return TemplateText(read_text(path, root=folder).text, f"{shown}/{name}")

    return find


def _values(project: Project, declared: Mapping[str, Variable], values: Mapping[str, Any]) -> dict[str, Any]:
    made = {}
    for name, value in values.items():
        try:
            made[name] = given(declared, name, value)
        except UserError as error:
            span = settings_span(project, "render", "variables", name)
            raise UserError(error.message, path=project.settings.path, span=span, hint=error.hint) from error
    return made


def _defined(declared: Mapping[str, Variable], pairs: Sequence[str]) -> dict[str, Any]:
    made = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UserError(f"-D {pair}: this gives no value", hint="write -D NAME=VALUE")
        try:
            made[name] = given(declared, name, value)
        except UserError as error:
            raise UserError(f"-D {pair}: {error.message}", hint=error.hint) from error
    return made


def _agents(project: Project, changed: Mapping[str, bytes]) -> Agents:
    """Return the agents of the project's sources."""
    name = sources_folder(project)
    if not (project.root / name).is_dir():
        span = settings_span(project, "render", "agents")
        hint = "write one file an agent there, `NAME.md`, or name the folder under render.agents"
        message = f"there is no folder {name} with the agents' sources"
        return Agents((), (UserError(message, path=project.settings.path, span=span, hint=hint),), ())
    found = read_agents(project.root, name, project.settings.exclude, project.settings.files.max_size, changed)
    if not found.sources and not found.errors:
        hint = "an agent's source begins with front matter: `name` and `description`"
        return found._replace(errors=(UserError("there is no agent in this folder", path=name, hint=hint),))
    return found


def read_agents(
    root: Path,
    name: str,
    exclude: Sequence[str] = (),
    limit: int = LIMIT,
    changed: Mapping[str, bytes] | None = None,
) -> Agents:
    """Return the agents whose sources are in a folder; what has no front matter is none. For `changed` see `set_up`."""
    sources: list[AgentSource] = []
    errors: list[UserError] = []
    plain: list[str] = []
    for one in source_files(os.fspath(root), name, exclude):
        try:
            if isinstance(one, UserError):
                raise one
            new = (changed or {}).get(one.relative)
            source = read_found(one, limit=limit) if new is None else decode(new, one.path)
            _add(source.text, one, sources, errors, plain)
        except UserError as error:
            errors.append(error)
    notes = (f"left out, since they have no front matter: {', '.join(plain)}",) if plain else ()
    return Agents(tuple(sources), tuple(errors), notes)


def _add(text: str, found: "Found", sources: list[AgentSource], errors: list[UserError], plain: list[str]) -> None:
    from allsettled.render.agents_reading import read_agent

    if not text.startswith("---"):
        plain.append(found.relative)
        return
    source, problems = read_agent(text, found.relative)
    if source is not None:
        sources.append(source)
    errors += [UserError(one.message, path=found.path, span=one.span, hint=one.hint) for one in problems]
