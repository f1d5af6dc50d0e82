"""The settings that `init` writes: the platforms and agents that a repository has."""

from collections.abc import Sequence
from pathlib import Path

import click

from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.read import read_text
from allsettled.files.walk import find
from allsettled.render.detecting import Detected, detect
from allsettled.render.outputs import elsewhere, output_pattern
from allsettled.render.platforms import platform
from allsettled.settings.discovery import FILE_NAME

_AGENTS = "agents"
_ANY = "agents-md"  # what is left where there is nothing but a file that many tools read


def new_settings(root: Path) -> tuple[Project, str, str]:
    """Return the project as new settings make it, their text, and what to say of it; say what was found."""
    from allsettled.rules import RULES
    from allsettled.settings import read

    found = _detected(root)
    has_sources = _has_sources(root)
    for one in found:
        also = f"; {one.unsure} reads it too: name that one under render.platforms if it is meant" if one.unsure else ""
        click.echo(f"found {one.platform.title}: {one.because}{also}")
    text = _settings_text([one.platform.id for one in found], has_sources=has_sources)
    settings = read(text, str(root / FILE_NAME), RULES.by_name)
    if settings is None:
        raise UserError("the settings cannot be read back", path=FILE_NAME)
    said = "the platforms and agents of this repository" if has_sources else "the settings of this repository"
    return Project(str(root), settings), text, said


def _detected(root: Path) -> list[Detected]:
    entries = list(root.iterdir())
    folders = {entry.name for entry in entries if entry.is_dir()}
    paths = [one.relative for one in find([root], root=root, suffixes=("",)) if not isinstance(one, UserError)]
    paths += [entry.name for entry in entries if entry.is_symlink() and entry.is_file()]  # CLAUDE.md -> AGENTS.md

    def text(path: str) -> str:
        try:
            return read_text(root / path, root=root).text
        except UserError:
            return ""

    found = detect(paths, folders, text)
    context = platform(_ANY).context_file
    return found if found or context not in paths else [Detected(platform(_ANY), str(context))]


def _has_sources(root: Path) -> bool:
    """Say whether the folder `agents` has agents' sources, and nothing that looks like one and is none."""
    from allsettled.cli.rendering import read_agents

    if not (root / _AGENTS).is_dir():
        return False
    sources, errors, _ = read_agents(root, _AGENTS)
    if sources and errors:
        click.echo(f"note: {_AGENTS}/ has agents' sources, but not all can be read: {errors[0]}", err=True)
    return bool(sources) and not errors


def _settings_text(ids: Sequence[str], *, has_sources: bool) -> str:
    lines = ["# What allsettled does in this repository.", "", "[render]"]
    listed = ", ".join(f'"{id_}"' for id_ in ids)
    if has_sources and ids:
        lines += ["# Each agent's source is written to a file of each of these platforms.", f"platforms = [{listed}]"]
        lines.append(f'agents = "{_AGENTS}"')
        lines += _apart(ids)
    else:
        if ids:
            lines += ["# Regions in files of no platform are written for this one.", f'platform = "{ids[0]}"']
        lines += ["# To write the files of agents from one source each (agents/NAME.md), for these platforms:"]
        lines += [f"# platforms = [{listed or chr(34) + 'claude' + chr(34)}]", f'# agents = "{_AGENTS}"']
    return "\n".join(lines) + "\n"


def _apart(ids: Sequence[str]) -> list[str]:
    """Return the lines that keep platforms apart which read the same files."""
    lines: list[str] = []
    taken: dict[str | None, str] = {None: ""}
    for name in ids:
        pattern = output_pattern(name, {})
        if pattern in taken and pattern is not None:
            moved, place, setting = elsewhere(taken[pattern], name)
            told = f", where its setting {setting} has it look" if setting else ""
            lines += [f"# {taken[pattern]} and {name} read the same files; {moved} gets others{told}."]
            lines += [f'outputs.{moved} = "{place}"']
        taken[pattern] = name
    return lines
