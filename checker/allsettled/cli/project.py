"""The project that a command works on: its folder and its settings."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.files.read import read_text
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.rules import RULES
from allsettled.settings import Settings, nearest, read


class Project(NamedTuple):
    """A project's folder (absolute) and what it wants."""

    root: Path
    settings: Settings

    @property
    def protocol(self) -> Protocol:
        """Return the protocol that the settings make."""
        if not self.settings.protocol:
            return BUILT_IN
        from allsettled.protocol.extending import extend

        return extend(self.settings.protocol)


def find_project(arguments: Sequence[str], settings_file: str | None = None) -> Project:
    """Return the project of the first argument, or of the current folder.

    The root is the settings file's folder, or else the repository's, or else the current folder. Raises UserError
    for settings that can't be used.
    """
    if settings_file is not None:
        path = Path(settings_file)
        settings = read(read_text(path, root=path.parent).text, settings_file, RULES.by_name)
        if settings is None:
            raise UserError("there's no [tool.allsettled] in it", path=settings_file, hint="name another settings file")
        return Project(path.absolute().parent, settings)
    start = Path(arguments[0] if arguments and arguments[0] != "-" else ".").absolute()
    folder = start if start.is_dir() else start.parent
    settings = nearest(folder, _text_if_there, _is_top, RULES.by_name)
    if settings.path:
        return Project(Path(settings.path).parent, settings)
    here = Path.cwd()
    return Project(next((each for each in (here, *here.parents) if (each / ".git").exists()), here), settings)


def _is_top(folder: PurePath) -> bool:
    return (Path(folder) / ".git").exists()


def _text_if_there(path: PurePath) -> str | None:
    if not Path(path).is_file():
        return None
    return read_text(path, root=path.parent).text
