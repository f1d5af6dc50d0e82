"""`allsettled eject`: a region or a rendered file, made the user's own again."""

import click

from allsettled.cli.one_file import open_one
from allsettled.cli.project import Project, find_project
from allsettled.cli.rendering import set_up
from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.render.eject import eject
from allsettled.render.file_stamp import read_whole
from allsettled.render.routing import style_of


@click.command("eject")
@click.argument("path")
@click.option(
    "--id", "id_", metavar="ID", help="The region. Without it: the stamp of a file that is rendered as a whole."
)
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(path: str, id_: str | None, settings_file: str | None) -> int:
    """Take the markers and the stamp of a region out of the file PATH, and leave its text, edited or not.

    \b
    Examples:
      allsettled eject orchestrator.md --id parallel-dispatch
      allsettled eject .claude/agents/qa.md

    Exit codes: 0 written, 2 there is no such region, or another error.
    """
    project = find_project((path,), settings_file)
    file = open_one(project, path)
    text, style = file.source.text, style_of(file.found.path)
    if id_ is None:
        whole = read_whole(text, style)
        if whole is None:
            raise UserError("this file is not rendered as a whole", path=path, hint="name a region of it: --id ID")
        edits = [Edit(0, len(text), whole.text)]
    else:
        try:
            edits = [eject(text, id_, style)]
        except UserError as error:
            raise UserError(error.message, path=file.found.path, span=error.span, hint=error.hint) from error
    file.save(edits)
    if id_ is None and (source := _source(project, file.found.relative)):
        name = file.found.path
        hint = f"keep the text: `allsettled render --accept {name}`; or take the source, or its platform, away"
        click.echo(f"{name}: the stamp is gone, but {source} is still to be rendered here\nhelp: {hint}", err=True)
        return 0
    what = "the file" if id_ is None else f'the text of the region "{id_}"'
    click.echo(f"{file.found.path}: {what} is yours now; it is not rendered any more", err=True)
    return 0


def _source(project: Project, path: str) -> str:
    """Return what is rendered to a path of the project; nothing if nothing is, or if that can't be told."""
    try:
        target = set_up(project).targets.get(path)
    except UserError:
        return ""
    return target.source.path if target else ""
