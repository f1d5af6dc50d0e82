"""A plan's dispatches as the calls of a platform: its own tool and arguments, with the plan's own prompts in them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from allsettled.errors import UserError
from allsettled.planning.assessment import Assessment
from allsettled.planning.value import Plan, Task
from allsettled.render.environment import LIMIT, Templates
from allsettled.render.filters import fence
from allsettled.render.mechanics import mechanics
from allsettled.render.platforms.model import Call, Platform
from allsettled.terminal import safe

_TEMPLATE = "documents/dispatch.md.j2"
_MOST = LIMIT - 8192  # characters of a dispatch's prompts; the rest is for what stands around them


class Start(NamedTuple):
    """How one agent of a dispatch is started. `tool` is empty where the platform's agents are started in prose.

    `arguments` go into the call. A `prompt` stands apart where it isn't known which argument takes it; else it's empty.
    """

    task: str
    agent: str
    tool: str
    arguments: Mapping[str, str]
    prompt: str = ""

    @property
    def text(self) -> str:
        """Return the call on one line, or an empty text where its form isn't known.

        Arguments are as JSON writes a text: no prompt can end its call, or begin another.
        """
        told = ", ".join(f"{name}={quoted(value)}" for name, value in self.arguments.items())
        return f"{self.tool}({told})" if self.tool and not self.prompt else ""


class Dispatch(NamedTuple):
    """One message of the orchestrator: `number` of `of`, the tiers in it, and the agents that it starts."""

    number: int
    of: int
    tier: str
    starts: tuple[Start, ...]


def dispatches(assessment: Assessment, platform: Platform, prompt_files: Mapping[str, str]) -> tuple[Dispatch, ...]:
    """Return the dispatches of a plan's order. `prompt_files` has the texts of prompt files, by their paths."""
    tasks = {task.id: task for task in assessment.plan.tasks}
    order = assessment.order.dispatches
    return tuple(
        Dispatch(
            number,
            len(order),
            "/".join(dict.fromkeys(tasks[id_].tier for id_ in ids if tasks[id_].tier)),
            tuple(_start(tasks[id_], platform.dispatch.call(), prompt_files) for id_ in ids),
        )
        for number, ids in enumerate(order, start=1)
    )


def capped(plan: Plan, most: int) -> Plan:
    """Return a plan with its cap lowered to a number, if it's higher."""
    return plan if plan.cap is not None and plan.cap <= most else replace(plan, cap=most)


def write_dispatches(made: Sequence[Dispatch], platform: Platform) -> str:
    """Return dispatches in words and calls, for the orchestrator. Raises UserError if prompts are too long for that."""
    told = mechanics(platform)
    templates = Templates()
    return "\n".join(_written(one, told, templates) for one in made)


def _written(dispatch: Dispatch, told: Mapping[str, Any], templates: Templates) -> str:
    calls = [start.text for start in dispatch.starts if start.text]
    apart = [start for start in dispatch.starts if not start.text]
    size = sum(map(len, calls)) + sum(len(start.prompt) for start in apart)
    if size > _MOST:
        raise UserError(
            f"the prompts of dispatch {dispatch.number} come to {size} characters, more than {_MOST}",
            hint="keep what the agents read in files, and name those in the prompts; or take the calls from --json",
        )
    names = {
        "dispatch": {"number": dispatch.number, "of": dispatch.of, "tier": safe(dispatch.tier)},
        "calls": fence("\n".join(calls), "text") if calls else "",
        "prompts": [[safe(one.agent), safe(one.task), fence(_shown(one.prompt), "text")] for one in apart],
        "platform": told,
    }
    return templates.render(_TEMPLATE, names).rstrip("\n") + "\n"


def as_json(made: Sequence[Dispatch], platform: Platform) -> dict[str, Any]:
    """Return dispatches as JSON values: each call with its tool and its arguments, no quoting needed."""
    told = mechanics(platform)
    return {
        "platform": platform.id,
        "ask": told["ask"],
        "results": told["results"],
        "dispatches": [
            {"number": one.number, "tier": one.tier, "calls": [_start_json(start) for start in one.starts]}
            for one in made
        ],
    }


def _start_json(start: Start) -> dict[str, Any]:
    value = start._asdict() | {"arguments": dict(start.arguments)}
    return {name: part for name, part in value.items() if part or name != "prompt"}


def prompt_of(task: Task, prompt_files: Mapping[str, str]) -> str:
    """Return what a task's agent is told."""
    return prompt_files.get(task.prompt_file, "") if task.prompt_file else task.prompt


def _start(task: Task, call: Call | None, prompt_files: Mapping[str, str]) -> Start:
    prompt = prompt_of(task, prompt_files).strip("\n")
    said = {"agent": task.agent, "label": task.id, "prompt": prompt}
    known = call.arguments if call is not None else {}
    arguments = {known[what]: value for what, value in said.items() if what in known}
    whole = "agent" in known and "prompt" in known
    return Start(task.id, task.agent, call.tool if call is not None else "", arguments, "" if whole else prompt)


def quoted(text: str) -> str:
    """Return a text as JSON writes it, all that shows nothing and yet does something escaped."""
    return "".join(_escaped(char) for char in json.dumps(text, ensure_ascii=False))


def _escaped(char: str) -> str:
    return char if char.isprintable() and safe(char) == char else json.dumps(char)[1:-1]


def _shown(text: str) -> str:
    """Return a text for a terminal, its lines and tabs as they are."""
    return "\n".join("\t".join(map(safe, line.split("\t"))) for line in text.split("\n"))
