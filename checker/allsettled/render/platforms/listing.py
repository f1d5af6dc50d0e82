"""The platforms as a table and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from allsettled.render.platforms.model import Platform

COLUMNS = ("id", "title", "agent files", "starts agents with", "confidence", "checked")


def rows(platforms: Iterable[Platform]) -> list[tuple[str, ...]]:
    """Return one row a platform, with a cell for each of `COLUMNS`."""
    return [
        (
            platform.id,
            platform.title,
            platform.agent_files.path or platform.context_file or "",
            ", ".join(dict.fromkeys(_spelled(call.tool, call.version) for call in platform.dispatch.calls)) or "prose",
            platform.confidence + (", experimental" if platform.experimental else ""),
            platform.checked,
        )
        for platform in platforms
    ]


def _spelled(tool: str, version: str) -> str:
    return f"{tool} ({version})" if version else tool


def as_json(platform: Platform) -> dict[str, Any]:
    """Return all that is known of a platform, in values that JSON has; what isn't known is null."""
    listed: dict[str, Any] = _listed(asdict(platform))
    for one in listed["front_matter"]["emit"]:
        one["from"] = one.pop("source")
    return listed


def _listed(value: Any) -> Any:
    """Return a value with lists for tuples. As deep as the classes are nested."""
    if isinstance(value, dict):
        return {key: _listed(part) for key, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, list | tuple) else value
