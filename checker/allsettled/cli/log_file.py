"""A session log that a command writes into, in place: read, edited, and replaced only if it's still as it was."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.place import root_for
from allsettled.files.read import read_text
from allsettled.files.source import Edit, SourceText
from allsettled.files.write import replace_all

_ABOUT_A_LOG = {"number": "--record", "keep": "--keep", "force": "--force"}


def refuse_without_log(options: Mapping[str, Any]) -> None:
    """Raise UserError for options that say how to write into a log, where none is named."""
    given = next((name for key, name in _ABOUT_A_LOG.items() if options.get(key)), "")
    if given and not options["log"]:
        hint = f"name the log: --into LOG; or leave {given} out"
        raise UserError(f"{given} says how to write into a log, and none is named", hint=hint)


def read_log(name: str, project: Project) -> SourceText:
    """Return a log's text. Raises UserError if it can't be read, or is JSON, into which nothing is put."""
    if name.lower().endswith(".json"):
        hint = "name a log in Markdown: `allsettled new log` begins one"
        raise UserError("the log is JSON, and nothing can be put into its record", path=name, hint=hint)
    path = Path(name)
    return read_text(path, root=root_for(path, project.folder), limit=project.settings.files.max_size)


def edit_log(name: str, project: Project, edits_of: Callable[[str], Iterable[Edit]]) -> bool:
    """Write into a log what `edits_of` says of its text; return whether that changed anything.

    Every other byte stays. Raises UserError, with the log's path, if it can't be read, edited or written.
    """
    path = Path(name)
    source = read_log(name, project)
    try:
        data = source.edited(edits_of(source.text))
    except UserError as error:
        raise UserError(error.message, path=name, span=error.span, hint=error.hint) from None
    if data == source.raw:
        return False
    replace_all({path: data}, root=root_for(path, project.folder), before={path: source.raw})
    return True
