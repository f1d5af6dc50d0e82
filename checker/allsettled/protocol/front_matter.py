"""Single values in front matter: written so that every YAML reader takes them for text, and read as they're written."""

import re
from collections.abc import Collection, Mapping

from allsettled.document.model import Document
from allsettled.protocol.record import timestamp
from allsettled.span import Text

_PLAIN = re.compile(
    r"(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z][\w./%+-]*(?: [\w./%+-]+)*", re.IGNORECASE | re.ASCII
)
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_KEY = re.compile(r"[A-Za-z_][\w.-]*\s*:\s*")
_COMMENT = re.compile(r"\s+#.*$")


def write_scalars(values: Mapping[str, str]) -> str:
    """Return front matter with a line for each value that isn't empty."""
    lines = [f"{key}: {_written(' '.join(value.split()))}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---"]) + "\n"


def _written(text: str) -> str:
    if _PLAIN.fullmatch(text) or (_TIME.fullmatch(text) and timestamp(text) is not None):
        return text  # YAML readers refuse a time that isn't one
    import json  # only where something is written

    return "".join(char if char.isprintable() else _escaped(char) for char in json.dumps(text, ensure_ascii=False))


def _escaped(char: str) -> str:
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def read_scalars(document: Document, keys: Collection[str]) -> dict[str, Text]:
    """Return the single values of some keys, each with its place: text as it's meant, others as they're written.

    So `2026-01-05T09:00:00Z` stays as it is, though YAML makes a time of it. Lists and mappings are left out.
    """
    found: dict[str, Text] = {}
    if document.front_matter is None:
        return found
    for key in keys:
        value, place = document.front_matter.values.get(key), document.front_matter.places.get(key)
        if place is None or key not in document.front_matter.values or isinstance(value, dict | list):
            continue
        line = document.lines[place.line - 1]
        start = name.end() if (name := _KEY.match(line)) else 0
        raw = line[start:] if line[start : start + 1] in "\"'" else _COMMENT.sub("", line[start:])
        raw = raw.rstrip()
        text = " ".join(value.split()) if isinstance(value, str) else "" if value is None else raw
        found[key] = Text(text, place.part(start, start + len(raw)))
    return found
