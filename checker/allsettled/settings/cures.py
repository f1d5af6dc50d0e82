"""The cure for a value of the wrong type, as a settings file would have it written."""

import json
import re
from typing import Any

from allsettled.settings.model import Pointer

_LONGEST = 200  # characters of a value that a cure repeats
_WHOLE = re.compile(r"0|[1-9][0-9]*")  # TOML knows no zeros before a number


def cure(values: Any, pointer: Pointer, message: str) -> str:
    """Return how the value at a pointer would be written in the type that a message of `shape` wants; else nothing."""
    value = values
    for step in pointer:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return ""
    wanted = message.partition(" must be ")[2].partition(", not ")[0]
    if not isinstance(value, str | bool | int | float) or len(str(value)) > _LONGEST:
        return ""
    if wanted == "a list" and isinstance(value, str):  # all lists are of texts
        parts = [part.strip() for part in value.split(",") if part.strip()]
        return f"write it as a list: [{', '.join(map(_written, parts))}]"
    if wanted == "text" and not isinstance(value, str):
        return f"write it in quotes: {_written(_written(value))}"
    if wanted in ("a whole number", "true or false") and isinstance(value, str):
        bare = value.strip()
        if bare in ("true", "false") if wanted == "true or false" else _WHOLE.fullmatch(bare):
            return f"write it without quotes: {bare}"
    return ""


def _written(value: Any) -> str:
    """Return a plain value as TOML has it, which is as JSON has it."""
    return json.dumps(value, ensure_ascii=False)
