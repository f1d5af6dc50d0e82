"""What `init` adds to the files of others: our hooks for pre-commit, and for an agents' harness."""

import click

from allsettled.cli.hooks_file import FILE_NAME, our_hooks, with_hooks
from allsettled.cli.init_step import Step
from allsettled.cli.project import Project
from allsettled.cli.rendering import is_there
from allsettled.errors import UserError
from allsettled.files.read import read_text

HARNESSES = ("claude-code",)
_BOM = b"\xef\xbb\xbf"


def pre_commit_hooks(project: Project) -> list[Step]:
    """Return the step that adds our hooks for pre-commit; none if they are there."""
    path = project.root / FILE_NAME
    source = read_text(path, root=project.root) if is_there(path) else None
    hooks = our_hooks()
    try:
        text = with_hooks(source.text if source else None, hooks)
    except UserError:
        click.echo(f"hooks for {FILE_NAME}:\n\n{hooks}")
        raise
    if text is None:
        click.echo(f"{FILE_NAME} has our hooks already: left alone")
        return []
    return [Step(path, source.raw if source else None, text.encode(), "the hooks")]


def harness_hook(project: Project) -> list[Step]:
    """Return the step that adds our hook to Claude Code's settings of the project; none if it's there."""
    from allsettled.evidence.hooking.installing import PLACE, new_settings, with_hook

    path = project.root / PLACE
    said = "the hook that keeps a journal of agents and writes the session's log"
    if not is_there(path):
        return [Step(path, None, new_settings().encode(), said)]
    source = read_text(path, root=project.root)
    after = _BOM * source.bom + with_hook(source.raw.decode("utf-8-sig")).encode()
    if after == source.raw:
        click.echo(f"{PLACE} has our hook already: left alone")
        return []
    return [Step(path, source.raw, after, said)]
