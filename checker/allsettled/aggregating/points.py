"""One finding as an agent writes it: its words, its place and its weight, told in columns or all in one line."""

import re

from allsettled.aggregating.values import SEVERITIES, Point
from allsettled.protocol.parts import unblank

_WORD = "|".join((*SEVERITIES, "informational"))
_WEIGHT = re.compile(
    rf"^[^\w\s\[(*]*\s*(?:"
    rf"[*_]*[\[(][*_]*({_WORD})[*_]*[\])][*_]*\s*[:–—-]?"
    rf"|[*_]+({_WORD})(?:[*_]+\s*[:–—-]|[:–—-][*_]+)"
    rf"|({_WORD})\s*(?::|\s[–—-])"
    rf")\s+(?=\S)",
    re.IGNORECASE,
)
"""`[high]`, `**High**:`, `**[HIGH]**`, `High:` or `High -` before a finding, and a picture before that."""

_LINE = r"(?::[0-9]+(?:-[0-9]+)?|,?\s+(?:at\s+)?lines?\s+[0-9]+(?:\s*[–-]\s*[0-9]+)?)"
_PLACE = re.compile(
    rf"\s+(?:\(\s*(?:at\s+|in\s+)?(`?[^\s()`]*(?:[/.][^\s()`]*|:[0-9]+)`?{_LINE}?`?)\s*\)"
    r"|[–—-]+\s+(?:at\s+|in\s+)?`?([^\s()`]*(?:/[^\s()`]*\w|:[0-9]+(?:-[0-9]+)?))`?)\.?$"
)
_LINES = re.compile(
    r"(?:#L([0-9]+)(?:-L?([0-9]+))?"
    r"|:L?([0-9]+)(?:-L?([0-9]+))?(?::[0-9]+)?"
    r"|,?\s+(?:at\s+)?lines?\s+([0-9]+)(?:\s*[–-]\s*([0-9]+))?)$"
)


def read_point(point: Point) -> Point:
    """Return a finding; one of a list says its weight and its place in the line: `[high] What (src/x.py:10)`."""
    text, place = point.text, point.place.replace("`", "").strip()
    severity = read_severity(point.severity)
    if not severity and (weight := _WEIGHT.match(text)):
        severity, text = read_severity(next(filter(None, weight.groups()))), text[weight.end() :]
    if not place and (found := _PLACE.search(text)) and unblank(found[1] or found[2]):
        place, text = (found[1] or found[2]).replace("`", ""), text[: found.start()]
    return Point(text, place, severity)


def read_severity(text: str) -> str:
    """Return a severity in the protocol's spelling, whatever marks stand around it; empty if it's none."""
    word = re.sub(r"^[\W_]+|[\W_]+$", "", text).casefold()
    word = "info" if word == "informational" else word
    return word if word in SEVERITIES else ""


def one_place(place: str) -> str:
    """Return a place in one spelling: `./src/x.py#L10`, `src/x.py:10:4` and `src/x.py, line 10` are `src/x.py:10`."""
    place = place.replace("`", "").replace("\\", "/").strip().removeprefix("./")
    if found := _LINES.search(place):
        first, last = (next(filter(None, found.groups()[at::2]), "") for at in (0, 1))
        return f"{place[: found.start()]}:{first}" + (f"-{last}" if last and last != first else "")
    return place
