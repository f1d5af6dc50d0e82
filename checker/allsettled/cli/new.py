"""`allsettled new`: a document to fill in, by the protocol."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from allsettled.cli.project import Project, find_project
from allsettled.errors import UserError
from allsettled.terminal import safe

_KINDS = ("log", "handoff", "retrospective", "output", "skill")
_HOMES = {
    "log": ".agents/sessions",
    "handoff": ".agents/handoffs",
    "retrospective": ".agents/retrospective",
    "output": ".agents/outputs",
    "skill": ".agents/skills/parallel-dispatch",
}
_NAMES = {
    "log": "{date}-session-{id}-{slug}.md",
    "handoff": "{date}-{id}-{slug}-handoff.md",
    "output": "{date}-{id}-{agent_slug}.output.md",
    "skill": "SKILL.md",
}
_OTHER = "{date}-{id}-{slug}-{kind}.md"


@click.command("new")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("title", nargs=-1)
@click.option("--agent", metavar="NAME", help="Of an output: whose it is.")
@click.option("--tier", metavar="TIER", help="Of an output: the agent's tier.")
@click.option(
    "--plan", "plan_file", metavar="PLAN", help="An output for each task of this plan, where the plan wants it."
)
@click.option(
    "--dispatch", type=click.IntRange(min=1), metavar="N", help="With --plan, only for its dispatch number N."
)
@click.option("--output", metavar="FILE", help="The file to write, or the folder for it, instead of the usual one.")
@click.option("--settings", "settings_file", metavar="FILE", help="Use this settings file.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(kind: str, title: tuple[str, ...], **options: Any) -> int:
    """Write a new document of KIND, open and ready to be filled in, and print its path. Never overwrites.

    An output is what a dispatched agent fills in; a skill tells agents which command to call when. The id of a document
    is the day and eight random digits: two branches never take the same one.

    \b
    Examples:
      allsettled new log "Impact of the new cache"
      allsettled new output "Impact on the design" --agent architect --tier P0
      allsettled new output --plan plan.yaml --dispatch 1
      allsettled new retrospective "Impact of the new cache" --output docs/retro.md
      allsettled new skill

    Exit codes: 0 written, 2 could not.
    """
    text = safe(" ".join(" ".join(title).split()))
    _refuse_contradictions(kind, text, options)
    project = find_project([options["plan_file"] or "."], options["settings_file"])
    if options["plan_file"]:
        from allsettled.cli.planned_outputs import write_outputs

        return write_outputs(project, options, _time())
    from allsettled.files.place import root_for
    from allsettled.files.write import create

    facts = _facts(text, options)
    path = _wanted(options["output"], kind, facts) if options["output"] else _path(project, kind, facts)
    root = root_for(path, project.folder) if options["output"] else project.root
    content = _skill(project, path) if kind == "skill" else _render(project, kind, facts)
    create(path, content.encode(), root=root)
    if options["as_json"]:
        import json

        click.echo(json.dumps({"version": 1, "paths": [str(path)], "path": str(path), "id": facts["id"]}))
    else:
        click.echo(str(path))
    return 0


def _refuse_contradictions(kind: str, title: str, options: Mapping[str, Any]) -> None:
    of_output = [name for name in ("agent", "tier", "plan_file", "dispatch") if options[name] is not None]
    if kind != "output" and of_output:
        given = f"--{of_output[0].partition('_')[0]}"
        raise UserError(f"{given} is for outputs, not for a {kind}", hint="allsettled new output ...")
    if options["plan_file"]:
        for given in ("agent", "tier", "output"):
            if options[given] or title:
                what = f"--{given}" if options[given] else "a title"
                raise UserError(f"--plan goes without {what}: the plan says it", hint="leave one of them out")
    elif options["dispatch"]:
        raise UserError("--dispatch goes with --plan", hint="name the plan: --plan PLAN")
    elif kind == "output" and not (options["agent"] or "").strip():
        raise UserError("whose output is it to be?", hint="name the agent: --agent NAME, or all of a plan: --plan PLAN")
    elif kind not in ("output", "skill") and not title:
        raise UserError(f"the {kind} has no title", hint=f'say what it is for: allsettled new {kind} "TITLE"')


def _time() -> str:
    """Return the time, in UTC; SOURCE_DATE_EPOCH stands for it where it's set, as in other tools."""
    from datetime import UTC, datetime

    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() and len(fixed) < 12 else datetime.now(UTC)
    return f"{now:%Y-%m-%dT%H:%M:%SZ}"


def _facts(title: str, options: Mapping[str, Any]) -> dict[str, str]:
    from secrets import token_hex

    now, agent = _time(), safe(" ".join((options["agent"] or "").split()))
    return {
        "title": title,
        "date": now[:10],
        "id": token_hex(4),
        "slug": _slug(title) or "session",
        "agent": agent,
        "agent_slug": _slug(agent) or "agent",
        "tier": options["tier"] or "",
        "started": now,
    }


def _slug(text: str) -> str:
    """Return a text as part of a file's name: small letters without accents, digits and hyphens."""
    from unicodedata import combining, normalize

    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-")


def _path(project: Project, kind: str, facts: dict[str, str]) -> Path:
    home = _HOMES[kind]
    if kind == "skill" and (project.root / ".claude").is_dir():
        home = home.replace(".agents", ".claude")
    return Path(_shown(project.root / home)) / _name(kind, facts)


def _wanted(output: str, kind: str, facts: dict[str, str]) -> Path:
    """Return the file that the user names, or in a folder that they name the one that has the usual name."""
    path = Path(output)
    return path / _name(kind, facts) if output.endswith(("/", os.sep)) or path.is_dir() else path


def _name(kind: str, facts: dict[str, str]) -> str:
    return _NAMES.get(kind, _OTHER).format(**facts, kind=kind)


def _shown(folder: Path) -> str:
    """Return the folder as it's named from here, if it's below here."""
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _render(project: Project, kind: str, facts: dict[str, str]) -> str:
    from allsettled.render.context import context
    from allsettled.render.environment import render_template
    from allsettled.render.platforms import platform

    if kind == "output":
        from allsettled.cli.planned_outputs import skeleton

        return skeleton(project, facts["agent"], facts["title"], facts["tier"], facts["started"])
    names: dict[str, Any] = context(project.protocol, platform("agents-md"))
    return render_template(f"documents/{kind}.md.j2", {**names, "document": facts}).rstrip("\n") + "\n"


def _skill(project: Project, path: Path) -> str:
    """Return the skill, with the commands in a region that `render` keeps up to date."""
    from allsettled.cli.rendering import set_up
    from allsettled.render.environment import render_template
    from allsettled.render.insert import insert

    text = render_template("documents/skill.md.j2", {})
    filler = set_up(project).filler
    fresh = filler.text(filler.asked("commands", {}, path.as_posix(), text.split("\n")))
    edit = insert(text, "commands", fresh)
    return text[: edit.start] + edit.text + text[edit.end :]
