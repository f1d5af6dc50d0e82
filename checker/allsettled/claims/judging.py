"""Whether a figure is what two quantities give: the judgement beneath every rule about arithmetic.

A figure is right if some natural reading of the two quantities gives it, to the precision that it is stated in.
Natural readings: the ends of ranges paired low with low and high with high, or crosswise, or their middles; days and
weeks by the calendar or as working time; for `faster`, less time or more speed; for a mere difference, either base.
Rounding and truncation are right alike; `~` allows the rounding that a round number shows, and no more.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import CALENDARS, Dimension, Relation

_HAIR = 1e-9  # what binary fractions lose


class Pair(NamedTuple):
    """Two quantities that a text sets against each other; `ordered` if it says which came first."""

    before: Quantity
    after: Quantity
    ordered: bool


class Interval(NamedTuple):
    """The values that a result may have, given how exactly its quantities are stated."""

    low: float
    high: float


def comparable(pair: Pair) -> bool:
    """Say whether the two measure the same thing in units that convert, and neither is zero or below."""
    one, two = pair.before, pair.after
    if one.dimension is not two.dimension or one.unit.partition("/")[2] != two.unit.partition("/")[2]:
        return False
    if one.dimension is Dimension.MONEY and one.unit != two.unit:
        return False
    if one.dimension is Dimension.COUNT and one.noun and two.noun and not same_noun(one.noun, two.noun):
        return False
    return one.low > 0 and two.low >= 0 and one.sign != "-" and two.sign != "-"


def same_noun(one: str, two: str) -> bool:
    """Say whether two words are one but for a plural s."""
    return one.removesuffix("s") == two.removesuffix("s") or (one.endswith("ies") and one[:-3] + "y" == two)


def rounded(value: float, figure: Quantity) -> Interval:
    """Return the results that a stated value may be rounded from, by its step and its `~`."""
    half = figure.step / 2
    if figure.approximate:
        half = max(figure.step, round_step(value) / 2)
    elif figure.dimension is Dimension.PERCENT and 0 < value < 100 and value % 10 == 0 and figure.step == 1:
        half = 2.5  # a whole ten is a number rounded to the nearest five
    return Interval(value - half - _HAIR, value + half + _HAIR)


def cut_off(value: float, figure: Quantity) -> Interval:
    """Return the results that a stated value may be cut off from: 68 % for 68.57 %."""
    return Interval(value - _HAIR, value + figure.step * (1 - 1e-6))


def states(figure: Quantity, value: float) -> bool:
    """Say whether a figure states this value: rounded or cut off, or beyond its bound."""
    low, high = rounded(figure.low, figure).low, max(rounded(figure.low, figure).high, cut_off(figure.low, figure).high)
    if figure.bound in (">", "≥"):
        high = math.inf
    elif figure.bound:
        low = -math.inf
    return low <= value <= high


def round_step(value: float) -> float:
    """Return the step that a round number shows: 10 for 40, 5 for 35, 100 for 300, 1 for 43."""
    step = 1.0
    while value >= step * 10 and value % (step * 10) == 0:
        step *= 10
    if step == 1 and value >= 5 and value % 5 == 0:
        return 5.0
    return step


def agrees(figure: Quantity, relation: Relation, pair: Pair) -> bool:
    """Say whether a percentage, factor or difference is what the pair gives by some natural reading."""
    same_unit = pair.before.unit == pair.after.unit
    for calendar in range(1 if same_unit else len(CALENDARS)):
        ends = list(_readings(figure, relation, pair, calendar))
        if figure.is_range:
            if _range_agrees(figure, ends):
                return True
        elif _value_agrees(figure, ends, list(_readings(figure, relation, pair, calendar, exact=True))):
            return True
    return False


def _range_agrees(figure: Quantity, ends: list["_Reading"]) -> bool:
    """A range is right if it holds all straight readings, or if each of its ends is a reading, to the nearest five."""
    whole = Interval(rounded(figure.low, figure).low, rounded(figure.high, figure).high + figure.step / 2)
    if all(_hits(whole, one.results) for one in ends if not one.crossed):
        return True
    readings = [reading for one in ends if not one.middle for reading in one.results]
    half = 2.5 if figure.low > 10 and figure.step == 1 else figure.step
    return all(_hits(Interval(end - half, end + half), readings) for end in (figure.low, figure.high))


def _value_agrees(figure: Quantity, ends: list["_Reading"], exact: list["_Reading"]) -> bool:
    """A value is right if it's a reading rounded, within what its numbers may be rounded from, or one cut off."""
    claimed = rounded(figure.low, figure)
    if figure.bound in (">", "≥"):
        claimed = claimed._replace(high=math.inf)
    elif figure.bound:
        claimed = claimed._replace(low=-math.inf)
    if any(_hits(claimed, one.results) for one in ends):
        return True
    return any(_hits(cut_off(figure.low, figure), one.results) for one in exact)


def result(figure: Quantity, relation: Relation, pair: Pair) -> tuple[float, float]:
    """Return what the pair gives, in the figure's dimension: a range where one of the two is one."""
    straight = [one.results[0].low for one in _readings(figure, relation, pair, 0, exact=True) if not one.crossed]
    return min(straight), max(straight)


class _Reading(NamedTuple):
    """What two ends give, the plainest result first, and whether they are ends of different sides, or middles."""

    results: list[Interval]
    crossed: bool
    middle: bool


def _hits(claimed: Interval, readings: list[Interval]) -> bool:
    return any(claimed.low <= reading.high and reading.low <= claimed.high for reading in readings)


def _readings(
    figure: Quantity, relation: Relation, pair: Pair, calendar: int, *, exact: bool = False
) -> Iterator[_Reading]:
    for before, after, crossed, middle in _ends(pair, calendar, exact):
        yield _Reading(list(_compare(figure, relation, pair, before, after)), crossed, middle)


def _ends(pair: Pair, calendar: int, exact: bool) -> Iterator[tuple[Interval, Interval, bool, bool]]:
    """Yield the values to compare: low with low and high with high, then the middles, then crosswise."""
    before, after = ([_stated(q, value, calendar, exact) for value in (q.low, q.high, q.value)] for q in pair[:2])
    yield before[0], after[0], False, False
    if pair.before.is_range or pair.after.is_range:
        yield before[1], after[1], False, False
        yield before[2], after[2], True, True
        yield before[0], after[1], True, False
        yield before[1], after[0], True, False


def _stated(quantity: Quantity, value: float, calendar: int, exact: bool) -> Interval:
    """Return the values that a stated quantity stands for. Counts and the ends of ranges stand for themselves."""
    size = quantity.size(calendar)
    slack = 0.0
    if not exact and not quantity.is_range:
        if quantity.dimension is not Dimension.COUNT or quantity.step != 1:
            slack = quantity.step / 2
        if quantity.approximate:
            slack = max(slack, value * 0.025)
    low, high = (value - slack) * size, (value + slack) * size
    if not exact and quantity.bound in ("<", "≤"):
        low = 0.0
    if not exact and quantity.bound in (">", "≥"):
        high = math.inf
    return Interval(max(low, 0.0), high)


def _compare(figure: Quantity, relation: Relation, pair: Pair, before: Interval, after: Interval) -> Iterator[Interval]:
    """Yield what the two values give by the relation, in the figure's own dimension."""
    falls = after.low + after.high <= before.low + before.high
    small, large = (after, before) if falls else (before, after)
    if figure.dimension is Dimension.FACTOR:
        yield _ratio(large, small)
        return
    if figure.dimension is not Dimension.PERCENT:
        size = figure.size()
        yield Interval((large.low - small.high) / size, (large.high - small.low) / size)
        return
    part, whole = _ratio(small, large), _ratio(large, small)
    less = Interval(100 - 100 * part.high, 100 - 100 * part.low)
    more = Interval(100 * whole.low - 100, 100 * whole.high - 100)
    if relation is Relation.LESS:
        yield less
    elif relation is Relation.MORE:
        yield more
    elif relation is Relation.FASTER:
        yield from (less, more)
    else:
        yield from (less, more) if falls else (more, less)
    if pair.before.dimension is Dimension.PERCENT:  # percentages may differ in points
        yield Interval(large.low - small.high, large.high - small.low)


def _ratio(one: Interval, two: Interval) -> Interval:
    low = 0.0 if two.high in (0.0, math.inf) else one.low / two.high
    return Interval(low, one.high / two.low if two.low > 0 else math.inf)
