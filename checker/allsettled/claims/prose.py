"""Claims in running text: a figure with its cue word, and the two quantities that it's about.

All three are found as patterns over the kinds of tokens (see `tokens`). A figure and a pair belong together only
where next to nothing stands between them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.figures import Figure, find_figures
from allsettled.claims.judging import Pair, agrees
from allsettled.claims.pairs import FoundPair, find_pairs
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import SUBJECTS, Dimension, Relation
from allsettled.expressions import expression


class Claim(NamedTuple):
    """A figure and the pair that it is about."""

    figure: Figure
    pair: Pair


_GAP_AFTER = expression(r"(?:[WSLTOFI]{0,6}\)?[WSL]{0,3}[(:D=][WSIO]{0,6}|[WS]{0,4}|,S{0,3})")
_GAP_BEFORE = expression(r"(?:[WSILXBO]{0,4}(?:\([^()QP]{0,6}\))?\)?[(:D=.;,A]{1,2})?S{0,4}")
_WORDS = expression(r"W{0,2}")
_SHORT_END = expression(r"[WSO]{0,4}(?:\.|$)")
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
