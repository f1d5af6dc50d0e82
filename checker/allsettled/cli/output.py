"""Files that a command was told to write, wherever the user wants them."""

from pathlib import Path

from allsettled.cli.project import Project
from allsettled.files.place import root_for
from allsettled.files.write import replace_all


def write_file(path: Path, text: str, project: Project) -> None:
    """Write a file that an option names, whole or not at all, and the folders that it needs.

    Raises UserError if it can't be written, or if a link on its way leads out of the project that it's in by its name.
    """
    replace_all({path: text.encode("utf-8")}, root=root_for(path, project.folder))
