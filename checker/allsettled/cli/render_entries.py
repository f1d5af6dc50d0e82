"""What is kept of renders, and its forms on the disk; what isn't of its form is as if it weren't there."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from allsettled.render.asked import SIZES, Asked

Pointed = Mapping[str, Asked]
"""The files of the sections that regions point to."""

_NONE: Pointed = {}
_DIGITS = frozenset("0123456789abcdef")
_T = TypeVar("_T")


class Told(NamedTuple):
    """What is known of a file: it is as it should be, or nothing of ours, or has a stamp that something must claim."""

    regions: int = 0  # or 1 for a file that is rendered as a whole; 0 if it is nothing of ours
    stamped: bool = False
    pointed: Pointed = _NONE
    notes: tuple[str, ...] = ()


class Outputs(NamedTuple):
    """Where the project's agents are rendered to.

    `files` are the files of agents, `contexts` those of platforms without such, and `folders` all those in which files
    of agents may have been rendered, of platforms that are not chosen too.
    """

    files: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


class Text(NamedTuple):
    """A region's text, the 8 hex digits of what it was made from, and the file of the section that it points to."""

    body: str
    inputs: str
    pointer: str


def written_told(told: Told) -> bytes:
    """Return what is known of a file as bytes: of most it is a number, and what is nothing of ours has none."""
    if not (told.stamped or told.pointed or told.notes):
        return b"%d" % told.regions if told.regions else b""
    return written([told.regions, int(told.stamped), list(told.pointed.items()), told.notes])


def read_told(data: bytes) -> Told | None:
    """Return what `written_told` wrote."""
    return Told(int(data or 0)) if (data.isdigit() and len(data) < 10) or not data else _read(data, _told)


def written(entry: Any) -> bytes:
    """Return anything else as bytes."""
    import json  # only where there's something to keep

    return json.dumps(entry, separators=(",", ":")).encode("ascii")


def read_outputs(data: bytes) -> Outputs | None:
    """Return what `written` made of it."""
    return _read(data, _outputs)


def read_text(data: bytes) -> Text | None:
    """Return what `written` made of it."""
    return _read(data, _text)


def _read(data: bytes, form: Callable[[Any], _T]) -> _T | None:
    import json

    try:
        return form(json.loads(data))
    except (ValueError, TypeError, RecursionError):  # not JSON, or not of that form
        return None


def _told(value: Any) -> Told:
    regions, stamped, pointed, notes = value
    if type(regions) is not int or regions < 0 or stamped not in (0, 1):
        raise ValueError("not what is known of a file")
    return Told(regions, bool(stamped), {path: _asked(asked) for path, asked in pointed}, _texts(notes))


def _outputs(value: Any) -> Outputs:
    files, contexts, folders = map(_texts, value)
    return Outputs(files, contexts, folders)


def _asked(fields: Any) -> Asked:
    id_, template, platform, size, level, values = fields
    if size not in SIZES or type(level) is not int or level not in range(7):
        raise ValueError("nothing that a region asks for")
    _texts([id_, template, platform, *(name for name, _ in values)])
    return Asked(id_, template, platform, size, level, tuple((name, _value(one)) for name, one in values))


def _value(one: Any) -> Any:
    """Return a variable's value as JSON has it, hashable again."""
    return _texts(one) if type(one) is list else one if type(one) in (int, bool) else _texts([one])[0]


def _text(value: Any) -> Text:
    made = Text(*_texts(value))
    if len(made.inputs) != 8 or not _DIGITS.issuperset(made.inputs):
        raise ValueError("no digest")
    return made


def _texts(value: Any) -> tuple[str, ...]:
    if type(value) is not list or not all(type(one) is str for one in value):
        raise ValueError("no texts")
    return tuple(value)
