"""Shares: `57% (4 of 9)`, `142/145 (97.9%)`, `62% of the time (2.5 s of 4 s)`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.judging import Interval, states
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import SCOPES, Dimension


class Share(NamedTuple):
    """A percentage, and the part and whole that it's said to be of."""

    figure: Quantity
    part: Quantity
    whole: Quantity


_OF = r"(?P<part>Q)W?(?P<of>[O/])[WS]{0,2}(?P<whole>Q)"
_FIGURE_FIRST = re.compile(rf"(?P<figure>P)O?[WSL]{{0,3}}\({_OF}[^()]{{0,40}}\)")
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
    """Say whether the percentage is the part's, or the rest's, to the precision that the three are stated in."""
    figure, part, whole = share
    if part.dimension is Dimension.COUNT:
        right = 100 * part.low / whole.low
        return states(figure, right) or states(figure, 100 - right)
    step = min(part.step, whole.step)  # in one unit both are as exact as the finer: 2.5 s of 4 s
    finer = (step, step) if part.unit == whole.unit else (part.step, whole.step)
    one, all_of_it = (_measured(*each) for each in zip((part, whole), finer, strict=True))
    low, high = 100 * one.low / all_of_it.high, 100 * one.high / max(all_of_it.low, one.high)
    return _states(figure, low, high) or _states(figure, 100 - high, 100 - low)


def of_whole(share: Share) -> tuple[float, float]:
    """Return part and whole as numbers in one unit, the part's."""
    return share.part.value, share.whole.value * share.whole.size() / share.part.size()


def _measured(quantity: Quantity, step: float) -> Interval:
    """Return what a measured quantity may be rounded from: 2.45 to 2.55 for 2.5."""
    return Interval((quantity.low - step / 2) * quantity.size(), (quantity.high + step / 2) * quantity.size())


def _states(figure: Quantity, low: float, high: float) -> bool:
    """Say whether a figure states the value between two that's nearest to it."""
    return states(figure, min(max(figure.low, low), high))


def _certain(share: Share) -> bool:
    figure, part, whole = share
    counts = all(one.dimension is Dimension.COUNT and not one.unit for one in (part, whole))
    measures = part.dimension is whole.dimension and part.dimension in (Dimension.TIME, Dimension.BYTES)
    plain = not (figure.is_range or part.is_range or whole.is_range or figure.sign or part.approximate)
    return (
        figure.dimension is Dimension.PERCENT
        and (counts or measures)
        and plain
        and not (whole.approximate or part.bound or whole.bound)
        and 0 <= part.low * part.size() <= whole.low * whole.size() > 0
    )


def _of_another_whole(tokens: Tokens, found: re.Match[str]) -> bool:
    """Say whether the ratio is of a part of what the figure is of, counts halves, or goes on as a sum."""
    after = found.end("whole")
    end = tokens.kinds.find(")", after)
    return tokens.kinds[after : after + 1] in tuple("*/+-") or not SCOPES.isdisjoint(tokens.words(after, end))
