"""The dispatch calls of a fenced example: on which lines they stand, whom they start, and what stands between them."""

import re
from typing import NamedTuple

_NAME = re.compile(r"[\"'`]?\s*[=:]\s*[\"'`]?([\w][\w./:-]*)")
_AWAITED = re.compile(r"(?:^|[=:]|\breturn)\s*await\s+[\w.]*$")
_REACH = 100  # characters before a call that may belong to it
_QUOTES = ('"""', "'''", '"', "'", "`")


class Call(NamedTuple):
    """A call: its lines (0-based, the last included) in the example, the agent's name or an empty text."""

    first: int
    last: int
    agent: str
    awaited: bool  # the line waits for the call itself: `result = await task(...)`
    text: str  # all of the call

    @property
    def with_prose(self) -> bool:
        """Say whether the call is a reference whose prompt follows as running text: `#runSubagent`, `/agent qa`."""
        return not self.text.rstrip().endswith(")")


def read_calls(text: str) -> list[Call]:
    """Return the calls in an example's text that some platform's agents make, in order. Runs in linear time."""
    from allsettled.render.platforms.signs import sightings

    seen = [(sighting.start, sighting.end) for sighting in sightings(text)]
    calls = []
    line = at = 0
    for number, (start, end) in enumerate(seen):
        limit = seen[number + 1][0] if number + 1 < len(seen) else len(text)
        line += text.count("\n", at, start)
        at = start
        stop = _close(text, start, end, limit)
        name = _NAME.match(text, end, limit)
        head = text[max(start - _REACH, 0) : start].rpartition("\n")[2]
        calls.append(
            Call(
                line,
                line + text.count("\n", start, stop),
                name.group(1) if name else "",
                bool(_AWAITED.search(head)),
                text[start:stop],
            )
        )
    return calls


def _close(text: str, start: int, end: int, limit: int) -> int:
    """Return where a call ends: behind its closing parenthesis, or at its line's end where there is none."""
    opening = text.find("(", start, end)
    if opening >= 0:
        depth, at = 0, opening
        while at < limit:
            char = text[at]
            if quote := next((mark for mark in _QUOTES if text.startswith(mark, at)), ""):
                closing = text.find(quote, at + len(quote), limit)
                at = closing + len(quote) if closing >= 0 else at + 1
                continue
            depth += (char == "(") - (char == ")")
            at += 1
            if depth == 0:
                return at
    newline = text.find("\n", end)
    return newline if 0 <= newline < limit else limit
