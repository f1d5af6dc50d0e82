"""Strangers' texts as they can stand in a log: on one line, nothing hidden, and never the start of something else."""

from collections.abc import Iterable
from dataclasses import replace

from allsettled.aggregating.values import Point, Returned
from allsettled.protocol.parts import BLANKS, one_line, unblank
from allsettled.terminal import safe

_MOST = 160  # characters of a cell
_NAME = 100


def cell(text: str) -> str:
    """Return a text as a cell has it, cut where it's long: the agent's own output has it whole. `N/A` is no text."""
    line = unblank(item(text))
    return line if len(line) <= _MOST else line[: _MOST - 1].rstrip() + "…"


def ballot(text: str) -> str:
    """Return a recommendation as a cell has it; of a long one the beginning, and what tells it from others like it."""
    line = unblank(item(text))
    if len(line) <= _MOST:
        return line
    from hashlib import sha256

    return f"{line[: _MOST - 10].rstrip()}… {sha256(line.encode()).hexdigest()[:8]}"


def item(text: str) -> str:
    """Return a text as a list item has it."""
    return safe(one_line(text)).replace("<!--", "<\\!--").replace("~~", "\\~~")


def cleaned(returned: Iterable[Returned]) -> list[Returned]:
    """Return what agents left with all texts of one line, and with names that read back as they are, no two alike."""
    found: list[Returned] = []
    taken: set[str] = set()
    for one in map(_clean, returned):
        plain, number = one.agent, 1
        while one.name.casefold() in taken:
            number += 1
            one = replace(one, agent=f"{plain} {number}")
        taken.add(one.name.casefold())
        found.append(one)
    return found


def _clean(one: Returned) -> Returned:
    points = tuple(
        Point(item(point.text), item(point.place), item(point.severity)) for point in one.points if point.text.strip()
    )
    return replace(
        one,
        agent=name(one.agent),
        tier=item(one.tier),
        location=cell(one.location),
        summary=item(one.summary),
        points=tuple(dict.fromkeys(points)),
        recommendation=ballot(one.recommendation),
        confidence=cell(one.confidence),
        error=item(one.error),
        missing=item(one.missing),
        fallback=item(one.fallback),
    )


def name(text: str) -> str:
    """Return an agent's name as the first cell of a row has it: without marks and brackets around or behind it."""
    plain = one_line("".join(" " if char in "*`~|<>[]\\()#" else char for char in safe(text)))[:_NAME].strip("_ ")
    return "agent" if plain.casefold() in BLANKS else plain
