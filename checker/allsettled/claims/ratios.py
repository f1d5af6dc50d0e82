"""Shares: `57% (4 of 9)`, `142/145 (97.9%)`, and sums that are written out: `(51-20)/51 = 61%`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.judging import states
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import SCOPES, Dimension


class Share(NamedTuple):
    """A percentage, and the part and whole that it's said to be of."""

    figure: Quantity
    part: Quantity
    whole: Quantity


_OF = r"(?P<part>Q)W?(?P<of>[O/])[WS]{0,2}(?P<whole>Q)"
_FIGURE_FIRST = re.compile(rf"(?P<figure>P)[WSL]{{0,3}}\({_OF}[^()]{{0,40}}\)")
_RATIO_FIRST = re.compile(rf"{_OF}[WSL]{{0,4}}\((?P<figure>P)[^()QP/]{{0,40}}\)")


def shares(tokens: Tokens) -> Iterator[Share]:
    """Yield each share of a text whose part and whole stand in the parentheses after it, or before it."""
    kinds = tokens.kinds
    if "P" not in kinds or "(" not in kinds or "?" in kinds:
        return
    for index, kind in enumerate(kinds):
        pattern = {"P": _FIGURE_FIRST, "Q": _RATIO_FIRST}.get(kind)
        found = pattern.match(kinds, index) if pattern else None
        if found is None or (index and kinds[index - 1] in "/O*+-"):
            continue
        share = Share(*(tokens.measure(found.start(name)) for name in ("figure", "part", "whole")))
        if _certain(share) and not _of_another_whole(tokens, found):
            yield share


def share_agrees(share: Share) -> bool:
    """Say whether the percentage is the part's, or the rest's, to the precision that it is stated in."""
    right = 100 * share.part.low / share.whole.low
    return states(share.figure, right) or states(share.figure, 100 - right)


def _certain(share: Share) -> bool:
    figure, part, whole = share
    counts = all(one.dimension is Dimension.COUNT and not one.unit and not one.bound for one in (part, whole))
    plain = not (figure.is_range or part.is_range or whole.is_range or figure.sign or part.approximate)
    return (
        figure.dimension is Dimension.PERCENT
        and counts
        and plain
        and not whole.approximate
        and 0 <= part.low <= whole.low > 0
    )


def _of_another_whole(tokens: Tokens, found: re.Match[str]) -> bool:
    """Say whether the ratio is of a part of what the figure is of, counts halves, or goes on as a sum."""
    after = found.end("whole")
    end = tokens.kinds.find(")", after)
    return tokens.kinds[after : after + 1] in tuple("*/+-") or not SCOPES.isdisjoint(tokens.words(after, end))
