"""The lines that mark a region: found in a line, and written.

    <!-- allsettled:begin id=parallel-dispatch -->
    <!-- allsettled:stamp v=1 in=4f1c9a02 out=38e07fa6e88a (allsettled render) -->
    <!-- allsettled:end id=parallel-dispatch -->

and the same words behind `#` where that begins a comment.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from allsettled.render.attributes import fits_id, write_attributes
from allsettled.render.stamp import Stamp, write_stamp
from allsettled.span import Span

SIGN = "allsettled:"
"""A text without it has no markers."""
IGNORE_NEXT = "ignore-next"
WORDS = ("begin", "end", "stamp")
_COMMENT = re.compile(r"<!--[ \t]*+allsettled:([ \t]*+)([A-Za-z-]*+)")
_HASH = re.compile(r"[ \t]*+(#)[ \t]*+allsettled:([ \t]*+)([A-Za-z-]*+)")


class Style(StrEnum):
    """How the markers of a file are written: as Markdown's comments, or as those of TOML, YAML and .gitignore."""

    MARKDOWN = "markdown"
    HASH = "hash"


class Found(NamedTuple):
    """What looks like a marker in a line; places are 0-based, in the line."""

    word: str
    spaced: bool  # white space between the colon and the word
    start: int
    content: str  # what follows the word, up to the end of the comment
    content_start: int
    stop: int
    closed: bool  # the comment ends on this line

    def span(self, number: int) -> Span:
        """Return the marker's place, on the line of that number."""
        return Span(number, self.start + 1, number, self.stop + 1)


def find_marker(line: str, style: Style) -> Found | None:
    """Return the first thing in a line that looks like a marker, well formed or not."""
    if style is Style.HASH:
        if not (found := _HASH.match(line)):
            return None
        content = line[found.end() :].rstrip()
        stop = found.end() + len(content)
        return Found(found.group(3), bool(found.group(2)), found.start(1), content, found.end(), stop, True)
    if not (found := _COMMENT.search(line)):
        return None
    word = found.group(2).rstrip("-")  # the hyphens may be those of `-->`
    after = found.start(2) + len(word)
    end = line.find("-->", after)
    stop = len(line.rstrip()) if end < 0 else end + 3
    content = line[after:] if end < 0 else line[after:end]
    return Found(word, bool(found.group(1)), found.start(), content, after, stop, end >= 0)


def begin_line(id: str, attributes: Mapping[str, str], style: Style) -> str:  # noqa: A002 - the marker's own word
    """Return the marker that begins a region. Raises ValueError for what cannot stand in one."""
    return _line(f"begin {_id(id)} {write_attributes(attributes)}", style)


def end_line(id: str, style: Style) -> str:  # noqa: A002
    """Return the marker that ends a region. Raises ValueError for what cannot be an id."""
    return _line(f"end {_id(id)}", style)


def stamp_line(stamp: Stamp, style: Style) -> str:
    """Return the line of a stamp."""
    return _line(f"stamp {write_stamp(stamp)}", style)


def _id(id: str) -> str:  # noqa: A002
    if not fits_id(id):
        raise ValueError(f"{id!r} cannot be a region's id")
    return write_attributes({"id": id})


def _line(content: str, style: Style) -> str:
    content = f"{SIGN}{content.rstrip()}"
    return f"# {content}" if style is Style.HASH else f"<!-- {content} -->"
