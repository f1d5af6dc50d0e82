"""`allsettled templates`: the templates of regions, what they may use, and what overrides change."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from allsettled.cli.listing import columns
from allsettled.cli.project import Project, find_project
from allsettled.cli.rendering import set_up
from allsettled.errors import UserError
from allsettled.render.asked import SIZES, Asked
from allsettled.render.diff import unified_diff
from allsettled.render.filler import Filler
from allsettled.render.library import BUILT_IN, section_template
from allsettled.render.names import NAMES
from allsettled.render.platforms import IDS

_SUFFIX = ".md.j2"


@click.command("templates")
@click.argument("action", type=click.Choice(["list", "show", "diff"]), default="list")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
@click.option("--rendered", is_flag=True, help="With show: the text that it renders to.")
@click.option("--platform", type=click.Choice(IDS), help="The platform that it is rendered for.")
@click.option("--size", type=click.Choice(SIZES), default="full", help="How much a section says.")
@click.option("-D", "defined", metavar="NAME=VALUE", multiple=True, help="Give a variable a value.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
def command(action: str, name: str | None, **options: Any) -> int:
    """List the templates, show the one called NAME, or show what your own changes in the text of a built-in one.

    NAME is a region's id or a template's path. `show` without a name lists what templates may use.

    \b
    Examples:
      allsettled templates
      allsettled templates show parallel-dispatch
      allsettled templates show parallel-dispatch --rendered --platform codex --size compact
      allsettled templates diff parallel-dispatch

    Exit codes: 0, or 1 if diff finds a difference; 2 there is no such template, or it is wrong.
    """
    _refuse_idle(action, name, options)
    project = find_project((".",), options["settings_file"])
    filler = set_up(project, options["defined"]).filler
    if action == "list":
        return _list(project, filler, as_json=options["as_json"])
    if name is None:
        if action == "diff":
            raise UserError("diff needs the name of a template", hint="list them: allsettled templates")
        rows = [[one, what] for one, what in NAMES.items()]
        rows += [
            [one.name, f"{one.description or 'a variable'} ({one.pack})"] for one in filler.wishes.declared.values()
        ]
        click.echo(columns(rows), nl=False)
        return 0
    asked = _asked(filler, name, options)
    if action == "diff":
        return _diff(filler, asked)
    text = filler.text(asked).body if options["rendered"] else filler.source(asked).text
    click.echo(text, nl=not text.endswith("\n"))
    return 0


def _refuse_idle(action: str, name: str | None, options: dict[str, Any]) -> None:
    """Raise UserError for what the action would take no notice of."""
    if action == "list" and name is not None:
        raise UserError(
            f"list takes no NAME, and {name} is one", hint=f"show that one: allsettled templates show {name}"
        )
    if action != "list" and options["as_json"]:
        raise UserError(f"--json is for the list, and not for {action}", hint="leave --json out")
    if options["rendered"] and (action != "show" or name is None):
        hint = "leave --rendered out, or write: allsettled templates show NAME --rendered"
        raise UserError("--rendered is for show with a NAME", hint=hint)


def _asked(filler: Filler, name: str, options: dict[str, Any]) -> Asked:
    attributes = {"size": options["size"], "platform": options["platform"] or filler.default}
    if "/" in name or name.endswith(".j2"):
        attributes["template"] = name
    return filler.asked(name, attributes, "", ())


def _diff(filler: Filler, asked: Asked) -> int:
    """Show how the text of a template differs from that of the built-in one of its name."""
    own = filler.source(asked)
    if own.path.startswith(BUILT_IN):
        raise UserError(
            f"{own.path} is not overridden", hint="put a template of that name into a folder of render.templates"
        )
    named = asked.template or section_template(asked.id, asked.size)
    if filler.templates.library.find(BUILT_IN + named) is None:
        raise UserError(f"{own.path} overrides no built-in template", hint="list them: allsettled templates")
    before = filler.text(asked._replace(template=BUILT_IN + named)).body
    diff = unified_diff(before, filler.text(asked).body, own.path)
    click.echo(diff, nl=False)
    return int(bool(diff))


def _list(project: Project, filler: Filler, *, as_json: bool) -> int:
    listed = []
    for id_ in dict.fromkeys((*filler.built_in, *_own_sections(project))):
        sizes = [size for size in SIZES if filler.templates.library.find(section_template(id_, size)) is not None]
        name = section_template(id_)
        summary = filler.templates.summary(name)
        path = filler.templates.library.get(name).path
        blocks = filler.templates.blocks(name)
        listed.append({"id": id_, "path": path, "sizes": sizes, "blocks": blocks, "summary": summary})
    variables = [
        {"name": one.name, "type": one.type, "enum": list(one.enum), "default": one.default, "pack": one.pack}
        for one in filler.wishes.declared.values()
    ]
    if as_json:
        click.echo(
            json.dumps({"version": 1, "templates": listed, "variables": variables}, indent=2, ensure_ascii=False)
        )
        return 0
    click.echo(columns([[str(one["id"]), ", ".join(one["sizes"]), str(one["summary"])] for one in listed]), nl=False)
    for one in listed:
        if not str(one["path"]).startswith(BUILT_IN):
            click.echo(f"{one['id']} is your own: {one['path']}")
    if variables:
        click.echo("variables:")
        click.echo(
            columns([[f"  {one['name']}", str(one["type"]), f"{one['default']!r}"] for one in variables]), nl=False
        )
    return 0


def _own_sections(project: Project) -> Iterator[str]:
    """Yield the ids of the sections in the project's own folders."""
    for folder in project.settings.render.get("templates", ()):
        for path in sorted(Path(project.root / folder / "sections").glob(f"*{_SUFFIX}")):
            id_ = path.name.removesuffix(_SUFFIX)
            if "." not in id_:
                yield id_
