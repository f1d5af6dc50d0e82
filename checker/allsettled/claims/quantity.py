"""A number as a text states it: its value or range, its unit, and how exactly it is meant."""

import re
from typing import NamedTuple

from allsettled.claims.vocabulary import CALENDARS, COMPARATORS, MAGNITUDES, UNITS, Dimension
from allsettled.expressions import expression

_CLOCK_PART = expression(r"[0-9.]+")
_COMPOUND_PART = expression(r"([0-9]+)([hms])")


class Quantity(NamedTuple):
    """A value (`low == high`) or a range, in `unit`, at the characters `start` to `end` of its text.

    `step` is the place value of the last digit stated: 1 for `40`, 0.1 for `1.5`, 1000 for `3K`.
    `bound` is `<`, `≤`, `>` or `≥` where the text states a limit rather than a value.
    """

    low: float
    high: float
    dimension: Dimension
    unit: str
    step: float
    approximate: bool
    bound: str
    sign: str
    start: int
    end: int
    noun: str = ""  # what is counted: the word after a bare number

    @property
    def value(self) -> float:
        """Return the value, or the middle of the range."""
        return (self.low + self.high) / 2

    @property
    def is_range(self) -> bool:
        """Say whether two ends are stated."""
        return self.low != self.high

    def size(self, calendar: int = 0) -> float:
        """Return how many seconds or bytes its unit is; 1 for units that measure neither."""
        return CALENDARS[calendar].get(self.unit.partition("/")[0], 1.0)


def read_quantity(found: re.Match[str]) -> list["Quantity | tuple[int, int]"]:
    """Make a quantity of a match of the tokens' number pattern.

    A range that falls (`51-20`) is a subtraction: two quantities, and the place of the minus between them.
    """
    part = found.groupdict()
    low, high = _value(part, "1", found), None
    if part["second"]:
        high = _value(part, "2", found)
    last = high or low
    if part["rate"]:
        last = last._replace(unit=last.unit + part["rate"].lower())
    if (part["plus"] or part["early_plus"]) and not last.bound:
        last = last._replace(bound="≥")
    if high is None:
        return [last._replace(end=found.end())]
    if not part["unit1"] and not part["magnitude1"]:
        scale = MAGNITUDES[part["magnitude2"] or ""]
        low = low._replace(dimension=last.dimension, unit=last.unit, low=low.low * scale, high=low.high * scale)
    start_value = low.low
    if low.unit != last.unit and low.dimension is last.dimension:
        start_value *= low.size() / last.size()
    if low.dimension is last.dimension and start_value < last.low:
        step = max(low.step, last.step) if not part["magnitude2"] else last.step
        return [
            low._replace(low=start_value, high=last.low, unit=last.unit, step=step, bound=last.bound, end=found.end())
        ]
    low = _value(part, "1", found)
    return [low, (low.end, found.start("second")), last._replace(end=found.end())]


def _value(part: dict[str, str | None], which: str, found: re.Match[str]) -> Quantity:
    """Return one end of what the pattern matched: the first number with its marks, or the second."""
    name = "first" if which == "1" else "second"
    unit_word = (part["unit1"] if which == "1" and part["second"] else part["unit2"]) or ""
    dimension, unit = UNITS.get(unit_word.strip(" \n\t-").lower(), (Dimension.COUNT, ""))
    if part["money"]:
        dimension, unit = Dimension.MONEY, part["money"]
    factor = MAGNITUDES[part["magnitude" + which] or ""]
    digits = (part[name] or "").replace(",", "")
    value, step = float(digits) * factor, 10.0 ** -len(digits.partition(".")[2]) * factor
    marks = (part["marks"] or "") if which == "1" else ""
    bound = next((COMPARATORS[mark] for mark in ("<=", ">=", "<", ">", "≤", "≥") if mark in marks), "")
    approximate = "~" in marks or "≈" in marks
    sign = (part["sign"] or "") if which == "1" else ""
    start = found.start() if which == "1" else found.start(name)
    return Quantity(value, value, dimension, unit, step, approximate, bound, sign, start, found.end(name))


def read_clock(text: str, start: int) -> Quantity:
    """Make a duration of `M:SS.cc` or `H:MM:SS.cc`; without the fraction it would be a time of day."""
    seconds = 0.0
    parts = _CLOCK_PART.findall(text)
    for part in parts:
        seconds = seconds * 60 + float(part)
    step = 10.0 ** -len(parts[-1].partition(".")[2])
    return Quantity(seconds, seconds, Dimension.TIME, "s", step, False, "", "", start, start + len(text))


def read_compound(text: str, start: int) -> Quantity:
    """Make a duration of `2h09m`, `14m28s` or `1h30m5s`, in the unit that it begins with."""
    unit_sizes = {"h": 3600.0, "m": 60.0, "s": 1.0}
    parts = [(float(digits), unit_sizes[unit]) for digits, unit in _COMPOUND_PART.findall(text)]
    size, smallest = parts[0][1], parts[-1][1]
    value = sum(number * scale for number, scale in parts) / size
    unit = "h" if size > 60 else "min"
    return Quantity(value, value, Dimension.TIME, unit, smallest / size, False, "", "", start, start + len(text))


def join_durations(left: Quantity, right: Quantity) -> Quantity | None:
    """Return `1 h 30 min` as one duration, or None where the two aren't the parts of one."""
    if not (left.dimension is right.dimension is Dimension.TIME) or left.is_range or right.is_range:
        return None
    if left.size() <= right.size() or right.bound or right.sign or right.approximate or "/" in left.unit:
        return None
    value = left.low + right.low * right.size() / left.size()
    if right.low * right.size() >= left.size():
        return None
    step = right.step * right.size() / left.size()
    return left._replace(low=value, high=value, step=step, end=right.end)
