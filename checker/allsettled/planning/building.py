"""Values of the right shape to a plan; and what the shape can't tell: names, words, durations."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from allsettled.planning.durations import read_duration
from allsettled.planning.source import Source
from allsettled.planning.value import Plan, Pointer, Task
from allsettled.protocol.parts import canon
from allsettled.protocol.value import Protocol
from allsettled.words import did_you_mean

Fault = tuple[Pointer, str, str]
"""Where, what and the cure."""

_LISTS = ("inputs", "outputs", "reads", "writes")
_DURATION = "write it as 10 min, 1 h 30 min, 90 s or a number of seconds"


def build(source: Source, path: str, protocol: Protocol) -> Plan:
    """Return the plan that values stand for, which have the schema's shape and no faults."""
    value = source.value
    ids = task_ids(value["tasks"])
    by_name = _names(value["tasks"], ids)
    return Plan(
        tasks=tuple(_task(task, id_, by_name, protocol) for task, id_ in zip(value["tasks"], ids, strict=True)),
        title=value.get("title", ""),
        strategy=canon(value.get("strategy", ""), protocol.strategies) or "",
        cap=value.get("cap"),
        seconds={agent: _seconds(duration) or 0 for agent, duration in value.get("seconds", {}).items()},
        path=path,
        places=source.places,
    )


def task_ids(tasks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what each task is called: its id, or else its agent."""
    return [task.get("id") or task["agent"] for task in tasks]


def faults(value: Mapping[str, Any], protocol: Protocol) -> Iterator[Fault]:
    """Yield what is wrong with values that have the schema's shape."""
    tasks = value["tasks"]
    ids = task_ids(tasks)
    names = _names(tasks, ids)
    yield from _word(("strategy",), value.get("strategy"), "strategy", protocol.strategies)
    for agent, duration in value.get("seconds", {}).items():
        yield from _duration(("seconds", agent), duration)
    yield from _twice(tasks, ids)
    for index, task in enumerate(tasks):
        yield from _task_faults(index, task, ids, names, protocol)
    placed = sum("dispatch" in task for task in tasks)
    if 0 < placed < len(tasks):
        index = next(i for i, task in enumerate(tasks) if "dispatch" not in task)
        message = f"{ids[index]} names no dispatch, but {placed} of the {len(tasks)} tasks do"
        yield ("tasks", index), message, "name the dispatch of all tasks, or of none: then allsettled finds the order"


def _twice(tasks: Sequence[Mapping[str, Any]], ids: Sequence[str]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if first.setdefault(id_, index) != index:
            given = "id" in tasks[index]
            pointer: Pointer = ("tasks", index, "id" if given else "agent")
            hint = "each task has an id of its own" if given else "two tasks of one agent each need an id"
            yield pointer, f'the id "{id_}" stands here for the second time', hint


def _task_faults(
    index: int, task: Mapping[str, Any], ids: Sequence[str], names: Mapping[str, str], protocol: Protocol
) -> Iterator[Fault]:
    head: Pointer = ("tasks", index)
    id_ = ids[index]
    yield from _word((*head, "tier"), task.get("tier"), "tier", protocol.tiers)
    yield from _word((*head, "strategy"), task.get("strategy"), "strategy", protocol.strategies)
    yield from _word((*head, "on-failure"), task.get("on-failure"), "action", protocol.actions)
    for key in ("timebox", "estimate"):
        if key in task:
            yield from _duration((*head, key), task[key])
    if "prompt" in task and "prompt-file" in task:
        message = f"{id_} has both a prompt and a prompt file"
        yield (*head, "prompt-file"), message, "keep one of them"
    for number, name in enumerate(task.get("depends-on", ())):
        pointer = (*head, "depends-on", number)
        if name not in names:
            known = f"the tasks are {', '.join(ids[:12])}{', …' if len(ids) > 12 else ''}"
            yield pointer, f'{id_} depends on "{name}", which is no task', did_you_mean(name, ids) or known
        elif names[name] == id_:
            yield pointer, f"{id_} depends on itself", "take it out"


def _names(tasks: Iterable[Mapping[str, Any]], ids: Iterable[str]) -> dict[str, str]:
    """Return the ids, and the agents that have one task, each with the id that it stands for."""
    pairs = list(zip([task["agent"] for task in tasks], ids, strict=True))
    counts = Counter(agent for agent, _ in pairs)
    return {agent: id_ for agent, id_ in pairs if counts[agent] == 1} | {id_: id_ for _, id_ in pairs}


def _word(pointer: Pointer, word: str | None, kind: str, known: Sequence[str]) -> Iterator[Fault]:
    if word is not None and canon(word, known) is None:
        listed = ", ".join(map(str, known))
        yield pointer, f'"{word}" is no {kind}: {listed}', did_you_mean(word.split()[0], known) or f"one of {listed}"


def _duration(pointer: Pointer, duration: str | float) -> Iterator[Fault]:
    if _seconds(duration) is None:
        yield pointer, f'"{duration}" is no duration', _DURATION


def _seconds(duration: str | float | None) -> float | None:
    if duration is None:
        return None
    seconds = read_duration(duration) if isinstance(duration, str) else float(duration)
    return seconds if seconds is not None and seconds < 1e9 else None


def _spelled(word: str, known: Sequence[str]) -> str:
    """Return a word, or a text that begins with one, in the protocol's spelling."""
    kind = canon(word, known)
    if kind is None:
        return word
    return kind + word[len(kind) :] if word[: len(kind)].casefold() == kind.casefold() else kind


def _task(task: Mapping[str, Any], id_: str, names: Mapping[str, str], protocol: Protocol) -> Task:
    return Task(
        id=id_,
        agent=task["agent"],
        prompt=task.get("prompt", ""),
        prompt_file=task.get("prompt-file", ""),
        tier=canon(task.get("tier", ""), protocol.tiers) or "",
        depends_on=tuple(dict.fromkeys(names[name] for name in task.get("depends-on", ()))),
        strategy=canon(task.get("strategy", ""), protocol.strategies) or "",
        on_failure=_spelled(task.get("on-failure", ""), protocol.actions),
        timebox=_seconds(task.get("timebox")),
        estimate=_seconds(task.get("estimate")),
        dispatch=task.get("dispatch"),
        notes=task.get("notes", ""),
        **{key: tuple(task.get(key, ())) for key in _LISTS},
    )
