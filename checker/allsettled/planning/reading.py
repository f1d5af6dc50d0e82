"""A plan's text to a plan: YAML, JSON or Markdown, every fault at its place and with its cure."""

from pathlib import PurePath
from typing import Any

from allsettled.document import normalise, parse
from allsettled.errors import UserError
from allsettled.planning.building import build, faults
from allsettled.planning.markdown_source import read_markdown
from allsettled.planning.source import PlanError
from allsettled.planning.value import Plan
from allsettled.planning.yaml_source import LONGEST, read_yaml
from allsettled.protocol.parts import unblank
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.shape import errors
from allsettled.shape.phrase import kind

_MARKDOWN = (".md", ".markdown", ".mdown")
_YAML = (".yaml", ".yml", ".json")
_LISTS = ("inputs", "outputs", "reads", "writes", "depends-on")
_NO_TASKS = {
    False: "write them as a list below `tasks:`, each with at least `agent:`",
    True: "write them as a table with a column Agent, or as sections with a list item `- **Agent**: name`",
}


def read_plan(text: str, path: str = "", protocol: Protocol = BUILT_IN) -> Plan:
    """Return the plan in a file's text. `path` names the file, and its form: an unknown ending is told by the text.

    Raises PlanError with all that is wrong with the plan's form: each fault has its place and its cure. Whether the
    plan is a good one is for `judge` to say.
    """
    if len(text) > LONGEST:
        message = f"the plan is longer than {LONGEST} characters"
        raise PlanError([UserError(message, path=path, hint="keep long prompts in files: `prompt-file`")])
    text = normalise(text)
    markdown = is_markdown(text, path)
    source = read_markdown(parse(text), path, protocol) if markdown else read_yaml(text, path)
    if source.value is not None and not isinstance(source.value, dict):
        message = f"the plan is {kind(source.value)}, not keys with values"
        raise PlanError([UserError(message, path=path, span=source.place(()), hint="begin with a line `tasks:`")])
    if not source.value or not source.value.get("tasks"):
        raise PlanError(
            [UserError("the plan has no tasks", path=path, span=source.place(()), hint=_NO_TASKS[markdown])]
        )
    _relax(source.value)
    found = [
        UserError(message, path=path, span=source.place(pointer, key=message.startswith("unknown key")), hint=hint)
        for pointer, message, hint in errors(source.value, "plan")
    ]
    found = found or [
        UserError(message, path=path, span=source.place(pointer), hint=hint)
        for pointer, message, hint in faults(source.value, protocol)
    ]
    if found:
        raise PlanError(found)
    return build(source, path, protocol)


def is_markdown(text: str, path: str) -> bool:
    """Say whether a plan is Markdown: by its ending, or else by whether anything but front matter looks like it."""
    suffix = PurePath(path).suffix.lower()
    if suffix in _MARKDOWN or suffix in _YAML:
        return suffix in _MARKDOWN
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), len(lines))
        lines = lines[end + 1 :]
        return any(line.startswith(("#", "|")) for line in lines)
    first = next((line for line in lines if line.strip()), "")
    return first.startswith(("# ", "## ", "|", "<!--")) and not any(line.startswith("tasks:") for line in lines)


def _relax(value: dict[str, Any]) -> None:
    """Take a key without a value as absent, a number for a name, and one path for a list of one."""
    for key in [key for key, part in value.items() if part is None]:
        del value[key]
    tasks = value.get("tasks")
    for task in tasks if isinstance(tasks, list) else []:
        if isinstance(task, dict):
            _relax_task(task)


def _relax_task(task: dict[str, Any]) -> None:
    for key in [key for key, part in task.items() if part is None]:
        del task[key]
    if _is_number(task.get("id")):
        task["id"] = str(task["id"])
    for key in _LISTS:
        if isinstance(task.get(key), str) or (key == "depends-on" and _is_number(task.get(key))):
            task[key] = [] if _says_nothing(task[key]) else [task[key]]
    if isinstance(names := task.get("depends-on"), list):
        task["depends-on"] = [str(name) if _is_number(name) else name for name in names]


def _says_nothing(value: Any) -> bool:
    return isinstance(value, str) and (not unblank(value.strip()) or value.strip().casefold() == "none")


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
