"""A new region, put between the sections of a text or at its end."""

from collections.abc import Mapping

from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.render.adopt import section_under
from allsettled.render.attributes import clip
from allsettled.render.digest import digest
from allsettled.render.fresh import Fresh, refuse_unfit
from allsettled.render.layout import inner_text, spliced
from allsettled.render.lines import split_lines, tidy
from allsettled.render.markers import Style, begin_line, end_line
from allsettled.render.regions import scan, sound_scan
from allsettled.render.scan import scan_markers
from allsettled.render.stamp import Stamp
from allsettled.span import Span


def insert(
    text: str,
    id: str,  # noqa: A002 - the marker's own word
    fresh: Fresh,
    *,
    after: str | None = None,
    attributes: Mapping[str, str] | None = None,
    style: Style = Style.MARKDOWN,
) -> Edit:
    """Return the edit that adds a rendered region below the section `after` (a heading), or at the end of the text.

    Raises UserError if there is such a region already, no such section or several, or if the region would not count
    there, because a code fence is never closed, say; ValueError for an id or attributes that cannot stand in a marker.
    """
    refuse_unfit(id, fresh, style)
    found = sound_scan(text, style)
    if after is not None:
        at = section_under(found, id, after).stop
    elif any(region.id == id for region in found.regions):
        raise UserError(f'the region "{id}" is in this file already', hint="render it: `allsettled render`")
    else:
        at = len(text)
    body = tidy(fresh.body)
    inner = inner_text(Stamp(fresh.inputs, digest(body, style)), body, style)
    block = f"{begin_line(id, attributes or {}, style)}\n{inner}{end_line(id, style)}"
    edit = _parted(text, at, block)
    _refuse_hidden(text[:at], style)
    made = scan(spliced(text, [edit]), style)
    if made.faults or [region.id for region in made.regions if region.id == id] != [id]:
        message = "the region cannot be put there: what stands above it makes text of its markers"
        raise UserError(message, hint="choose another place for it")
    return edit


def _refuse_hidden(above: str, style: Style) -> None:
    """Raise UserError if what stands above a place is still open there: a marker would be a part of it."""
    lines = split_lines(above)
    number = scan_markers(lines, style).unclosed
    if number is not None:
        opener = lines[number - 1]
        message = f"the region cannot be put there: what begins here is never closed: {clip(opener.text.strip())}"
        span = Span(number, 1, number, len(opener.text) + 1)
        raise UserError(message, span=span, hint="close it where it should end, or choose another place")


def _parted(text: str, at: int, block: str) -> Edit:
    """Return the edit that puts the block there, with a blank line on both sides and no line of the text changed."""
    above, below = split_lines(text[:at]), split_lines(text[at:])
    if at == len(text):
        gap = "" if not above or above[-1].blank else "\n" if text.endswith("\n") else "\n\n"
        return Edit(at, at, gap + block + ("\n" if text.endswith("\n") or not text else ""))
    next_is_blank = len(below) < 2 or below[1].blank  # the first one is the rest of the section's last line
    return Edit(at, at, f"\n\n{block}" + ("" if next_is_blank else "\n"))
