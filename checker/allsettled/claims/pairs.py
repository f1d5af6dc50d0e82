"""Pairs: two quantities that a text sets against each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.judging import Pair, comparable
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import LABEL_ROLES, ROLES, Dimension, Role
from allsettled.expressions import expression

_ARROW = expression(r"[QP][WLSIXO]{0,5}(?:\([WSILXO,]{0,6}\))?A[WSIXF]{0,4}[QP]")
_FROM_TO = expression(r"F[WS]{0,2}[QP][WLSIXO]{0,4}(?:\([^()]{0,8}\))?[TA][WS]{0,3}[QP]")
_TO = expression(r"[QP]W{0,2}TW{0,1}[QP]")
_VERSUS = expression(r"[QP][WSILXO]{0,6}(?:\([WSILXO,]{0,6}\))?,?\(?V[WSILXO]{0,5}[QP]")
_LABELLED = expression(r"W[WI]{0,2}:?Q(?:\([WSIL*Q]{0,6}\))?[,;]?C?W[WI]{0,2}:?Q")
_OPERATOR_AFTER = expression(r"[WS]{0,2}[+*/A]|[WLSIX]{1,3}A|V|T[QP]")
_OPERATOR_BEFORE = expression(r"[+*/A][WS]{0,2}$|[QP]-$")


class FoundPair(NamedTuple):
    """Two quantities that a text sets against each other, and the tokens that they take."""

    pair: Pair
    start: int
    end: int


def find_pairs(tokens: Tokens) -> Iterator[FoundPair]:
    """Yield the quantities that an arrow, `from ... to` or `versus` sets against each other."""
    kinds = tokens.kinds
    done = 0
    for index, kind in enumerate(kinds):
        if kind == "W" and index >= done and (labelled := _labelled_pair(tokens, index)):
            yield labelled
            done = labelled.end
        if kind not in "QPF" or index < done:
            continue
        for pattern, ordered in ((_FROM_TO, True), (_ARROW, True), (_VERSUS, False), (_TO, True)):
            found = pattern.match(kinds, index)
            if found is None:
                continue
            pair = _pair(tokens, found, ordered)
            if pair and not (pattern is _TO and not _certain_to(pair)):
                yield FoundPair(pair, *found.span())
                done = found.end()
            break


def _pair(tokens: Tokens, found: re.Match[str], ordered: bool) -> Pair | None:
    start, end = found.span()
    kinds = tokens.kinds
    if _OPERATOR_AFTER.match(kinds, end) or _OPERATOR_BEFORE.search(kinds[max(start - 3, 0) : start]):
        return None  # one link of a chain or a sum
    first = next(i for i in range(start, end) if kinds[i] in "QP")
    before, after = tokens.measure(first), tokens.measure(end - 1)
    plain = after.dimension is Dimension.COUNT and not after.unit and not after.noun
    if before.dimension is Dimension.COUNT and not before.unit and not before.noun:
        before = before._replace(dimension=after.dimension, unit=after.unit)
    elif plain and (after.high == 0 or before.dimension in (Dimension.TIME, Dimension.BYTES)):
        after = after._replace(dimension=before.dimension, unit=before.unit)
    pair = Pair(before, after, True) if ordered else Pair(after, before, False)  # `A vs B`: B is the base
    return pair if comparable(pair) else None


def _labelled_pair(tokens: Tokens, index: int) -> FoundPair | None:
    """`sequential sum 50 min, wall-clock 20 min`: two times behind words that say which is which."""
    found = _LABELLED.match(tokens.kinds, index)
    if found is None:
        return None
    end = found.end()
    first = tokens.kinds.index("Q", index)
    roles = [_role(tokens, index, first), _role(tokens, first + 1, end - 1)]
    if set(roles) != {Role.BEFORE, Role.AFTER} or _OPERATOR_AFTER.match(tokens.kinds, end):
        return None
    one, two = tokens.measure(first), tokens.measure(end - 1)
    pair = Pair(one, two, True) if roles[0] is Role.BEFORE else Pair(two, one, True)
    return FoundPair(pair, index, end) if one.dimension is Dimension.TIME and comparable(pair) else None


def _role(tokens: Tokens, start: int, end: int) -> Role | None:
    words = [token.text for token in tokens.tokens[start:end]]
    named = [ROLES[word] for word in words if word in ROLES] or [
        LABEL_ROLES[word] for word in words if word in LABEL_ROLES
    ]
    return named[0] if len(set(named)) == 1 else None


def _certain_to(pair: Pair) -> bool:
    """`10 to 5 min` falls and `46 lines to 441 lines` repeats itself; `5 to 10 min` is a range."""
    before, after = pair.before, pair.after
    named = bool(before.noun and after.noun) or (before.unit == after.unit != "" and before.end - before.start > 3)
    return before.value * before.size() > after.value * after.size() or (named and before.dimension is Dimension.COUNT)
