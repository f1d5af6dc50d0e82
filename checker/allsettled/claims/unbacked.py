"""Speed-ups that nothing in their passage backs: no baseline, or a baseline that can only be an estimate.

These are notes: whoever reads the text cannot tell whether they hold.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.claims.figures import Figure, find_figures
from allsettled.claims.pairs import find_pairs
from allsettled.claims.passages import Passage
from allsettled.claims.problem import Problem
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import words_of
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import HEDGES, ORDERS, SAVED, SLOWDOWNS, SUBJECTS, Dimension, Relation
from allsettled.claims.wording import said

_MESSAGES = {
    "baseline": (
        "{} is claimed without the times that it's taken from",
        "name both times and how they were measured, or mark it as an estimate",
    ),
    "mark": (
        "{} is given as a fact: work that ran in parallel has no sequential time of its own",
        "mark it as an estimate, or say how it was measured",
    ),
}


_SOURCES = re.compile(  # a link may lead to the times, and so may a document that's named
    r"\]\(|\]\[|https?://|\b(?:per|see|from) (?:the )?(?:`[^`]*`|(?:ADR|PRD|RFC|SPEC|REQ)\b|[Ss]ection \d)"
)
_TITLE = re.compile(  # of a commit or a pull request: what somebody called it, and no claim of this text
    r"\W{0,2}(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()\n]{1,40}\))?!?: "
)
_CITED = frozenset({"source", "sources", "reference", "references"})  # a column that says where the times are
_WIDEST = 40  # columns; wider tables hold data, not claims


class Unbacked(NamedTuple):
    """A quantity and what is missing beside it: a `baseline`, or the `mark` of an estimate."""

    quantity: Quantity
    missing: str


def in_passage(passage: Passage, tokens: Tokens, *, timed: bool = False) -> Iterator[Problem]:
    """Yield the speed-ups of a passage that nothing in it backs, as problems; `timed` if its neighbours hold times."""
    if _SOURCES.search(passage.text) or _TITLE.match(passage.text):
        return
    for found in unbacked(tokens):
        if timed and found.missing == "baseline":
            continue
        message, hint = _MESSAGES[found.missing]
        place = passage.span(found.quantity.start, found.quantity.end)
        yield Problem(place, message.format(said(found.quantity, tokens.text)), "unbacked", hint)


def hold_times(passages: Sequence[Tokens]) -> bool:
    """Say whether several passages that belong together (lines, items of a list) hold two times or more."""
    times = (_times(tokens) for tokens in passages) if len(passages) > 1 else ()
    return sum(len(found) for found in times) > 1


def _times(tokens: Tokens) -> set[Quantity]:
    return {token.quantity for token in tokens.tokens if token.quantity and token.quantity.dimension is Dimension.TIME}


def in_row(passage: Passage, cell: int, row: Sequence[Tokens], headings: Sequence[str]) -> Iterator[Problem]:
    """Yield the unbacked speed-ups of one cell, unless its row or its column's heading says what backs them."""
    if len(row) > _WIDEST or _names_its_source(cell, row, headings):
        return
    words = {word for tokens in row for word in tokens.words(0, len(tokens.tokens))}
    times = sum(kind == "Q" for index, tokens in enumerate(row) if index != cell for kind in tokens.kinds)
    if not times and words.isdisjoint(HEDGES) and HEDGES.isdisjoint(words_of(headings[cell])):
        yield from in_passage(passage, row[cell])


def _names_its_source(cell: int, row: Sequence[Tokens], headings: Sequence[str]) -> bool:
    """Say whether another cell of the row, under a heading that asks for it, says where the claim is from."""
    return any(
        index != cell and tokens.tokens and not _CITED.isdisjoint(words_of(heading))
        for index, (tokens, heading) in enumerate(zip(row, headings, strict=False))
    )


def unbacked(tokens: Tokens) -> Iterator[Unbacked]:
    """Yield the speed-ups of a passage that it names no baseline for, and sequential times given as facts."""
    words = tokens.words(0, len(tokens.tokens))
    if "?" in tokens.kinds or "?" in tokens.text or not words.isdisjoint(HEDGES) or _is_order(tokens):
        return
    pairs = list(find_pairs(tokens))
    figures = [figure for figure in find_figures(tokens) if _of_time(figure, tokens)]
    times = _times(tokens)
    for figure in figures:
        if not pairs and not times - {figure.quantity}:
            yield Unbacked(figure.quantity, "baseline")
    for found in pairs:
        before, after = found.pair.before, found.pair.after
        words = tokens.words(max(found.start - 4, 0), found.end + 4)
        both = "parallel" in words and not words.isdisjoint({"sequential", "serial", "sequentially"})
        if both and before.dimension is Dimension.TIME and not before.approximate and not after.approximate:
            slower = max(before, after, key=lambda one: one.value * one.size())
            yield Unbacked(slower, "mark")


def _of_time(figure: Figure, tokens: Tokens) -> bool:
    """Say whether a figure is about time: a faster, a saving of minutes, a reduction of wall-clock time."""
    quantity, relation, start, end = figure
    if quantity.dimension is Dimension.TIME:
        return not tokens.words(start, end).isdisjoint(SAVED)
    limit = quantity.bound and tokens.text[quantity.start] in "<>≤≥"
    if limit or quantity.sign or relation is Relation.MORE:
        return False
    if quantity.dimension is Dimension.PERCENT and quantity.high >= 100:
        return False
    if not tokens.words(start, end).isdisjoint(SLOWDOWNS):
        return False
    about = tokens.words(max(start - 4, 0), end + 2)
    subjects = {SUBJECTS[word] for word in about if word in SUBJECTS}
    return subjects == {Dimension.TIME}


def _is_order(tokens: Tokens) -> bool:
    """Say whether a text begins with a verb, as goals and instructions do."""
    return any(token.text in ORDERS for token in tokens.tokens[:1])
