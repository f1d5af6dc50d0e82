"""The lines that git leaves where two branches changed the same place."""

from collections.abc import Sequence
from typing import NamedTuple

from allsettled.render.lines import Line
from allsettled.span import Span

_OURS, _BASE, _THEIRS, _SPLIT = "<" * 7, "|" * 7, ">" * 7, "=" * 7


class Conflict(NamedTuple):
    """Conflicts in a region. They are `whole` if each begins and ends in it."""

    span: Span  # of git's first line
    whole: bool
    signs: frozenset[str]  # git's own lines; they may be an example that the region is meant to show
    disputed: range  # the numbers of the lines from the first conflict to the last


def find_conflict(lines: Sequence[Line]) -> Conflict | None:
    """Return the conflicts among a region's lines.

    A row of `=` alone is also how Markdown underlines a heading: it counts between the other two only.
    """
    found: list[Line] = []
    opened = False
    whole = True
    for line in lines:
        if _is_sign(line.text, _OURS):
            whole = whole and not opened
            opened = True
        elif _is_sign(line.text, _THEIRS):
            whole = whole and opened
            opened = False
        elif not (opened and (_is_sign(line.text, _BASE) or line.text == _SPLIT)):
            continue
        found.append(line)
    if not found:
        return None
    whole = whole and not opened
    foot = lines[-1] if opened else found[-1]
    span = Span(found[0].number, 1, found[0].number, len(found[0].text) + 1)
    return Conflict(span, whole, frozenset(line.text for line in found), range(found[0].number, foot.number + 1))


def _is_sign(text: str, sign: str) -> bool:
    return text.startswith(sign) and (len(text) == len(sign) or text[len(sign)] == " ")
