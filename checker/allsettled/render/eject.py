"""A region, made plain text again."""

from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.render.attributes import clip
from allsettled.render.digest import digest
from allsettled.render.markers import Style
from allsettled.render.regions import sound_scan
from allsettled.words import did_you_mean


def eject(text: str, id: str, style: Style = Style.MARKDOWN) -> Edit:  # noqa: A002 - the marker's own word
    """Return the edit that takes a region's markers and stamp out of a text, and leaves its text, edited or not.

    The blank lines that the markers needed go with them. Raises UserError if there is no such region, if a merge
    conflict is in it, or if the file's markers are broken.
    """
    found = sound_scan(text, style)
    region = next((region for region in found.regions if region.id == id), None)
    if not region:
        hint = did_you_mean(id[:80], [region.id for region in found.regions][:200])
        raise UserError(f'there is no region "{clip(id)}" in this file', hint=hint)
    if region.conflict and not (region.stamp and region.stamp.out == digest(region.body, style)):
        raise UserError(
            f'a merge conflict stands in the region "{id}"', span=region.conflict.span, hint="resolve it first"
        )
    if not region.body:
        return Edit(region.begin.start, region.end.next, "")
    return Edit(region.begin.start, region.end.stop, region.body)
