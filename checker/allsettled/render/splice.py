"""Fresh text, put into a file's regions. No byte outside them changes, nor do their begin and end markers."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.render.diff import unified_diff
from allsettled.render.digest import digest
from allsettled.render.faults import Fault, Kind
from allsettled.render.findings import conflict_fault, region_findings
from allsettled.render.fresh import Fresh, refuse_unfit
from allsettled.render.layout import inner_text, spliced
from allsettled.render.lines import tidy
from allsettled.render.markers import Style, begin_line, end_line, stamp_line
from allsettled.render.regions import Scan, scan
from allsettled.render.stamp import Stamp
from allsettled.render.states import WRITTEN, State, Status, examine
from allsettled.span import FILE
from allsettled.words import did_you_mean


class Rendered(NamedTuple):
    """What rendering makes of a file's text.

    `text` is the text with the `edits` made. If there are `faults`, there are no edits: nothing may be written.
    `written` are the ids of the regions that the edits change, `refused` those that were edited by hand and stay as
    they are. `statuses` are the regions as they were found.
    """

    text: str
    edits: tuple[Edit, ...]
    statuses: tuple[Status, ...]
    faults: tuple[Fault, ...]
    written: tuple[str, ...]
    refused: tuple[str, ...]

    def findings(self) -> list[Finding]:
        """Return what a check has to say of the file as it was found."""
        return region_findings(self.statuses, self.faults)


def render(
    text: str,
    fresh: Mapping[str, Fresh],
    *,
    style: Style = Style.MARKDOWN,
    exact: bool = False,
    force: Collection[str] = (),
    accept: Collection[str] = (),
    resolve: bool = False,
    found: Scan | None = None,
) -> Rendered:
    """Bring the regions of a file's text (a `SourceText`'s: line ends are line feeds) up to date.

    Regions that `fresh` has no text for are left alone; a text for a region that isn't there is a fault. An edited
    region stays as it is, unless its id is in `force` (the fresh text replaces it) or in `accept` (it stays, with
    a stamp that says so, and is left alone from then on). `resolve` renders regions that have a merge conflict in
    them. `found` is what `scan` has found in the text, where that is known already.
    Raises UserError if a fresh text cannot be put into a region, or for an id that is in both lists.
    """
    if both := sorted({*force} & {*accept}):
        raise UserError(f'the text of the region "{both[0]}" cannot be both kept and replaced', hint="choose one")
    found = found or scan(text, style)
    statuses = tuple(
        examine(region, fresh[region.id], style, exact=exact) for region in found.regions if region.id in fresh
    )
    faults = [*found.faults, *_missing(found, fresh)]
    edits: list[Edit] = []
    written: list[str] = []
    for status in statuses:
        if status.state is not State.CLEAN:  # what is there already has its place
            refuse_unfit(status.region.id, status.fresh, style)
        conflict = conflict_fault(status)
        if conflict and not _may_resolve(status, status.region.id in force, resolve):
            faults.append(conflict)
            continue
        edit = _edit(status, style, exact, status.region.id in force, status.region.id in accept)
        if edit and text[edit.start : edit.end] != edit.text:
            edits.append(edit)
            written.append(status.region.id)
    refused = tuple(
        status.region.id
        for status in statuses
        if status.state is State.EDITED and status.region.id not in {*force, *accept}
    )
    if faults:
        faults.sort(key=lambda fault: fault.span)
        return Rendered(text, (), statuses, tuple(faults), (), refused)
    return Rendered(spliced(text, edits), tuple(edits), statuses, (), tuple(written), refused)


def region_diff(text: str, status: Status, path: str, style: Style = Style.MARKDOWN) -> str:
    """Return the unified diff from a file's text to the text with one region's fresh text in it."""
    region = status.region
    edit = Edit(region.inner_start, region.inner_stop, _inner(status.fresh, tidy(status.fresh.body), style))
    return unified_diff(text, spliced(text, [edit]), path)


def _edit(status: Status, style: Style, exact: bool, force: bool, accept: bool) -> Edit | None:
    """Return what to write of a region, or None if it is to stay as it is."""
    region, fresh, state, says_the_same = status
    if force or state is State.BROKEN:  # broken only if it may be resolved
        body = tidy(fresh.body)
    elif accept:
        return _accepting(status, style)
    elif state in WRITTEN:  # a formatter may have laid it out: what says the same keeps its layout
        body = tidy(region.body if says_the_same and not exact else fresh.body)
    else:
        return None
    return Edit(region.inner_start, region.inner_stop, _inner(fresh, body, style))


def _may_resolve(status: Status, force: bool, resolve: bool) -> bool:
    conflict = status.region.conflict
    return bool(conflict and conflict.whole and (force or (resolve and not status.region.overridden)))


def _inner(fresh: Fresh, body: str, style: Style) -> str:
    stamp = Stamp(fresh.inputs, digest(body, style))
    return inner_text(stamp, body, style)


def _accepting(status: Status, style: Style) -> Edit:
    """Return the edit that puts an override's stamp on a region and leaves every other line of it alone."""
    region = status.region
    line = stamp_line(Stamp(status.fresh.inputs, digest(region.body, style), override=True), style)
    if region.stamp_line:
        return Edit(region.stamp_line.start, region.stamp_line.stop, line)
    if style is Style.HASH:
        return Edit(region.inner_start, region.inner_start, line + "\n")
    has_blank = region.inner_start < region.inner_stop and region.inner_start != region.body_start
    return Edit(region.inner_start, region.inner_start, f"\n{line}\n" + ("" if has_blank else "\n"))


def _missing(found: Scan, fresh: Mapping[str, Fresh]) -> Iterator[Fault]:
    """Yield a fault for each text that has no region, unless its markers are at fault anyhow."""
    known = {region.id for region in found.regions}
    blamed = {fault.id for fault in found.faults}
    for id_ in fresh:
        if id_ in known or id_ in blamed or None in blamed:
            continue
        message = f'there is no region "{id_}" in this file'
        hidden = next((place for place in found.hidden if place.id == id_), None)
        if hidden:
            message += f" (its {hidden.word} marker on line {hidden.number} is text: {hidden.reason})"
        begin, end = begin_line(id_, {}, found.style), end_line(id_, found.style)
        hint = did_you_mean(id_, known) or f"put `{begin}` and `{end}` on lines of their own where it belongs"
        yield Fault(Kind.NO_REGION, FILE, message, hint, id_)
