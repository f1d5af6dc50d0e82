"""Begin and end markers, paired. What does not pair is reported once, at the marker that has to be mended."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.render.faults import Fault, Kind
from allsettled.render.markers import SIGN
from allsettled.render.scan import Marker, Markers
from allsettled.words import did_you_mean


class Pair(NamedTuple):
    """The markers of one region."""

    id: str
    begin: Marker
    end: Marker
    stamps: Sequence[Marker]


def pair_markers(found: Markers) -> tuple[list[Pair], list[Fault]]:
    """Return the pairs of sound markers and what is wrong with the others.

    A marker that has a fault of its own still begins or ends its region here, so that one slip is one finding.
    """
    pairing = _Pairing(found)
    for index, marker in enumerate(found.markers):
        if marker.word == "begin":
            pairing.begin(marker, index)
        elif marker.word == "end":
            pairing.end(marker)
        else:
            pairing.stamp(marker)
    pairing.finish()
    return pairing.pairs, pairing.faults


class _Pairing:
    def __init__(self, found: Markers) -> None:
        self.found = found
        self.pairs: list[Pair] = []
        self.faults: list[Fault] = []
        self.open: Marker | None = None
        self.closes = False  # the open region's own end marker comes later
        self.stamps: list[Marker] = []
        self.stray: list[Marker] = []  # stamps outside every region, as yet unexplained
        self.nested: set[str | None] = set()  # the ids begun inside the open region
        self.begun: dict[str, int] = {}  # each id's first line
        self.next_word = dict(_next_words(found.markers))
        self.first_begin = {m.id: m for m in reversed(found.markers) if m.word == "begin"}
        self.first_hidden = {(hidden.word, hidden.id): hidden for hidden in reversed(found.hidden)}

    def begin(self, marker: Marker, index: int) -> None:
        if self.open and self.closes and marker.id != self.open.id:
            message = f"{_name(marker.id)} begins inside {_name(self.open.id)}, which begins on line {_at(self.open)}"
            self.fault(Kind.NESTED, marker, message, "regions cannot be nested: move one out of the other")
            self.nested.add(marker.id)
            return
        if self.open:
            self.begin_without_end(self.open, marker)
        self.report_stray()
        self.open, self.stamps, self.nested = marker, [], set()
        self.closes = self.next_word.get(index) == "end"
        if marker.id is None:
            return
        first = self.begun.setdefault(marker.id, _at(marker))
        if first != _at(marker):
            message = f'the region "{marker.id}" begins here, and on line {first} too'
            self.fault(Kind.ID_DUPLICATE, marker, message, "give one of them another id, or delete it")

    def end(self, marker: Marker) -> None:
        if marker.id in self.nested and marker.id is not None:
            self.nested.discard(marker.id)  # its begin is reported
        elif not self.open:
            self.end_without_begin(marker)
        elif marker.id == self.open.id or marker.id is None or self.open.id is None:
            self.close(marker)
        elif self.closes:
            self.end_without_begin(marker)
        else:
            message = (
                f'the end marker says id={marker.id}, but the open region is "{self.open.id}",'
                f" which begins on line {_at(self.open)}"
            )
            hint = self.near(marker.id, [self.open.id]) or f"write id={self.open.id} here, or id={marker.id} there"
            self.fault(Kind.ID_MISMATCH, marker, message, hint)
            self.open = None

    def close(self, end: Marker) -> None:
        begin, self.open = self.open, None
        if not begin or not begin.sound or not end.sound or begin.id is None:
            return
        if self.begun.get(begin.id) == _at(begin):
            self.pairs.append(Pair(begin.id, begin, end, self.stamps))

    def stamp(self, marker: Marker) -> None:
        if not marker.sound:
            return
        if self.open:
            self.stamps.append(marker)
        else:
            self.stray.append(marker)

    def report_stray(self) -> None:
        for marker in self.stray:
            message = "broken stamp: it stands outside every region"
            self.fault(Kind.STAMP, marker, message, "delete it; `allsettled render` writes a region's stamp anew")
        self.stray = []

    def finish(self) -> None:
        self.report_stray()
        if self.open and not self.ends_hidden(self.open):
            self.begin_without_end(self.open, None)

    def begin_without_end(self, begin: Marker, following: Marker | None) -> None:
        if begin.id is None:
            return  # its missing id is reported, and may be all that is wrong
        message = f'the region "{begin.id}" begins here and does not end'
        if following:
            message += f" before the next one begins, on line {_at(following)}"
        message += self.hidden_twin("end", begin.id)
        sign = f"{SIGN}end id={begin.id}"
        self.fault(Kind.BEGIN_WITHOUT_END, begin, message, f"write `{sign}` on a line of its own after its text")

    def end_without_begin(self, end: Marker) -> None:
        if end.id is None:
            return
        hint = f"write `{SIGN}begin id={end.id}` above its text, or delete this marker"
        message = f'the region "{end.id}" ends here, but it has not begun'
        if self.open:
            message += f'; the open region is "{self.open.id}", which begins on line {_at(self.open)}'
            hint = self.near(end.id, [self.open.id or ""]) or hint
        elif first := self.begun.get(end.id):
            message = f'the region "{end.id}", which begins on line {first}, has already ended'
            hint = "delete this marker, or give it the id of the region that it should end"
        else:
            message += self.hidden_twin("begin", end.id) or self.later_begin(end)
            self.stray = []  # it's the stamp of the region whose begin is gone
        self.fault(Kind.END_WITHOUT_BEGIN, end, message, hint)

    def later_begin(self, end: Marker) -> str:
        begin = self.first_begin.get(end.id)
        return f" yet; it begins on line {_at(begin)}" if begin and _at(begin) > _at(end) else ""

    def hidden_twin(self, word: str, id_: str) -> str:
        """Return a remark on the marker that is missing, if it is there as text."""
        hidden = self.first_hidden.get((word, id_))
        if not hidden:
            return ""
        return f" (the {word} marker on line {hidden.number} is text: {hidden.reason})"

    def near(self, id_: str, known: Sequence[str]) -> str:
        """Return the nearest id as a question. A file with very many faults is told for the first ones only."""
        return did_you_mean(id_, known) if len(self.faults) < 20 else ""

    def ends_hidden(self, begin: Marker) -> bool:
        """Say whether the end marker is in a block that is never closed: that is reported already."""
        opened = self.found.unclosed
        return any((hidden.word, hidden.id, hidden.opened) == ("end", begin.id, opened) for hidden in self.found.hidden)

    def fault(self, kind: Kind, marker: Marker, message: str, hint: str) -> None:
        self.faults.append(Fault(kind, marker.span, message, hint, marker.id))


def _next_words(markers: Sequence[Marker]) -> Iterator[tuple[int, str]]:
    """Yield, for each begin or end marker that has one, the word of the next one with its id."""
    later: dict[str, str] = {}
    for index in range(len(markers) - 1, -1, -1):
        marker = markers[index]
        if marker.id is not None and marker.word != "stamp":
            if marker.id in later:
                yield index, later[marker.id]
            later[marker.id] = marker.word


def _name(id_: str | None) -> str:
    return "a region" if id_ is None else f'the region "{id_}"'


def _at(marker: Marker) -> int:
    return marker.line.number
