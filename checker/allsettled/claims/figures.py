"""Figures: percentages, factors and savings that say of themselves what they are, by a cue word or a sign."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import CUES, SAVED, Dimension, Relation

_CUE_AFTER = re.compile(r"W{0,3}?L")
_CUE_BEFORE = re.compile(r"L(?:[WS]{0,4}B|[WS]{0,3}|W{0,2}:|O|[WS]?\(|:?Q\()$")


class Figure(NamedTuple):
    """A percentage, factor or difference that says of itself what it is; `start` and `end` are tokens."""

    quantity: Quantity
    relation: Relation
    start: int
    end: int


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
        elif index and kinds[index - 1] == "L" and tokens.tokens[index - 1].text in SAVED:
            yield Figure(quantity, Relation.LESS, index - 1, index + 1)
        elif quantity.sign and kind == "P":
            relation = Relation.MORE if quantity.sign == "+" else Relation.LESS
            yield Figure(quantity, relation, index, index + 1)


def _says(tokens: Tokens, index: int) -> Relation:
    return CUES[tokens.tokens[index].text]
