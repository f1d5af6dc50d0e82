"""The `key=value` pairs of a marker.

A value of letters, digits and `_ . / @ : -` stands bare; any other is in double quotes. No value holds a double
quote, `--`, `>` or a line break: it would end the comment that it stands in, or its own quotes.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_TOKEN = re.compile(r'(?:[^\s"=]*+=)?"[^"]*"\S*|\S+')
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BARE = re.compile(r"[A-Za-z0-9_./@:-]+")
_LONGEST_ID = 80


class Problem(NamedTuple):
    """What is wrong with a pair: where it stands in the text that was read (0-based), what, and the cure."""

    start: int
    stop: int
    message: str
    hint: str


class Attributes(NamedTuple):
    """The pairs that could be read, and the first problem."""

    values: Mapping[str, str]
    problem: Problem | None


def read_attributes(source: str) -> Attributes:
    """Read the pairs of a marker. What is malformed is left out, so that the others can still be used."""
    values: dict[str, str] = {}
    first: Problem | None = None
    for token in _TOKEN.finditer(source):
        key, equals, value = token.group().partition("=")
        wrong = _fault(key, equals, value, values)
        if wrong:
            first = first or Problem(token.start(), token.end(), *wrong)
        if equals and key not in values and (unquoted := value.strip('"')):
            values[key] = unquoted
    return Attributes(values, first)


def _fault(key: str, equals: str, value: str, values: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with a pair and the cure, or None."""
    shown = clip(key)
    if not equals:
        return f"`{shown}` is not a key=value pair", "write every attribute as key=value"
    if not _KEY.fullmatch(key):
        return f"`{shown}` is not a name for an attribute", "names begin with a letter: letters, digits, - and _"
    if key in values:
        return f'the attribute "{shown}" stands here twice', "keep one of them"
    if not value.strip('"'):
        return f'the attribute "{shown}" has no value', f"write {shown}=VALUE"
    if value.startswith('"'):
        if not value.endswith('"') or value.count('"') != 2:
            return f'the quotes of "{shown}" are not closed', f'write {shown}="VALUE", and a space before what follows'
        value = value[1:-1]
    elif not _BARE.fullmatch(value):
        return f'the value of "{shown}" needs double quotes', f'write {shown}="VALUE"'
    if not allowed(value):
        return f'the value of "{shown}" holds `--` or `>`', "they would end the comment: use another value"
    return None


def allowed(value: str) -> bool:
    """Say whether a value can stand in a marker at all."""
    return bool(value) and "--" not in value and not any(sign in value for sign in '">\n\r')


def fits_id(text: str) -> bool:
    """Say whether a text can be a region's id."""
    return len(text) <= _LONGEST_ID and allowed(text) and bool(_BARE.fullmatch(text))


def clip(text: str) -> str:
    """Return the text, or its head if it is too long for a message."""
    return text if len(text) <= 40 else text[:39] + "…"


def write_attributes(values: Mapping[str, str]) -> str:
    """Return the pairs as a marker has them, in the mapping's order.

    Raises ValueError for a name or a value that cannot stand in a marker.
    """
    pairs = []
    for key, value in values.items():
        if not _KEY.fullmatch(key) or not allowed(value) or value != value.strip('"'):
            raise ValueError(f"{key}={value!r} cannot stand in a marker")
        pairs.append(f"{key}={value}" if _BARE.fullmatch(value) else f'{key}="{value}"')
    return " ".join(pairs)
