"""Claims in running text: a figure with its cue word, and the two quantities that it's about.

All three are found as patterns over the kinds of tokens (see `tokens`). A figure and a pair belong together only
where next to nothing stands between them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.judging import Pair, agrees, comparable
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import CUES, LABEL_ROLES, ROLES, SUBJECTS, Dimension, Relation, Role


class Figure(NamedTuple):
    """A percentage, factor or difference that says of itself what it is; `start` and `end` are tokens."""

    quantity: Quantity
    relation: Relation
    start: int
    end: int


class FoundPair(NamedTuple):
    """Two quantities that a text sets against each other, and the tokens that they take."""

    pair: Pair
    start: int
    end: int


class Claim(NamedTuple):
    """A figure and the pair that it is about."""

    figure: Figure
    pair: Pair


_CUE_AFTER = re.compile(r"W{0,3}?L")
_CUE_BEFORE = re.compile(r"L(?:[WS]{0,4}B|[WS]{0,3}|W{0,2}:|O|[WS]?\(|:?Q\()$")
_ARROW = re.compile(r"[QP][WLSIXO]{0,5}(?:\([WSILXO,]{0,6}\))?A[WSIXF]{0,4}[QP]")
_FROM_TO = re.compile(r"F[WS]{0,2}[QP][WLSIXO]{0,4}(?:\([^()]{0,8}\))?[TA][WS]{0,3}[QP]")
_TO = re.compile(r"[QP]W{0,2}TW{0,1}[QP]")
_VERSUS = re.compile(r"[QP][WSILXO]{0,6}(?:\([WSILXO,]{0,6}\))?,?\(?V[WSILXO]{0,5}[QP]")
_LABELLED = re.compile(r"W[WI]{0,2}:?Q(?:\([WSIL*Q]{0,6}\))?[,;]?C?W[WI]{0,2}:?Q")
_OPERATOR_AFTER = re.compile(r"[WS]{0,2}[+*/A]|[WLSIX]{1,3}A|V|T[QP]")
_OPERATOR_BEFORE = re.compile(r"[+*/A][WS]{0,2}$|[QP]-$")

_GAP_AFTER = re.compile(r"(?:[WSLTOFI]{0,6}\)?[WSL]{0,3}[(:D=][WSIO]{0,6}|[WS]{0,4}|,S{0,3})")
_GAP_BEFORE = re.compile(r"(?:[WSILXBO]{0,4}(?:\([^()QP]{0,6}\))?\)?[(:D=.;,A]{1,2})?S{0,4}")
_WORDS = re.compile(r"W{0,2}")
_SHORT_END = re.compile(r"[WSO]{0,4}(?:\.|$)")
_REACH = 16  # tokens; no gap is longer, and no pair longer than twice that


def claims(tokens: Tokens) -> Iterator[Claim]:
    """Yield each figure of a text whose pair is certain. A text that disputes a claim yields none."""
    if "?" in tokens.kinds:
        return
    figures = list(find_figures(tokens))
    if not figures:
        return
    pairs = list(find_pairs(tokens))
    starts = [found.start for found in pairs]
    for figure in figures:
        near = pairs[bisect_left(starts, figure.start - 3 * _REACH) : bisect_right(starts, figure.end + _REACH)]
        linked = [found.pair for found in near if _linked(figure, found, tokens)]
        right = [pair for pair in linked if agrees(figure.quantity, figure.relation, pair)]
        if linked:
            yield Claim(figure, (right or linked)[0])
    if len(figures) == len(pairs) == 1 and _spoken_of_apart(figures[0], pairs[0], tokens):
        yield Claim(figures[0], pairs[0].pair)


def find_figures(tokens: Tokens) -> Iterator[Figure]:
    """Yield percentages, factors and `saved N minutes`, each with the relation that its cue word or sign states."""
    kinds = tokens.kinds
    for index, kind in enumerate(kinds):
        if kind not in "PQ":
            continue
        quantity = tokens.measure(index)
        if kind == "Q" and quantity.dimension is not Dimension.TIME:
            continue
        after = _CUE_AFTER.match(kinds, index + 1)
        before = _CUE_BEFORE.search(kinds[max(index - 7, 0) : index])
        by = before and kinds[index - 1] == "B"
        if after and not by and not (kind == "Q" and _says(tokens, after.end() - 1) is Relation.CHANGE):
            yield Figure(quantity, _says(tokens, after.end() - 1), index, after.end())
        elif before and kind == "P":
            start = max(index - 7, 0) + before.start()
            yield Figure(quantity, _says(tokens, start), start, index + 1)
        elif index and kinds[index - 1] == "L" and tokens.tokens[index - 1].text.startswith("sav"):
            yield Figure(quantity, Relation.LESS, index - 1, index + 1)
        elif quantity.sign and kind == "P":
            relation = Relation.MORE if quantity.sign == "+" else Relation.LESS
            yield Figure(quantity, relation, index, index + 1)


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


def _says(tokens: Tokens, index: int) -> Relation:
    return CUES[tokens.tokens[index].text]


def _linked(figure: Figure, found: FoundPair, tokens: Tokens) -> bool:
    kinds = tokens.kinds
    if figure.end <= found.start <= figure.end + _REACH:
        if not _GAP_AFTER.fullmatch(kinds, figure.end, found.start):
            return False
    elif found.end <= figure.start <= found.end + _REACH:
        if not _GAP_BEFORE.fullmatch(kinds, found.end, figure.start):
            return False
        if "." in kinds[found.end : figure.start] and not _SHORT_END.match(kinds, figure.end):
            return False
    else:
        return False
    return same_subject(figure, found.pair, tokens) and same_direction(figure, found.pair)


def same_direction(figure: Figure, pair: Pair) -> bool:
    """A reduction of what grew, or an increase of what fell, is about something else."""
    if figure.quantity.dimension not in (Dimension.PERCENT, Dimension.FACTOR):
        return _same_thing(figure.quantity, pair.before)
    if not pair.ordered:
        return True
    grew = pair.after.value * pair.after.size() > pair.before.value * pair.before.size()
    return not (figure.relation is Relation.LESS and grew) and not (figure.relation is Relation.MORE and not grew)


def _same_thing(difference: Quantity, one: Quantity) -> bool:
    """Say whether a difference may be that of quantities like this one."""
    if difference.dimension is not Dimension.COUNT:
        return difference.dimension is one.dimension
    return one.dimension is Dimension.COUNT and (difference.noun == one.noun or bool(difference.sign))


def same_subject(figure: Figure, pair: Pair, tokens: Tokens) -> bool:
    """Whatever the figure's own words speak of must be what the pair measures; only `faster` is said of anything."""
    follows = _WORDS.match(tokens.kinds, figure.end)
    end = follows.end() if follows else figure.end  # `20% fewer errors`
    spoken = {SUBJECTS[word] for word in tokens.words(figure.start, end) if word in SUBJECTS}
    return not spoken - {Dimension.TIME} or pair.before.dimension in spoken


def _spoken_of_apart(figure: Figure, found: FoundPair, tokens: Tokens) -> bool:
    """A saving of time by running in parallel, and in the next sentence the two times, parallel and sequential."""
    gap = tokens.kinds[figure.end : found.start]
    if found.start < figure.end or gap.count(".") != 1 or found.pair.before.dimension is not Dimension.TIME:
        return False
    about = tokens.words(figure.start - 6, figure.end)
    if not any(SUBJECTS.get(word) is Dimension.TIME for word in about) or found.pair.ordered:
        return False
    everything = tokens.words(0, len(tokens.tokens))
    compared = tokens.words(found.start, found.end + 6)
    return "parallel" in everything and not compared.isdisjoint({"sequential", "serial"})
