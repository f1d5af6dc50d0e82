"""The outputs of a plan's agents, begun beforehand: each agent finds its form where the plan wants its output."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from allsettled.cli.plan_files import STDIN, read_argument
from allsettled.cli.project import Project
from allsettled.errors import UserError
from allsettled.files.presence import is_folder
from allsettled.planning.assessment import assess
from allsettled.planning.paths import read_paths
from allsettled.planning.reading import read_plan
from allsettled.planning.value import Task
from allsettled.protocol.output import SECTIONS
from allsettled.protocol.vocabulary import Status


def write_outputs(project: Project, options: Mapping[str, Any], now: str) -> int:
    """Write an output for each task of a plan, or of one of its dispatches, all or none. What is there stays."""
    from allsettled.files.write import replace_all

    name = options["plan_file"]
    text = read_argument(name, project)
    plan = read_plan(text, "stdin" if name == STDIN else name, project.protocol)
    tasks = list(plan.tasks)
    if (number := options["dispatch"]) is not None:
        order = assess(plan, protocol=project.protocol).order.dispatches
        if number > len(order):
            count = f"{len(order)} dispatch" + "es" * (len(order) != 1)
            raise UserError(
                f"the plan has {count}, and no number {number}", path=name, hint="see: allsettled plan PLAN"
            )
        tasks = [task for task in tasks if task.id in order[number - 1]]
    wanted: dict[Path, bytes] = {}
    left, without = [], []
    for task in tasks:
        where = _place(task, project)
        if where is None:
            without.append(task.id)
        elif os.path.lexists(where):
            left.append(_shown(where))
        else:
            wanted[where] = skeleton(project, task.agent, _title(task, plan.title), task.tier, now).encode()
    replace_all(wanted, root=project.root, before=dict.fromkeys(wanted))
    if options["as_json"]:
        import json

        value = {"version": 1, "paths": [_shown(path) for path in wanted], "left": left, "without": without}
        click.echo(json.dumps(value))
    else:
        for path in wanted:
            click.echo(_shown(path))
        for shown in left:
            click.echo(f"note: {shown} is there, and stays as it is", err=True)
        for task_id in without:
            click.echo(f"note: the plan names no Markdown file for the output of {task_id}", err=True)
    return 0


def skeleton(project: Project, agent: str, title: str, tier: str, started: str) -> str:
    """Return an output that's still to be filled in. Raises UserError for a tier that the protocol doesn't have."""
    from allsettled.protocol.front_matter import write_scalars
    from allsettled.render.environment import render_template
    from allsettled.words import did_you_mean

    tiers = project.protocol.tiers
    if tier and tier not in tiers:
        hint = did_you_mean(tier, tiers) or f"the tiers are {', '.join(tiers)}"
        raise UserError(f'there is no tier "{tier}"', hint=hint)
    head = {"agent": agent, "status": str(Status.RUNNING), "tier": tier, "started": started}
    names = {
        "head": write_scalars(head).rstrip("\n"),
        "agent": agent,
        "title": title,
        "sections": "\n".join(part.blank() for part in SECTIONS).rstrip("\n"),
        "settled": [str(status) for status in Status if status.settled],
    }
    return render_template("documents/output.md.j2", {"document": names}).rstrip("\n") + "\n"


def _title(task: Task, title: str) -> str:
    return f"{task.id} ({title})" if title and task.id != task.agent else title or task.id


def _place(task: Task, project: Project) -> Path | None:
    """Return where a task's output goes: its first path that is a Markdown file, or a folder's new file."""
    for text in task.outputs:
        for path in read_paths(text):
            if path.is_glob or path.root or ".." in path.names:
                continue
            if path.text.lower().endswith((".md", ".markdown")):
                return project.root / path.text
            if path.folder or is_folder(project.root / path.text):
                return project.root / path.text / f"{task.id}.output.md"
    return None


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
