"""The text that a region should have."""

import re
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.render.attributes import clip
from allsettled.render.lines import split_lines, tidy
from allsettled.render.markers import SIGN, Style
from allsettled.render.scan import scan_markers

_INPUTS = re.compile(r"[0-9a-f]{8}")


class Fresh(NamedTuple):
    """A region's text as it is rendered now, and 8 hex digits that stand for what it is rendered from."""

    body: str
    inputs: str


def refuse_unfit(id_: str, fresh: Fresh, style: Style) -> None:
    """Raise UserError for a text that would break out of its region, ValueError for inputs that are no digest.

    It may hold no marker that counts as one, and must close its code fences and comments: else the region's own end
    marker would be misread.
    """
    if not _INPUTS.fullmatch(fresh.inputs):
        raise ValueError(f"inputs are 8 hex digits, not {fresh.inputs!r}")
    lines = split_lines(tidy(fresh.body))
    found = scan_markers(lines, style, front_matter=False)
    if found.markers or found.faults:
        spans = [marker.span for marker in found.markers] + [fault.span for fault in found.faults]
        number = min(spans).line
        what, hint = f"has a region marker of its own on its line {number}", "show markers in a code fence"
    elif found.unclosed:
        opener = clip(lines[found.unclosed - 1].text.strip())
        what = f"does not close what it opens on its line {found.unclosed}: {opener}"
        hint = "close it in the template"
    elif found.ignoring:
        what, hint = f"ends with `{SIGN}ignore-next`, which would hide its end marker", "take that line out"
    else:
        return
    raise UserError(f'the text for the region "{id_}" {what}', hint=hint)
