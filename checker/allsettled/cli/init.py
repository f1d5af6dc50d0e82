"""`allsettled init`: the beginning in a repository that has some of these files already."""

import os
from pathlib import Path

import click

from allsettled.cli.hooks_file import FILE_NAME as HOOKS
from allsettled.cli.init_hooks import HARNESSES, harness_hook, pre_commit_hooks
from allsettled.cli.init_next import tell_next
from allsettled.cli.init_regions import add_regions
from allsettled.cli.init_settings import new_settings
from allsettled.cli.init_step import Step
from allsettled.cli.project import find_project
from allsettled.files.write import replace_all
from allsettled.settings.discovery import FILE_NAME


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
        project, text, said = new_settings(Path.cwd())
        steps.append(Step(project.root / FILE_NAME, None, text.encode(), said))
    steps += add_regions(project, regions)
    steps += pre_commit_hooks(project) if hooks else []
    steps += harness_hook(project) if harness else []
    if not dry_run and steps:
        replace_all(
            {step.path: step.after for step in steps},
            root=project.root,
            before={step.path: step.before for step in steps},
        )
    for step in steps:
        click.echo(f"{'would write' if dry_run else 'wrote'} {_shown(step.path)}: {step.said}")
    if not steps:
        click.echo("nothing to write")
    tell_next(project, hooks=hooks)
    return 0


def _shown(path: Path) -> str:
    return os.path.relpath(path)
