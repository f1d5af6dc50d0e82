"""`allsettled init`: the beginning in a repository that has some of these files already."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from allsettled.cli.hooks_file import FILE_NAME as HOOKS
from allsettled.cli.hooks_file import SNIPPET
from allsettled.cli.init_hooks import HARNESSES, Step, harness_hook, pre_commit_hooks
from allsettled.cli.one_file import OneFile, open_one
from allsettled.cli.project import Project, find_project
from allsettled.cli.rendering import is_there, set_up
from allsettled.errors import UserError
from allsettled.files.read import read_text
from allsettled.files.walk import find
from allsettled.files.write import replace_all
from allsettled.render.adopt import adopt
from allsettled.render.detecting import Detected, detect
from allsettled.render.filler import Filler
from allsettled.render.insert import insert
from allsettled.render.lines import tidy
from allsettled.render.outline import outline
from allsettled.render.platforms.outputs import elsewhere, output_pattern
from allsettled.render.regions import sound_scan
from allsettled.render.routing import style_of
from allsettled.settings.discovery import FILE_NAME

_AGENTS = "agents"


@click.command("init")
@click.option("--region", "regions", metavar="FILE:ID", multiple=True, help="Add a region of that id to a file.")
@click.option("--pre-commit", "hooks", is_flag=True, help=f"Write the hooks into {HOOKS}, instead of printing them.")
@click.option(
    "--hook", "harness", type=click.Choice(HARNESSES), help="Have the harness keep a journal and write the log."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(regions: tuple[str, ...], hooks: bool, harness: str | None, dry_run: bool) -> int:
    """Begin in this folder: find the platforms and agents that are here, and write allsettled.toml.

    Nothing is asked, and nothing that is there is overwritten. Regions are added only where --region says so. What is
    done already is left alone: to run it twice does no harm.

    \b
    Examples:
      allsettled init --dry-run
      allsettled init --region .claude/agents/orchestrator.md:parallel-dispatch
      allsettled init --pre-commit
      allsettled init --hook claude-code

    Exit codes: 0 written, or nothing to write; 2 something could not be.
    """
    project = find_project((".",))
    steps: list[Step] = []
    if project.settings.path:
        click.echo(f"{_shown(Path(project.settings.path))} is there already: left alone")
    else:
        project, step = _settings(Path.cwd())
        steps.append(step)
    steps += _regions(project, regions)
    steps += pre_commit_hooks(project) if hooks else []
    steps += harness_hook(project) if harness else []
    for step in steps:
        click.echo(f"{'would write' if dry_run else 'wrote'} {_shown(step.path)}: {step.said}")
    if not dry_run and steps:
        replace_all(
            {step.path: step.after for step in steps},
            root=project.root,
            before={step.path: step.before for step in steps},
        )
    if not steps:
        click.echo("nothing to write")
    _next(project, hooks)
    return 0


def _settings(root: Path) -> tuple[Project, Step]:
    """Return the project as the new settings make it, and the step that writes them."""
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
    return Project(str(root), settings), Step(root / FILE_NAME, None, text.encode(), said)


def _detected(root: Path) -> list[Detected]:
    folders = {entry.name for entry in root.iterdir() if entry.is_dir()}
    paths = [one.relative for one in find([root], root=root, suffixes=("",)) if not isinstance(one, UserError)]

    def text(path: str) -> str:
        try:
            return read_text(root / path, root=root).text
        except UserError:
            return ""

    return detect(paths, folders, text)


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


def _regions(project: Project, wanted: Sequence[str]) -> list[Step]:
    filler = set_up(project).filler if wanted else None
    files: dict[str, OneFile] = {}
    texts: dict[str, list[str]] = {}
    for one in wanted:
        name, colon, id_ = one.rpartition(":")
        if not colon or not name or not id_:
            raise UserError(f"--region {one}: this names no file and region", hint="write --region FILE:ID")
        if name in texts or filler is None:
            raise UserError(f"--region {name} is named twice", hint="add one region to a file at a time")
        files[name] = open_one(project, name)
        texts[name] = [id_]
    steps = []
    for name, file in files.items():
        after = _with_region(file, texts[name][0], filler) if filler else None
        if after is None:
            click.echo(f'{name} has the region "{texts[name][0]}" already: left alone')
        else:
            steps.append(Step(Path(file.found.real), file.source.raw, after, f'the region "{texts[name][0]}"'))
    return steps


def _with_region(file: OneFile, id_: str, filler: Filler) -> bytes | None:
    """Return a file's bytes with a region in it; None if it has it already."""
    text, path = file.source.text, file.found.path
    style = style_of(path)
    try:
        if any(region.id == id_ for region in sound_scan(text, style).regions):
            return None
        fresh = filler.text(filler.asked(id_, {}, file.found.relative, text.split("\n")))
        own = outline(tidy(fresh.body))
        if own and any((one.level, one.title) == (own[0].level, own[0].title) for one in outline(text)):
            adopted = adopt(text, id_, fresh, path=path)
            if adopted.edit is None:
                message = f'its section "{own[0].title}" says something else than the region "{id_}" would'
                raise UserError(message, hint=f"see the difference: allsettled adopt {path} --id {id_}")
            return file.source.edited([adopted.edit])
        return file.source.edited([insert(text, id_, fresh, style=style)])
    except UserError as error:
        raise UserError(error.message, path=path, span=error.span, hint=error.hint) from error


def _next(project: Project, hooks: bool) -> None:
    table: Mapping[str, object] = project.settings.render
    click.echo("\nnext:")
    if table.get("platforms"):
        click.echo("  allsettled render                 write the platforms' files of agents")
    click.echo("  allsettled adopt FILE --id parallel-dispatch --append    add the section to an orchestrator's prompt")
    click.echo("  allsettled check .                check the logs and prompts that are here")
    click.echo("  allsettled check --write-baseline .allsettled-baseline.json .    leave alone what is there today")
    if not hooks and not is_there(project.root / HOOKS):
        click.echo(f"  paste into {HOOKS} (or: allsettled init --pre-commit):\n\nrepos:")
        click.echo("".join(f"  {line}\n" for line in SNIPPET.splitlines()), nl=False)


def _shown(path: Path) -> str:
    return os.path.relpath(path)
