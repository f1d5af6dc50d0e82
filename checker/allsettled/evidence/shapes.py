"""Values out of a stranger's JSON: each of these takes anything and gives the type that was asked for."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

ERROR_LENGTH = 200
_NONE: Mapping[str, Any] = {}


def parse(line: bytes | str) -> Any:
    """Return the JSON value of a line; ValueError if it is none, or nested too deep to read."""
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object, or an empty one."""
    return value if isinstance(value, dict) else _NONE


def text(value: object) -> str:
    """Return a string, or an empty one. Half of a surrogate pair, which no file can hold, becomes `?`."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def count(value: object) -> int | None:
    """Return a whole number from 0 on, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def items(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list; nothing if it isn't a list."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def written(content: object) -> str:
    """Return the text of a message's content: a string, or a list of text blocks."""
    if isinstance(content, str):
        return content
    return "\n".join(text(block.get("text")) for block in items(content) if "text" in block)


def first_line(said: str) -> str:
    """Return the first line that says something, at most 200 characters of it."""
    for line in said[: 10 * ERROR_LENGTH].splitlines():
        if line.strip():
            return line.strip()[:ERROR_LENGTH]
    return ""
