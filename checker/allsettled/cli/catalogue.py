"""The catalogue of agents that a project's settings point to, read from its files."""

from typing import NamedTuple

from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.patterns import Patterns
from allsettled.files.walk import find, read_found
from allsettled.subject.catalogue import names_of

_SUFFIXES = (".md", ".markdown", ".toml")
_WILD = frozenset("*?[\\")


class Catalogue(NamedTuple):
    """The names of the agents, None where the settings name no files of agents; and what couldn't be read."""

    agents: frozenset[str] | None
    errors: tuple[UserError, ...] = ()


def read_catalogue(project: Project) -> Catalogue:
    """Return the names in the files that the settings' `agents` name. Raises UserError if there is no such file."""
    globs = project.settings.agents
    if not globs:
        return Catalogue(None)
    wanted = Patterns(globs)
    names: set[str] = set()
    errors = []
    for folder in _folders(globs):
        if folder and not (project.root / folder).is_dir():
            continue
        # A folder that is named is looked through whatever git ignores: its files may be rendered ones.
        for one in find([project.root / folder], root=project.root, suffixes=_SUFFIXES, respect_gitignore=not folder):
            if isinstance(one, UserError):
                errors.append(one)
            elif wanted.covers(one.relative):
                names |= names_of(one.relative, "")
                try:
                    names |= names_of(one.relative, read_found(one, limit=project.settings.files.max_size).text)
                except UserError as error:
                    errors.append(error)
    if not names and not errors:
        raise UserError(
            f'no file is named by "agents" of the settings: {", ".join(globs)}',
            path=project.settings.path or None,
            hint="correct the globs, or take them out: without them no name is checked",
        )
    return Catalogue(frozenset(names), tuple(errors))


def _folders(globs: tuple[str, ...]) -> list[str]:
    """Return the folders in which files that the globs name can be; an empty text is the project's own."""
    found = sorted({_folder(glob) for glob in globs if not glob.startswith("!")})
    return [one for one in found if not any(one != other and _inside(one, other) for other in found)]


def _folder(glob: str) -> str:
    """Return the part of a glob that is a folder's plain name: of `a/b/*.md` that's `a/b`."""
    if "/" not in glob.rstrip("/"):
        return ""  # at any depth
    parts = glob.strip("/").split("/")[:-1]
    wild = next((number for number, part in enumerate(parts) if _WILD & set(part)), len(parts))
    return "/".join(parts[:wild])


def _inside(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
