"""A plan: tasks that are to be dispatched. The descriptions in `schemas/plan.schema.json` say what each field means."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from allsettled.span import FILE, Span

Pointer = tuple[str | int, ...]
"""The way to a value in a plan: `("tasks", 1, "outputs", 0)`."""


@dataclass(frozen=True, slots=True)
class Task:
    """One agent's part. Paths are as they're written; durations are in seconds; empty means that nothing is said."""

    id: str
    agent: str
    prompt: str = ""
    prompt_file: str = ""
    tier: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    strategy: str = ""
    on_failure: str = ""
    timebox: float | None = None
    estimate: float | None = None
    dispatch: int | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks with different ids, in the order of the file, and what holds for all of them.

    `seconds` is how long an agent takes, by its name. Either all tasks name their dispatch or none does.
    """

    tasks: tuple[Task, ...]
    title: str = ""
    strategy: str = ""
    cap: int | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    path: str = field(default="", compare=False)
    places: Mapping[Pointer, Span] = field(default_factory=dict, compare=False, repr=False)

    @property
    def declared(self) -> bool:
        """Say whether the plan itself puts the tasks into dispatches."""
        return bool(self.tasks) and all(task.dispatch is not None for task in self.tasks)

    def place(self, *pointer: str | int) -> Span:
        """Return where a value stands, or else the nearest thing around it that has a place."""
        for length in range(len(pointer), -1, -1):
            if (span := self.places.get(pointer[:length])) is not None:
                return span
        return FILE


def plain(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON values, empty ones left out: what `read_plan` takes, with durations in seconds."""
    value: dict[str, Any] = {key: part for key in ("title", "strategy", "cap") if (part := getattr(plan, key))}
    if plan.seconds:
        value["seconds"] = dict(plan.seconds)
    value["tasks"] = [_plain_task(task) for task in plan.tasks]
    return value


def _plain_task(task: Task) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for part in fields(task):
        content = getattr(task, part.name)
        if content not in ("", (), None):
            value[part.name.replace("_", "-")] = list(content) if isinstance(content, tuple) else content
    return value
