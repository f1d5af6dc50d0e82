"""How values and their parts are named in a message about shape."""

from collections.abc import Iterable
from typing import Any

from allsettled.words import did_you_mean

_LONGEST = 60  # characters of a value that a message quotes
_MOST = 12  # names that a message lists

KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
    "array": "a list",
    "object": "keys with values",
}


def kind(value: Any) -> str:
    """Return what a value is, in words: `text`, `a list`."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return KINDS["string"]
        case int():
            return KINDS["integer"]
        case float():
            return KINDS["number"]
        case None:
            return KINDS["null"]
        case list():
            return KINDS["array"]
        case dict():
            return KINDS["object"]
    return f"a {type(value).__name__}"  # TOML and YAML have dates and times


def show(value: Any) -> str:
    """Return a value as a message quotes it: `'DONE'`, `3`, `a list`."""
    match value:
        case str():
            return f"'{value}'" if len(value) <= _LONGEST else f"'{value[: _LONGEST - 1]}…'"
        case bool():
            return str(value).lower()
        case float():
            return str(value)
        case int():
            return str(value) if abs(value) < 10**_LONGEST else "a huge number"
    return kind(value)


def subject(pointer: tuple[str | int, ...]) -> str:
    """Return what a pointer leads to: `"max-size"`, `item 2 of "select"`, `the whole`."""
    if not pointer:
        return "the whole"
    *before, last = pointer
    if isinstance(last, str):
        return f'"{last}"'
    of = next((f' of "{step}"' for step in reversed(before) if isinstance(step, str)), "")
    return f"item {last + 1}{of}"


def listed(values: Iterable[Any]) -> str:
    """Return values as `COMPLETE, FAILED, SKIPPED`, the first of them if they're many."""
    words = [value if isinstance(value, str) else show(value) for value in values]
    return ", ".join(words[:_MOST]) + (", …" if len(words) > _MOST else "")


def nearest_hint(word: Any, known: Iterable[Any]) -> str:
    """Return `did you mean "COMPLETE"?` for `complete` or `COMPLET`, or an empty string."""
    if not isinstance(word, str):
        return ""
    spelled = {one.casefold(): one for one in known if isinstance(one, str)}
    if word.casefold() in spelled:
        return f'did you mean "{spelled[word.casefold()]}"?'
    return did_you_mean(word, spelled.values()) or did_you_mean(word.casefold(), spelled)
