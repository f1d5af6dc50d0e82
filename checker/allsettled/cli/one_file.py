"""The one file that a command changes."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.place import Found, locate
from allsettled.files.place import project as project_root
from allsettled.files.source import Edit, SourceText
from allsettled.files.walk import read_found
from allsettled.files.write import replace_all


class OneFile(NamedTuple):
    """A file and its text as it was read."""

    found: Found
    source: SourceText
    home: str  # the path that tells which platform reads it: below the project's folder, every link resolved

    def save(self, edits: Sequence[Edit]) -> None:
        """Write the file with some of its text replaced. Raises UserError if it cannot be, or has changed meanwhile."""
        path = Path(self.found.real)
        replace_all({path: self.source.edited(edits)}, root=self.found.root, before={path: self.source.raw})


def open_one(project: Project, path: str) -> OneFile:
    """Return the file that a command was given. Raises UserError if there is none, or it is a folder."""
    root = project_root(project.root)
    found, is_folder = locate(path, root)
    if is_folder:
        raise UserError("it is a folder, not a file", path=path, hint="name one file in it")
    home = found.own if found.root == root.real else found.path
    return OneFile(found, read_found(found, limit=project.settings.files.max_size), home)
