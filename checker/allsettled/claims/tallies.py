"""Counts that one line states as a whole and as its parts: `Dispatched 3, succeeded 2, failed 1`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import BEGUN, FAILED, GROUPS, OTHER_ENDS, SEVERITIES, SUCCEEDED, Dimension

_PART = r"(?:[WL]:?Q|Q[WL])"
_SERIES = re.compile(rf"(?:{_PART})(?:[,;]C?{_PART}){{2,9}}(?![,;+/*-]?[QWLP])")
_HEADED = re.compile(r"Q[WL]{1,3}[:(](?:Q[WL])(?:,C?Q[WL]){1,9}(?![,+]?[QP])")
_BREAKDOWN = re.compile(r"Q[WL]?\((?:Q[WI]{1,3})(?:[,;+]C?Q[WI]{1,3}){1,9}\)")


class Tally(NamedTuple):
    """The whole, and the parts that it's said to consist of."""

    whole: Quantity
    parts: tuple[Quantity, ...]


def wrong_tallies(tokens: Tokens) -> Iterator[Tally]:
    """Yield each whole of a text whose parts, named beside it, add up to another number."""
    if tokens.kinds.count("Q") < 3:
        return
    for tally in (*_series(tokens), *_breakdowns(tokens)):
        if sum(part.low for part in tally.parts) != tally.whole.low:
            yield tally


def _series(tokens: Tokens) -> Iterator[Tally]:
    """`Dispatched 3, succeeded 2, failed 1`, `P0: 1, P1: 2, Total: 3`, `Launched 4 agents: 2 completed, 2 failed`."""
    for pattern in (_SERIES, _HEADED):
        for found in pattern.finditer(tokens.kinds):
            start = found.start()
            if start and tokens.kinds[start - 1] in "+-*/":
                continue
            named = list(_named(tokens, start, found.end()))
            if pattern is _HEADED:
                said = tokens.words(start - 1, tokens.kinds.index("Q", start + 1))
                named[0] = (next(iter(said & BEGUN), "some"), tokens.measure(start))
            tally = _tally(named)
            if tally:
                yield tally


def _tally(named: list[tuple[str, Quantity]]) -> Tally | None:
    begun, whole = next(((word, one) for word, one in named if word in BEGUN or word == "some"), ("", None))
    parts = [quantity for _, quantity in named if quantity is not whole]
    words = {word for word, quantity in named if quantity is not whole}
    if whole is None or len(parts) < 2 or words & BEGUN or not _plain([quantity for _, quantity in named]):
        return None
    graded = words <= SEVERITIES
    ended = words <= SUCCEEDED | FAILED | OTHER_ENDS and words & SUCCEEDED and words & FAILED
    if not graded and not ended:
        return None
    # Of a mere number of things some may go unnamed; of a total by grade, or of what was dispatched, none.
    unnamed = sum(part.low for part in parts) < whole.low and not words & OTHER_ENDS
    complete = begun == "total" if graded else begun not in ("total", "some")
    return None if unnamed and not complete else Tally(whole, tuple(parts))


def _named(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, Quantity]]:
    word = ""
    waiting: Quantity | None = None
    for token in tokens.tokens[start:end]:
        if token.kind in ",;":
            word, waiting = "", None
        elif token.quantity is not None:
            waiting = token.quantity
        elif token.kind in "WL":
            word = token.text
        if word and waiting:
            yield word, waiting
            word, waiting = "", None


def _breakdowns(tokens: Tokens) -> Iterator[Tally]:
    """`Total Comments: 58 (29 top-level, 29 replies)`."""
    label = tokens.kinds.find(":", 0, 8)
    if label < 0 or "total" not in tokens.words(0, label):
        return
    found = _BREAKDOWN.match(tokens.kinds, label + 1)
    if found and GROUPS.isdisjoint(tokens.words(*found.span())):
        whole, *parts = [token.quantity for token in tokens.tokens[found.start() : found.end()] if token.quantity]
        if _plain([whole, *parts]):
            yield Tally(whole, tuple(parts))


def _plain(quantities: list[Quantity]) -> bool:
    return all(
        one.dimension is Dimension.COUNT and not (one.approximate or one.bound or one.is_range or one.sign or one.unit)
        for one in quantities
    )
