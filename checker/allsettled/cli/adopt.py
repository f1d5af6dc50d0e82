"""`allsettled adopt`: a section of a prompt, made a managed region; or a new one, put where it belongs."""

from collections.abc import Mapping
from typing import Any

import click

from allsettled.cli.one_file import OneFile, open_one
from allsettled.cli.project import find_project
from allsettled.cli.rendering import set_up
from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.render.adopt import Unequal, adopt
from allsettled.render.asked import SIZES
from allsettled.render.filler import Filler
from allsettled.render.fresh import Fresh
from allsettled.render.homes import UnclearPlatformError
from allsettled.render.insert import insert
from allsettled.render.lines import tidy
from allsettled.render.outline import outline, plain_title
from allsettled.render.platforms import IDS
from allsettled.render.routing import style_of
from allsettled.render.template_error import TemplateError


@click.command("adopt")
@click.argument("path")
@click.option(
    "--id", "id_", metavar="ID", required=True, help="The region's id; unless --template says so, its template's."
)
@click.option("--heading", metavar="TEXT", help="The section to adopt, by its heading; `## ` in front tells its level.")
@click.option("--below", metavar="TEXT", help="Adopt what stands below that heading; the heading stays as it is.")
@click.option("--replace", is_flag=True, help="If the section says something else, put the rendered text in its place.")
@click.option("--keep", is_flag=True, help="If the section says something else, keep its text and never render it.")
@click.option("--append", is_flag=True, help="Add a new region at the end of the file.")
@click.option("--insert-after", metavar="HEADING", help="Add a new region below that section.")
@click.option("--platform", type=click.Choice(IDS), help="The platform to render for, where the file does not tell.")
@click.option("--size", type=click.Choice(SIZES), help="How much the section says.")
@click.option("--level", type=click.IntRange(1, 6), help="The level of the section's heading.")
@click.option("--template", metavar="NAME", help="The template, if it is not the one of that id.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(path: str, id_: str, **options: Any) -> int:
    """Make a section of the file PATH a managed region. No byte outside of it changes.

    The section is found by its heading. If it says what the region would say, markers are put around it; if it says
    something else, the difference is shown and nothing is written, unless --replace or --keep tells what to do. A
    prompt without such a section gets a new one with --append or --insert-after.

    \b
    Examples:
      allsettled adopt AGENT-SYSTEM.md --id parallel-execution --below "## 6. Parallel execution"
      allsettled adopt orchestrator.md --id parallel-dispatch --insert-after "## Routing"
      allsettled adopt .github/agents/lead.agent.md --id parallel-dispatch --append --platform vscode

    Exit codes: 0 written, 1 the section says something else, 2 there is no such section, or another error.
    """
    _refuse_contradictions(options)
    project = find_project((path,), options["settings_file"])
    file = open_one(project, path)
    filler = set_up(project).filler
    attributes = {name: str(options[name]) for name in ("template", "platform", "size", "level") if options[name]}
    adds = options["append"] or options["insert_after"] is not None
    heading = options["below"] or options["heading"]
    level = None if options["level"] else _level(file.source.text, options["insert_after"] or heading)
    if level is not None and options["below"]:
        level = min(level + 1, 6)
    try:
        fresh, attributes = _fresh(filler, id_, attributes, file, level)
        if adds:
            edit = insert(
                file.source.text,
                id_,
                fresh,
                after=options["insert_after"],
                attributes=attributes,
                style=style_of(file.found.path),
            )
            return _save(file, edit, id_)
        how = Unequal.REPLACE if options["replace"] else Unequal.KEEP if options["keep"] else Unequal.REFUSE
        adopted = adopt(
            file.source.text,
            id_,
            fresh,
            path=file.found.path,
            heading=heading,
            below=options["below"] is not None,
            attributes=attributes,
            unequal=how,
        )
    except ValueError as error:
        raise UserError(str(error), path=file.found.path, hint="use letters, digits and _ . / @ : -") from error
    except UserError as error:
        raise _at(error, file) from error
    if adopted.edit is None:
        _show(adopted.diff)
        message = f'the section says something else than "{id_}" does: nothing was written'
        click.echo(f"{file.found.path}: {message}", err=True)
        click.echo("help: take the rendered text: --replace; or keep the section's: --keep", err=True)
        return 1
    return _save(file, adopted.edit, id_)


def _refuse_contradictions(options: Mapping[str, Any]) -> None:
    for one, other in (
        ("replace", "keep"),
        ("append", "insert_after"),
        ("append", "heading"),
        ("append", "below"),
        ("heading", "below"),
        ("insert_after", "below"),
        ("insert_after", "heading"),
    ):
        if options[one] and options[other]:
            names = " and ".join(f"--{name.replace('_', '-')}" for name in (one, other))
            raise UserError(f"{names} contradict each other", hint="choose one")


def _level(text: str, heading: str | None) -> int | None:
    """Return the level of the section that a heading names, if there is just one."""
    if heading is None:
        return None
    signs = len(heading.strip()) - len(heading.strip().lstrip("#"))
    title = plain_title(heading)
    levels = {one.level for one in outline(text) if one.title == title and signs in (0, one.level)}
    return levels.pop() if len(levels) == 1 else None


def _fresh(
    filler: Filler, id_: str, attributes: dict[str, str], file: OneFile, level: int | None
) -> tuple[Fresh, dict[str, str]]:
    """Return the region's text, its heading on the level of the section beside it, and the attributes for that."""
    lines = file.source.text.split("\n")
    fresh = filler.text(filler.asked(id_, attributes, file.home, lines))
    sections = outline(tidy(fresh.body))
    if level is not None and sections and sections[0].level != level:
        attributes = {**attributes, "level": str(level)}
        fresh = filler.text(filler.asked(id_, attributes, file.home, lines))
    return fresh, attributes


def _at(error: UserError, file: OneFile) -> UserError:
    """Return the error at its place in the file."""
    if isinstance(error, UnclearPlatformError):
        wanted = " or ".join(f"--platform {id_}" for id_ in error.ids)
        return UserError(error.message, path=file.found.path, hint=f"say which is meant: {wanted}")
    told = error.told() if isinstance(error, TemplateError) else error.message
    return UserError(told, path=file.found.path, span=error.span if told == error.message else None, hint=error.hint)


def _show(diff: str) -> None:
    from allsettled.terminal import safe

    click.echo("".join(safe(line) + "\n" for line in diff.splitlines()), nl=False)


def _save(file: OneFile, edit: Edit, id_: str) -> int:
    file.save([edit])
    click.echo(
        f'{file.found.path}: the region "{id_}" is managed now; `allsettled render` keeps it up to date', err=True
    )
    return 0
