"""What to do after `init`: commands that fit this repository."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click

from allsettled.cli.hooks_file import FILE_NAME as HOOKS
from allsettled.cli.hooks_file import indented, our_hooks
from allsettled.cli.project import Project
from allsettled.cli.rendering import is_there
from allsettled.errors import UserError
from allsettled.files.walk import find, read_found
from allsettled.kinds import GLOBS, Kind, kind_by_path
from allsettled.render.platforms import candidates

_SECTIONS = {Kind.ORCHESTRATOR: "parallel-dispatch", Kind.SYSTEM: "parallel-execution"}
_MOST = 4


class _Here(NamedTuple):
    """What is in this folder: `lacking` are prompts without a section of ours, each with the id of the one that fits.

    Where files of agents are rendered, their sources are meant.
    """

    files: bool
    region: bool
    lacking: tuple[tuple[str, str], ...]


def tell_next(project: Project, *, hooks: bool) -> None:
    """Print the commands that come next; `hooks` says whether the hooks were asked for."""
    table: Mapping[str, object] = project.settings.render
    here = _here(project)
    click.echo("\nnext:")
    if table.get("platforms"):
        _tell("render", "write the platforms' files of agents")
    for path, id_ in here.lacking[:_MOST]:
        _tell(f"adopt {path} --id {id_} --append", "add the section")
    if not here.lacking and not here.region:
        _tell("adopt FILE --id parallel-dispatch --append", "add the section to an orchestrator's prompt")
    if here.files:
        _tell("check .", "check the logs and prompts that are here")
        _tell("check --write-baseline .allsettled-baseline.json .", "leave alone what is there today")
    else:
        _tell('new log "What it is for"', "begin the log of a session")
        _tell("check .", "check it")
    if not hooks and not is_there(project.root / HOOKS):
        click.echo(f"  paste into {HOOKS} (or: allsettled init --pre-commit):\n\nrepos:")
        click.echo(indented(our_hooks(), "  "), nl=False)


def _tell(command: str, what_for: str) -> None:
    from allsettled.terminal import safe

    click.echo(f"  allsettled {safe(command)}    {what_for}")


def _here(project: Project) -> _Here:
    rendered = bool(project.settings.render.get("platforms"))
    globs = {**GLOBS, **project.settings.kinds}
    files = region = False
    lacking = []
    for one in find([Path.cwd()], root=project.root, exclude=project.settings.exclude):
        if isinstance(one, UserError):
            continue
        files = True
        id_ = _SECTIONS.get(kind_by_path(one.relative, globs) or Kind.DOCUMENT)
        if id_ is None or (rendered and candidates(one.relative)):
            continue
        try:
            text = read_found(one, limit=project.settings.files.max_size).text
        except UserError:
            continue
        if f"allsettled:begin id={id_}" in text:
            region = True
        elif "allsettled:file" not in text:
            lacking.append((os.path.relpath(one.real), id_))
    return _Here(files, region, tuple(lacking))
