"""The managed regions of a text: markers, paired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allsettled.errors import UserError
from allsettled.render.attributes import Problem
from allsettled.render.conflicts import Conflict, find_conflict
from allsettled.render.faults import Fault, Kind
from allsettled.render.lines import Line, split_lines
from allsettled.render.markers import SIGN, Style
from allsettled.render.pairing import Pair, pair_markers
from allsettled.render.scan import Hidden, Marker, scan_markers
from allsettled.render.stamp import Stamp, read_stamp
from allsettled.span import Span

AGENT_REGION = "agent"
"""The id of the region that holds an agent's body in a file that is otherwise written by hand."""


@dataclass(frozen=True, slots=True)
class Region:
    """The text between two markers. Places are 0-based, in the file's text; the body has no blank lines around it."""

    id: str
    attributes: Mapping[str, str]  # of the begin marker, but the id
    begin: Line
    end: Line
    stamp: Stamp | None
    stamp_line: Line | None
    body: str
    body_start: int
    body_stop: int
    conflict: Conflict | None
    overridden: bool  # some stamp in it says so, be it in a conflict

    @property
    def span(self) -> Span:
        """Return the region's place, from its begin marker to its end marker."""
        return Span(self.begin.number, 1, self.end.number, len(self.end.text) + 1)

    @property
    def inner_start(self) -> int:
        """Return the place after the begin marker's line."""
        return self.begin.next

    @property
    def inner_stop(self) -> int:
        """Return the place of the end marker's line."""
        return self.end.start


@dataclass(frozen=True, slots=True)
class Scan:
    """A text and its regions, in its order. With any fault, nothing may be written to it."""

    text: str
    style: Style
    regions: tuple[Region, ...]
    faults: tuple[Fault, ...]
    hidden: tuple[Hidden, ...]


def scan(text: str, style: Style = Style.MARKDOWN) -> Scan:
    """Find the regions of a file's text (a `SourceText`'s: line ends are line feeds), in linear time."""
    if SIGN not in text:
        return Scan(text, style, (), (), ())
    lines = split_lines(text)
    found = scan_markers(lines, style)
    pairs, faults = pair_markers(found)
    faults = [*found.faults, *faults]
    regions = []
    for pair in pairs:
        inner = lines[pair.begin.line.number : pair.end.line.number - 1]
        region = _region(text, pair, inner)
        if isinstance(region, Fault):
            faults.append(region)
        else:
            regions.append(region)
    faults.sort(key=lambda fault: fault.span)
    return Scan(text, style, tuple(regions), tuple(faults), tuple(found.hidden))


def sound_scan(text: str, style: Style) -> Scan:
    """Find the regions of a text whose markers have no fault. Raises UserError with the first fault."""
    found = scan(text, style)
    if found.faults:
        first = found.faults[0]
        raise UserError(first.message, span=first.span, hint=first.hint)
    return found


def _region(text: str, pair: Pair, inner: Sequence[Line]) -> Region | Fault:
    conflict = find_conflict(inner)
    disputed = conflict.disputed if conflict else range(0)
    stamps = [(marker, read_stamp(marker.content)) for marker in pair.stamps]
    settled = [(marker, stamp) for marker, stamp in stamps if marker.line.number not in disputed]
    if fault := _stamp_fault(pair.id, settled, inner, disputed):
        return fault
    stamp, line = None, None
    if settled and isinstance(settled[0][1], Stamp):
        stamp, line = settled[0][1], settled[0][0].line
    start, stop = _body(inner[line.number - pair.begin.line.number :] if line else inner, pair)
    return Region(
        id=pair.id,
        attributes=pair.begin.attributes,
        begin=pair.begin.line,
        end=pair.end.line,
        stamp=stamp,
        stamp_line=line,
        body=text[start:stop],
        body_start=start,
        body_stop=stop,
        conflict=conflict,
        overridden=any(isinstance(stamp, Stamp) and stamp.override for _, stamp in stamps),
    )


def _stamp_fault(
    id_: str, stamps: Sequence[tuple[Marker, Stamp | Problem]], inner: Sequence[Line], disputed: range
) -> Fault | None:
    """Return what is wrong with a region's stamps: there is one at most, it is sound, and above it is nothing."""
    for count, (marker, stamp) in enumerate(stamps):
        if not isinstance(stamp, Stamp):
            return Fault(Kind.STAMP, marker.span, f"broken stamp: {stamp.message}", stamp.hint, id_)
        if count:
            first = stamps[0][0].line.number
            message = f'broken stamp: the region "{id_}" has another on line {first}'
            return Fault(Kind.STAMP, marker.span, message, "delete the one that does not belong", id_)
        above = inner[: marker.line.number - inner[0].number]
        if any(not line.blank and line.number not in disputed for line in above):
            message = f'broken stamp: it is not the first thing in the region "{id_}"'
            return Fault(Kind.STAMP, marker.span, message, "move the text above it below it", id_)
    return None


def _body(lines: Sequence[Line], pair: Pair) -> tuple[int, int]:
    """Return where the text of a region starts and stops, the blank lines around it left out."""
    inked = [line for line in lines if not line.blank]
    return (inked[0].start, inked[-1].stop) if inked else (pair.end.line.start, pair.end.line.start)
