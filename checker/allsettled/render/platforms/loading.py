"""Platform files (TOML) to `Platform` values."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import PurePath
from typing import Any

from allsettled.errors import UserError
from allsettled.render.platform_tables import IDS, platform_table
from allsettled.render.platforms import model
from allsettled.render.platforms.model import Platform

_PARTS: Mapping[str, type[Any]] = {
    "agent_files": model.AgentFiles,
    "front_matter": model.FrontMatterKeys,
    "emit": model.Emit,
    "tools": model.Tools,
    "dispatch": model.Dispatch,
    "calls": model.Call,
    "worker": model.Worker,
    "caps": model.Caps,
    "failure": model.Failure,
    "limits": model.Limit,
}
"""The class of what stands under a key, where that is a table or a list of tables."""

_FREE = frozenset({"keys", "names", "unless", "arguments", "by_plan", "models"})
"""Tables whose keys are data, not fields."""


@cache
def platform(name: str) -> Platform:
    """Return a platform that ships, by its id. Raises `UserError` for an id that isn't one."""
    return _platform(platform_table(name))


def platforms() -> tuple[Platform, ...]:
    """Return all platforms that ship."""
    return tuple(platform(name) for name in IDS)


def read_platform(text: str, path: PurePath | str) -> Platform:
    """Return the platform that a file describes. Raises `UserError` if it isn't TOML or doesn't fit the schema."""
    import tomllib

    from allsettled.shape import errors

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"not a TOML file: {error}", path=path) from error
    for fault in errors(table, "platform"):
        place = ".".join(str(step) for step in fault.pointer[:-1])
        raise UserError(f"{place}: {fault.message}" if place else fault.message, path=path, hint=fault.hint)
    return _platform(table)


def _platform(table: Mapping[str, Any]) -> Platform:
    built: Platform = _build(Platform, table)
    return built


def _build(kind: type[Any], table: Mapping[str, Any]) -> Any:
    """Return a value of one of the classes; its schema has been checked. The nesting is that of the classes."""
    table = {"source" if key == "from" else key: value for key, value in table.items()}
    return kind(**{one.name: _value(one.name, table[one.name]) for one in fields(kind) if one.name in table})


def _value(name: str, value: Any) -> Any:
    if name in _PARTS:
        return (
            tuple(_build(_PARTS[name], one) for one in value)
            if isinstance(value, list)
            else _build(_PARTS[name], value)
        )
    if name in _FREE:
        return {key: tuple(part) if isinstance(part, list) else part for key, part in value.items()}
    return tuple(value) if isinstance(value, list) else value
