"""How a region is laid out, and how pieces of a text are replaced.

The blank lines after the begin marker, after the stamp and before the end marker are where prettier and mdformat put
them: in any tighter layout, they and `render` would undo each other's work for ever.
"""

from collections.abc import Iterable

from allsettled.files.source import Edit
from allsettled.render.markers import Style, stamp_line
from allsettled.render.stamp import Stamp


def inner_text(stamp: Stamp, body: str, style: Style) -> str:
    """Return what stands between a region's markers. `body` is tidy: see `lines.tidy`."""
    if style is Style.HASH:
        lines = [stamp_line(stamp, style), *([body] if body else [])]
    else:
        lines = ["", stamp_line(stamp, style), "", *([body, ""] if body else [])]
    return "".join(line + "\n" for line in lines)


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with each edit made. The edits are in the text's order and do not overlap."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])
