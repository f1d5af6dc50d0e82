"""The sections of a Markdown text: where each begins and stops."""

from collections.abc import Sequence
from typing import NamedTuple

from allsettled.render.blocks import Seat, Walk
from allsettled.render.lines import Line, front_matter_length, split_lines


class Section(NamedTuple):
    """A heading that is not in a list item or quote, and the text under it, that of its sub-sections included.

    `start` and `stop` are 0-based places in the text; `stop` is after the last line that isn't blank.
    """

    level: int
    title: str
    line: Line  # its first
    start: int
    stop: int


def outline(text: str) -> list[Section]:
    """Return the sections of a text, in its order."""
    lines = split_lines(text)
    skipped = front_matter_length(lines)
    walk = Walk(skipped)
    headings: list[tuple[int, str, Line]] = []
    for line in lines[skipped:]:
        seat = walk.seat(line.text)
        if seat.level:
            headings.append((seat.level, _title(lines[seat.opened - 1 : line.number], seat), lines[seat.opened - 1]))
    stops = _stops(lines, headings)
    return [Section(*heading, heading[2].start, stop) for heading, stop in zip(headings, stops, strict=True)]


def plain_title(text: str) -> str:
    """Return a heading's text without its `#` signs and with single spaces."""
    text = text.strip().lstrip("#").strip()
    bare = text.rstrip("#")
    if not bare or bare[-1] in " \t":
        text = bare
    return " ".join(text.split())


def _title(lines: Sequence[Line], seat: Seat) -> str:
    if len(lines) == 1:
        return plain_title(lines[0].text)
    return " ".join(word for line in lines[:-1] for word in line.text.split())


def _stops(lines: Sequence[Line], headings: Sequence[tuple[int, str, Line]]) -> list[int]:
    """Return where each section stops: before the next heading of its level or above."""
    ends = [len(lines)] * len(headings)  # how many lines of the text come before the section's end
    still_open: list[int] = []
    for index, (level, _, line) in enumerate(headings):
        while still_open and headings[still_open[-1]][0] >= level:
            ends[still_open.pop()] = line.number - 1
        still_open.append(index)
    last_inked = 0
    stop_before = [0]  # for a count of lines: where the last of them that isn't blank stops
    for line in lines:
        if not line.blank:
            last_inked = line.stop
        stop_before.append(last_inked)
    return [stop_before[end] for end in ends]
