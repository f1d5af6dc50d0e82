"""Which markers a text has, in the file's order.

A marker stands alone on its line, in the first column. In a code fence, indented code, a code span or a longer
comment it is text; `<!-- allsettled:ignore-next -->` makes text of a marker on the next line that isn't blank.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from allsettled.render.attributes import read_attributes
from allsettled.render.blocks import Seat, Walk, Where
from allsettled.render.faults import Fault, Kind
from allsettled.render.lines import Line, front_matter_length
from allsettled.render.markers import IGNORE_NEXT, SIGN, WORDS, Found, Style, find_marker
from allsettled.render.sound import is_shown, malformed, misplaced, usable_id
from allsettled.span import Span
from allsettled.words import nearest


class Marker(NamedTuple):
    """A marker that stands where markers count. One that is not `sound` has a fault and marks nothing."""

    word: str  # begin, end or stamp
    id: str | None
    attributes: Mapping[str, str]  # but the id
    content: str
    line: Line
    span: Span
    sound: bool


class Hidden(NamedTuple):
    """A marker that is text, since it stands in `where`, which begins on the line `opened`."""

    word: str
    id: str | None
    number: int
    where: str
    opened: int

    @property
    def reason(self) -> str:
        """Return why it is text, as a remark."""
        if self.where == IGNORE_NEXT:
            return f"`{SIGN}{IGNORE_NEXT}` is above it"
        return f"it is in {self.where} that begins on line {self.opened}"


class Markers(NamedTuple):
    """What a text has of markers. `unclosed` is the line of a fence or comment that is open at its end."""

    markers: Sequence[Marker]
    hidden: Sequence[Hidden]
    faults: Sequence[Fault]
    unclosed: int | None
    ignoring: bool  # the text ends with an ignore-next


def scan_markers(lines: Sequence[Line], style: Style, *, front_matter: bool = True) -> Markers:
    """Read the markers of a text's lines; `front_matter` says whether the text may begin with one."""
    scanner = _Scanner(style)
    in_front = front_matter_length(lines) if front_matter and style is Style.MARKDOWN else 0
    for line in lines[:in_front]:
        scanner.front_matter(line)
    walk = Walk(in_front)
    for line in lines[in_front:]:
        seat = walk.seat(line.text) if style is Style.MARKDOWN else Seat(Where.TEXT, line.number)
        scanner.line(line, seat)
    if walk.unclosed:
        scanner.unclosed(lines[walk.unclosed - 1], lines)
    return Markers(scanner.markers, scanner.hidden, scanner.faults, walk.unclosed, scanner.ignoring is not None)


class _Scanner:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.markers: list[Marker] = []
        self.hidden: list[Hidden] = []
        self.faults: list[Fault] = []
        self.ignoring: int | None = None  # the line of an ignore-next

    def front_matter(self, line: Line) -> None:
        """Report the first marker in front matter, be it written as a comment of Markdown's or of YAML's."""
        if SIGN not in line.text or any(fault.kind is Kind.IN_FRONT_MATTER for fault in self.faults):
            return
        for style in Style:
            found = find_marker(line.text, style)
            if found and found.word in WORDS and not line.text[: found.start].strip():
                message = f"the {found.word} marker stands in the front matter"
                hint = "regions hold text: move the markers below the front matter's last `---`"
                self.faults.append(Fault(Kind.IN_FRONT_MATTER, found.span(line.number), message, hint))
                return

    def line(self, line: Line, seat: Seat) -> None:
        """Take the next line. Most have nothing to do with markers."""
        found = find_marker(line.text, self.style) if SIGN in line.text else None
        if not found:
            if self.ignoring and not line.blank:
                self.ignoring = None
            return
        ignoring, self.ignoring = self.ignoring, None
        if seat.where in (Where.FENCE, Where.CODE, Where.HTML):
            self.hide(found, line, seat.where.value, seat.opened)
        elif is_shown(line.text, found):
            pass
        elif found.word == IGNORE_NEXT:
            self.ignoring = line.number
        elif ignoring:
            self.hide(found, line, IGNORE_NEXT, ignoring)
        elif found.word in WORDS and not found.spaced:
            self.known(found, line, seat)
        elif not line.text[: found.start].strip():
            self.unknown(found, line)

    def hide(self, found: Found, line: Line, where: str, opened: int) -> None:
        if found.word in WORDS:
            id_ = usable_id(read_attributes(found.content).values)
            self.hidden.append(Hidden(found.word, id_, line.number, where, opened))

    def unknown(self, found: Found, line: Line) -> None:
        """Report a word that is almost a marker's. Other words belong to others, such as `ignore`."""
        near = found.word if found.word in WORDS else None
        if not near and len(found.word) < 8:
            near = nearest(found.word.lower(), WORDS)
        if near and abs(len(near) - len(found.word)) <= 2:
            wrote = f"allsettled: {found.word}" if found.spaced else f"{SIGN}{found.word}"
            message = f"`{wrote}` is not a marker"
            self.faults.append(Fault(Kind.UNKNOWN_MARKER, found.span(line.number), message, f"write `{SIGN}{near}`"))

    def known(self, found: Found, line: Line, seat: Seat) -> None:
        span = found.span(line.number)
        attributes = read_attributes("" if found.word == "stamp" else found.content)
        id_ = usable_id(attributes.values)
        faults = [fault for fault in (misplaced(found, line, seat), malformed(found, attributes, span)) if fault]
        self.faults.extend(fault._replace(id=id_) for fault in faults)
        others = {key: value for key, value in attributes.values.items() if key != "id"}
        self.markers.append(Marker(found.word, id_, others, found.content, line, span, not faults))

    def unclosed(self, opener: Line, lines: Sequence[Line]) -> None:
        """Report a block that is never closed, and so makes text of a marker that looks like a real one."""
        for hidden in self.hidden:
            if hidden.opened == opener.number and lines[hidden.number - 1].text.startswith("<!--"):
                message = (
                    f"{hidden.where} begins here and is never closed,"
                    f" so the {hidden.word} marker on line {hidden.number} is text"
                )
                hint = "close it where it should end"
                span = Span(opener.number, 1, opener.number, len(opener.text) + 1)
                self.faults.append(Fault(Kind.HIDDEN, span, message, hint, hidden.id))
                return
