"""`allsettled new`: a document to fill in, by the protocol."""

import re
from pathlib import Path
from typing import Any

import click

from allsettled.cli.project import Project, find_project

_KINDS = ("log", "handoff", "retrospective")
_HOMES = {"log": ".agents/sessions", "handoff": ".agents/handoffs", "retrospective": ".agents/retrospective"}
_NAMES = {"log": "{date}-session-{id}-{slug}.md", "handoff": "{date}-{id}-{slug}-handoff.md"}
_OTHER = "{date}-{id}-{slug}-{kind}.md"


@click.command("new")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("title", nargs=-1, required=True)
@click.option("--output", metavar="FILE", help="Where to write it, instead of a new name in the usual folder.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--json", "as_json", is_flag=True, help="Print path and id as JSON.")
def command(kind: str, title: tuple[str, ...], output: str | None, settings_file: str | None, as_json: bool) -> int:
    """Write a new document of KIND, open and ready to be filled in, and print its path. Never overwrites.

    Its id is the day and eight random digits: two branches never take the same one.

    \b
    Examples:
      allsettled new log "Impact of the new cache"
      allsettled new retrospective "Impact of the new cache" --output docs/retro.md
    """
    from allsettled.files.write import create

    project = find_project((".",), settings_file)
    text = " ".join(" ".join(title).split())
    facts = _facts(text)
    path = Path(output) if output else _path(project, kind, facts)
    root = path.absolute().parent if output else project.root
    create(path, _render(project, kind, facts).encode(), root=root)
    if as_json:
        import json

        click.echo(json.dumps({"version": 1, "path": str(path), "id": facts["id"]}))
    else:
        click.echo(str(path))
    return 0


def _facts(title: str) -> dict[str, str]:
    from datetime import UTC, datetime
    from secrets import token_hex

    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:48].strip("-") or "session"
    return {"title": title, "date": f"{datetime.now(UTC):%Y-%m-%d}", "id": token_hex(4), "slug": slug}


def _path(project: Project, kind: str, facts: dict[str, str]) -> Path:
    name = _NAMES.get(kind, _OTHER).format(**facts, kind=kind)
    return Path(_shown(project, project.root / _HOMES[kind])) / name


def _shown(project: Project, folder: Path) -> str:
    """Return the folder as it's named from here, if it's below here."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _render(project: Project, kind: str, facts: dict[str, str]) -> str:
    from allsettled.render.context import context
    from allsettled.render.environment import render_template
    from allsettled.render.platforms import platform

    names: dict[str, Any] = context(project.protocol, platform("agents-md"))
    return render_template(f"documents/{kind}.md.j2", {**names, "document": facts}).rstrip("\n") + "\n"
