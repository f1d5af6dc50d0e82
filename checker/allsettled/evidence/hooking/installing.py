"""Our hook into settings of Claude Code that exist: nothing that they say is lost, and no byte of it changes."""

import json
from collections.abc import Mapping
from typing import Any

from allsettled.errors import UserError
from allsettled.evidence.hooking.places import Part, added, parts
from allsettled.evidence.hooking.settings import COMMAND, EVENTS, settings
from allsettled.evidence.shapes import items, mapping, text

PLACE = ".claude/settings.json"
_HINT = "add what this prints: allsettled hook claude-code --print-settings"


def new_settings() -> str:
    """Return the text of a settings file that has nothing but our hook."""
    return json.dumps(settings(), indent=2) + "\n"


def with_hook(said: str) -> str:
    """Return settings with our hook for each event that hasn't got it; else as they are.

    A hook that is there already stays as it is, whatever its options. Raises UserError for what is no settings file.
    """
    before = _read(said)
    made = said
    for event, groups in settings()["hooks"].items():
        if not any(_is_ours(group) for group in items(mapping(before.get("hooks")).get(event))):
            made = _added(made, event, groups)
    after = _read(made)
    if _without(after) != _without(before) or not all(
        any(map(_is_ours, after["hooks"].get(event, ()))) for event in EVENTS
    ):
        raise UserError("our hook cannot be added to this file", path=PLACE, hint=_HINT)
    return made


def _added(said: str, event: str, groups: list[Any]) -> str:
    """Return settings with an event's hook."""
    start, end = said.index("{"), len(said.rstrip())
    hooks = _part(said, start, "hooks")
    if hooks is None:
        return added(said, start, end, "hooks", {event: groups}, 0)
    known = _part(said, hooks.start, event)
    if known is None:
        return added(said, hooks.start, hooks.end, event, groups, 1)
    return added(said, known.start, known.end, "", groups[0], 2)


def _part(said: str, start: int, name: str) -> Part | None:
    return next((part for part in parts(said, start) if part.name == name), None)


def _is_ours(group: Mapping[str, Any]) -> bool:
    return any(COMMAND in text(hook.get("command")) for hook in items(group.get("hooks")))


def _without(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return settings without our hooks, and without what is empty then."""
    hooks = {
        event: [group for group in groups if not _is_ours(group)]
        for event, groups in mapping(value.get("hooks")).items()
    }
    return {**value, "hooks": {event: groups for event, groups in hooks.items() if groups}}


def _read(said: str) -> Mapping[str, Any]:
    """Return what settings say. UserError: they aren't JSON as Claude Code reads it, or have hooks of another shape."""
    try:
        value = json.loads(said, object_pairs_hook=_once)
    except RecursionError:
        raise UserError("it is nested too deep", path=PLACE, hint=_HINT) from None
    except ValueError as error:
        raise UserError(f"it isn't JSON: {error}", path=PLACE, hint=f"mend it, or {_HINT}") from None
    found: dict[str, Any] = value if isinstance(value, dict) else {"hooks": None}
    hooks = found.get("hooks", {})
    if not isinstance(hooks, dict) or not all(
        isinstance(groups, list) and all(isinstance(group, dict) for group in groups) for groups in hooks.values()
    ):
        raise UserError("its hooks aren't lists by event", path=PLACE, hint=f"mend it, or {_HINT}")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value
