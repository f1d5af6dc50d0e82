"""Where nothing may be mended: in files with a conflict or broken markers, and in managed regions."""

from collections.abc import Sequence

from allsettled.fixing.changes import Change
from allsettled.fixing.refused import Refused
from allsettled.render.conflicts import find_conflict
from allsettled.render.lines import split_lines
from allsettled.render.markers import SIGN
from allsettled.render.regions import scan


def refuse_unfit(text: str) -> None:
    """Raise Refused for a text that a merge has left unfinished, or whose regions can't be told from the rest."""
    if (conflict := find_conflict(split_lines(text))) is not None:
        raise Refused(conflict.span.line, "a merge conflict stands in the file", "resolve it first")
    faults = scan(text).faults if SIGN in text else ()
    if faults:
        fault = faults[0]
        raise Refused(fault.span.line, f"the markers of its regions are broken: {fault.message}", fault.hint)


def outside_regions(text: str, changes: Sequence[Change]) -> list[Change]:
    """Return the changes, in the text's order, that touch no managed region: what is in one, `render` writes."""
    if SIGN not in text:
        return list(changes)
    regions = [(region.begin.start, region.end.next) for region in scan(text).regions]
    kept = []
    at = 0
    for change in changes:
        while at < len(regions) and regions[at][1] <= change.edit.start:
            at += 1
        if at == len(regions) or change.edit.end <= regions[at][0]:
            kept.append(change)
    return kept
