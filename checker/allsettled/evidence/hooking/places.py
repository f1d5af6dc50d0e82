"""Where the parts of a JSON text stand, so that something can be added to it and all else stays as it was written."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class Part(NamedTuple):
    """A member of an object, or an item of a list: its name ("" in a list), and from where to where its value goes."""

    name: str
    start: int
    end: int


def parts(text: str, start: int) -> Iterator[Part]:
    """Yield the parts of the object or list that begins at a place. The text is JSON."""
    named = text[start] == "{"
    at = _past(text, start + 1)
    while text[at] not in "}]":
        name = ""
        if named:
            name, at = _DECODER.raw_decode(text, at)
            at = _past(text, _past(text, at) + 1)  # the colon
        _, end = _DECODER.raw_decode(text, at)
        yield Part(name, at, end)
        at = _past(text, end)
        if text[at] == ",":
            at = _past(text, at + 1)


def added(text: str, start: int, end: int, name: str, value: object, depth: int) -> str:
    """Return the text with a part added behind the others of the object or list from `start` to `end`.

    `depth` is how deep the container is nested, the root being 0. The part is indented as the text's first member is,
    and its lines end as the text's do; a text on one line stays on one.
    """
    unit, feed = _indentation(text), "\r\n" if "\r\n" in text else "\n"
    own = json.dumps(value, indent=unit or None, ensure_ascii=False)
    if name:
        own = f"{json.dumps(name)}: {own}"
    inner, outer = (feed + unit * (depth + 1), feed + unit * depth) if unit else ("", "")
    own = inner + own.replace("\n", inner)
    last = max((part.end for part in parts(text, start)), default=None)
    if last is None:
        return text[: start + 1] + own + outer + text[end - 1 :]
    closed = outer if "\n" not in text[last:end] else ""
    return f"{text[:last]},{'' if unit else ' '}{own}{closed}{text[last:]}"


def _past(text: str, at: int) -> int:
    """Return the place behind the white space at a place."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _indentation(text: str) -> str:
    """Return what one level is indented by: nothing, if the text stands on one line; two spaces if it says nothing."""
    found = re.match(r"\s*\{[ \t]*\r?\n([ \t]+)\"", text)
    if found:
        return found.group(1)
    return "" if '"' in text and "\n" not in text.strip() else "  "
