"""The project that a command works on: its folder and its settings."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from allsettled.errors import UserError
from allsettled.files.read import read_text
from allsettled.rules import RULES
from allsettled.settings import Settings, above, nearest, read

if TYPE_CHECKING:
    from pathlib import Path

    from allsettled.protocol.value import Protocol


class Project(NamedTuple):
    """A project's folder (absolute) and what it wants."""

    folder: str
    settings: Settings

    @property
    def root(self) -> "Path":
        """Return the folder as a path."""
        from pathlib import Path  # not for a check, which needs the text only

        return Path(self.folder)

    @property
    def protocol(self) -> "Protocol":
        """Return the protocol that the settings make."""
        if not self.settings.protocol:
            from allsettled.protocol.value import BUILT_IN

            return BUILT_IN
        from allsettled.protocol.extending import extend

        return extend(self.settings.protocol)


def find_project(arguments: Sequence[str], settings_file: str | None = None) -> Project:
    """Return the project of the folder that all arguments are in, or of the current folder.

    The root is the settings file's folder, or else the repository's, or else the current folder. Raises UserError
    for settings that can't be used.
    """
    if settings_file is not None:
        root = os.path.dirname(os.path.abspath(settings_file))
        settings = read(read_text(settings_file, root=root).text, settings_file, RULES.by_name)
        if settings is None:
            raise UserError("there's no [tool.allsettled] in it", path=settings_file, hint="name another settings file")
        return Project(root, settings)
    settings = nearest(_common(arguments), _text_if_there, _is_top, RULES.by_name)
    if settings.path:
        return Project(os.path.dirname(settings.path), settings)
    here = os.getcwd()
    return Project(next((each for each in above(here) if _is_top(each)), here), settings)


def _common(arguments: Sequence[str]) -> str:
    """Return the folder that all arguments are in, whatever their order; none stands for the current folder."""
    places = [os.path.abspath(argument) for argument in arguments if argument != "-"] or [os.getcwd()]
    folders = sorted({place if os.path.isdir(place) else os.path.dirname(place) for place in places})
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on several drives
        return folders[0]


def _is_top(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def _text_if_there(path: str) -> str | None:
    if not os.path.isfile(path):
        return None
    return read_text(path, root=os.path.dirname(path)).text
