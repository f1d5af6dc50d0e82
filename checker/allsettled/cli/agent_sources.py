"""Where the sources of a project's agents are."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from allsettled.errors import UserError
from allsettled.files.walk import find

if TYPE_CHECKING:
    from allsettled.cli.project import Project
    from allsettled.files.place import Found


def sources_folder(project: "Project") -> str:
    """Return the folder of the agents' sources, below the project's folder; it need not be there."""
    return str(project.settings.render.get("agents", "agents")).strip("/")


def source_files(root: str, name: str, exclude: Sequence[str] = ()) -> "Iterator[Found | UserError]":
    """Yield the files in a folder that may be agents' sources, and an error for each that cannot be used."""
    for one in find([os.path.relpath(os.path.join(root, name))], root=root, suffixes=(".md",), exclude=exclude):
        if isinstance(one, UserError) or "/" not in one.relative.removeprefix(f"{name}/"):
            yield one
