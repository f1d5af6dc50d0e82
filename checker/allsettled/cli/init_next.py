"""What to do after `init`: commands that fit this repository."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from allsettled.cli.hooks_file import FILE_NAME as HOOKS
from allsettled.cli.hooks_file import SNIPPET
from allsettled.cli.project import Project
from allsettled.cli.rendering import is_there
from allsettled.errors import UserError
from allsettled.files.walk import find, read_found
from allsettled.kinds import GLOBS, Kind, kind_by_path
from allsettled.render.platforms import candidates

_SECTIONS = {Kind.ORCHESTRATOR: "parallel-dispatch", Kind.SYSTEM: "parallel-execution"}
_MOST = 4


def tell_next(project: Project, *, hooks: bool) -> None:
    """Print the commands that come next; `hooks` says whether the hooks were asked for."""
    table: Mapping[str, object] = project.settings.render
    click.echo("\nnext:")
    if table.get("platforms"):
        _tell("render", "write the platforms' files of agents")
    adoptions = list(_adoptions(project))[:_MOST]
    for path, id_ in adoptions:
        _tell(f"adopt {path} --id {id_} --append", "add the section")
    if not adoptions:
        _tell("adopt FILE --id parallel-dispatch --append", "add the section to an orchestrator's prompt")
    _tell("check .", "check the logs and prompts that are here")
    _tell("check --write-baseline .allsettled-baseline.json .", "leave alone what is there today")
    if not hooks and not is_there(project.root / HOOKS):
        click.echo(f"  paste into {HOOKS} (or: allsettled init --pre-commit):\n\nrepos:")
        click.echo("".join(f"  {line}\n" for line in SNIPPET.splitlines()), nl=False)


def _tell(command: str, what_for: str) -> None:
    from allsettled.terminal import safe

    click.echo(f"  allsettled {safe(command)}    {what_for}")


def _adoptions(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the prompts that have no section of ours yet, and the id of the one that fits.

    Where files of agents are rendered, their sources are meant.
    """
    rendered = bool(project.settings.render.get("platforms"))
    globs = {**GLOBS, **project.settings.kinds}
    for one in find([Path.cwd()], root=project.root, exclude=project.settings.exclude):
        if isinstance(one, UserError):
            continue
        id_ = _SECTIONS.get(kind_by_path(one.relative, globs) or Kind.DOCUMENT)
        if id_ is None or (rendered and candidates(one.relative)):
            continue
        try:
            text = read_found(one, limit=project.settings.files.max_size).text
        except UserError:
            continue
        if f"allsettled:begin id={id_}" not in text and "allsettled:file" not in text:
            yield os.path.relpath(one.real), id_
