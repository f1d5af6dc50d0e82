"""Cheap signs, without which a table cannot hold a wrong figure or total: see `signs`."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from allsettled.claims.signs import DIGIT, NOT_WORDS, NUMBER, TIMED, of_role, passage_may_be_wrong, plain, runs, runs_in
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
_THREE = expression(r"[0-9][^0-9]+[0-9]+[^0-9]+[0-9]")
_FIGURE = expression(r"%|percent|fold|times|[0-9kKMB]\+?[x×]", re.IGNORECASE)
_SIGNED = expression(r"[+\-−][$€£]?[0-9]")
_TWO = expression(r"[0-9][^0-9]+[0-9]")


def table_may_be_wrong(text: str) -> bool:
    """Say whether lines that follow each other may hold a table whose figures or totals are wrong.

    Besides the table they may hold other lines, before it and behind it; some of these may look like its ruler.
    """
    text = plain(text)
    rulers = [found.end() for found in _RULER.finditer(text)]
    if not rulers:
        return False
    rows = text[rulers[0] :].strip("\n").split("\n")
    first_rows = (text[end:].lstrip("\n").split("\n", 2)[:2] for end in rulers)
    return (
        rows_may_be_wrong(_headings(text), rows) or any(map(_may_be_shares, first_rows)) or any(map(may_be_sum, rows))
    )


def rows_may_be_wrong(head: frozenset[str], rows: Iterable[str]) -> bool:
    """Say whether one of a table's rows may hold a wrong figure, or miss its target; `head` are its header's words."""
    targets = not (head.isdisjoint(_TARGET) or head.isdisjoint(_ACTUAL))
    return any(
        passage_may_be_wrong(row)  # in a cell
        or (_THREE.search(row) is not None and _has_row_claim(row, head))
        or (targets and (_BOUND.search(row) is not None or not _BOUNDS.isdisjoint(runs_in(row))))
        for row in rows
    )


def may_be_table(text: str) -> bool:
    """Say whether a text may hold a table."""
    return _RULER.search(text) is not None


def row_may_be_wrong(row: str) -> bool:
    """Say whether a row has what it takes to be wrong by itself: two numbers."""
    return _TWO.search(row) is not None


def whole_may_be_wrong(rows: Sequence[str]) -> bool:
    """Say whether a table's rows may add up wrongly: parts that make up a hundred, or a row of totals."""
    return _may_be_shares(rows[:2]) or any(map(may_be_sum, rows))


def may_state_time(text: str) -> bool:
    """Say whether a text may state, as a duration or a total, a time."""
    if not any(word in text for word in ("uration", "URATION", "otal", "TOTAL")):
        return False
    labels = plain(text).lower().split(":")
    return any(
        ("duration" in label or ("total" in label and "time" in label)) and NUMBER.match(behind)
        for label, behind in pairwise(labels)
    )


def may_total_times(text: str) -> bool:
    """Say whether a text may hold a table that adds times up."""
    return any(may_be_sum(line) and TIMED.search(line) for line in plain(text).split("\n") if "|" in line)


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


def _may_be_shares(rows: Sequence[str]) -> bool:
    """Say whether a table may begin with two rows of a count and its percentage each."""
    return len(rows) > 1 and "%" in rows[0] and _FIGURE.search(rows[1]) is not None and all(map(_TWO.search, rows))


def may_be_sum(row: str) -> bool:
    """Say whether a row may be called a total by one of its cells."""
    return not _SUMS.isdisjoint(runs_in(row)) and any(map(_may_say_sum, row.split("|")))


def _may_say_sum(cell: str) -> bool:
    """Say whether a cell may hold the words for a total, and no others."""
    words = runs_in(cell)
    return not words.isdisjoint(_SUMS) and (words <= _SUMS or any(mark.search(cell) for mark in (DIGIT, NOT_WORDS)))
