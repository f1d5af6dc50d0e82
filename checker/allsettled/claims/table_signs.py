"""Cheap signs, without which a table cannot hold a wrong figure or total: see `signs`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from allsettled.claims.signs import NUMBER, of_role, passage_may_be_wrong, plain, runs, runs_in
from allsettled.claims.vocabulary import CUES, LIMITS, OR_LIMITS, ROLES, SUMS, TARGET_ROLES, WEAK_ROLES, Role
from allsettled.expressions import expression

_RULER = expression(r"(?m)^(?=[^\n-]*+-)[-|: \t*+>0-9.)]++$")  # may be the line below a table's header
_BEFORE, _AFTER = of_role(Role.BEFORE, ROLES, WEAK_ROLES), of_role(Role.AFTER, ROLES, WEAK_ROLES)
_CHANGE = of_role(Role.CHANGE, ROLES)
_TARGET, _ACTUAL = of_role(Role.TARGET, TARGET_ROLES), of_role(Role.ACTUAL, TARGET_ROLES)
_CUES = runs(CUES)
_BOUNDS = runs(word for words in (*LIMITS, *OR_LIMITS) for word in words.split())
_SUMS = runs(word for words in SUMS for word in words.split())
_BOUND = expression(r"[<>≤≥+]")
_THREE = expression(r"(?m)[0-9][^0-9\n]+[0-9]+[^0-9\n]+[0-9]")
_FIGURE = expression(r"%|percent|fold|times|[0-9kKMB]\+?[x×]", re.IGNORECASE)
_SIGNED = expression(r"[+\-−][$€£]?[0-9]")
_TWO = expression(r"[0-9][^0-9]+[0-9]")


def table_may_be_wrong(text: str) -> bool:
    """Say whether lines that follow each other may hold a table whose figures or totals are wrong.

    Besides the table they may hold other lines, before it and behind it.
    """
    found = _RULER.search(text)
    if found is None:
        return False
    text = plain(text)
    rows = text[found.end() :].strip("\n").split("\n")
    return rows_may_be_wrong(_headings(text), text) or whole_may_be_wrong(rows)


def rows_may_be_wrong(head: frozenset[str], text: str) -> bool:
    """Say whether one of a table's rows may hold a wrong figure, or miss its target; `head` are its header's words."""
    if passage_may_be_wrong(text):  # in a cell
        return True
    if _THREE.search(text) and _has_row_claim(text, head):
        return True
    if head.isdisjoint(_TARGET) or head.isdisjoint(_ACTUAL):
        return False
    return bool(_BOUND.search(text)) or not _BOUNDS.isdisjoint(runs_in(text))


def row_may_be_wrong(row: str) -> bool:
    """Say whether a row has what it takes to be wrong by itself: two numbers."""
    return _TWO.search(row) is not None


def whole_may_be_wrong(rows: Sequence[str]) -> bool:
    """Say whether a table's rows may add up wrongly: parts that make up a hundred, or a row of totals."""
    return (len(rows) > 1 and "%" in rows[0] and _FIGURE.search(rows[1]) is not None) or _sum_rows(rows)


def may_total_times(text: str) -> bool:
    """Say whether a whole text may state a duration, and in another place a table that adds times up."""
    if not any(word in text for word in ("uration", "URATION", "otal", "TOTAL")):
        return False
    labels = plain(text).lower().split(":")
    stated = any(
        ("duration" in label or ("total" in label and "time" in label)) and NUMBER.match(behind)
        for label, behind in pairwise(labels)
    )
    return stated and _sum_rows([line for line in text.split("\n") if "|" in line])


def _headings(text: str) -> frozenset[str]:
    """Return the words of all lines that may be a table's header: those before a ruler."""
    lines = text.split("\n")
    return runs_in("\n".join(line for line, below in pairwise(lines) if _RULER.match(below)))


def _has_row_claim(text: str, head: frozenset[str]) -> bool:
    """A figure with its cue, sign or heading, beside columns of what was before and after, or beside two quantities."""
    figure = bool(_FIGURE.search(text))
    if head.isdisjoint(_CHANGE) and runs_in(text).isdisjoint(_CUES) and not (figure and _SIGNED.search(text)):
        return False
    return figure or not (head.isdisjoint(_BEFORE) or head.isdisjoint(_AFTER))


def _sum_rows(rows: Sequence[str]) -> bool:
    """Say whether one of the rows may be called a total by one of its cells."""
    return any(not _SUMS.isdisjoint(runs_in(row)) for row in rows)
