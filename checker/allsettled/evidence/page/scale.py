"""From values to places on a chart: a linear scale, and steps that people can read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_LAST = datetime.max.replace(tzinfo=UTC).timestamp() - 1
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Scale(NamedTuple):
    """Maps `low` to `first` and `high` to `last`."""

    low: float
    high: float
    first: float
    last: float

    def at(self, value: float) -> float:
        """Return a value's place, to a tenth of a pixel."""
        extent = self.high - self.low
        share = (value - self.low) / extent if extent > 0 else 0.0
        return round(self.first + share * (self.last - self.first), 1)


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


def durations(scale: Scale, most: int = 8) -> list[Tick]:
    """Return marks for lengths in seconds, from the scale's low end on."""
    extent = scale.high - scale.low
    step = next((step for step in _STEPS if extent / step <= most), None)
    if step is None:
        step = _DAY * max(1, round(extent / most / _DAY + 0.5))
    uneven = step % _MINUTE and extent >= _MINUTE  # 30 s, 1 min, 1:30: rather 0:30, 1:00, 1:30
    return [
        Tick(scale.at(scale.low + value), minutes(value) if uneven else duration(value))
        for value in _multiples(step, extent)
    ]


def clock(scale: Scale, most: int = 8) -> list[Tick]:
    """Return marks for moments in seconds since 1970: times of day, or days."""
    extent = scale.high - scale.low
    step = next((step for step in _STEPS if extent / step <= most), None)
    step = step if step is not None else _DAY * max(1, round(extent / most / _DAY + 0.5))
    first = -(-scale.low // step) * step
    form = "%Y-%m-%d" if step >= _DAY else "%H:%M" if step >= _MINUTE else "%H:%M:%S"
    moments = [first + value for value in _multiples(step, min(scale.high, _LAST) - first)]
    return [Tick(scale.at(at), f"{datetime.fromtimestamp(at, UTC):{form}}") for at in moments]


def numbers(scale: Scale, most: int = 6) -> list[Tick]:
    """Return marks for plain numbers from 0 on."""
    step = 1
    for factor in _decimal_steps():
        step = factor
        if scale.high / factor <= most:
            break
    return [Tick(scale.at(value), f"{value:g}") for value in _multiples(step, scale.high)]


def duration(seconds: float) -> str:
    """Return a length in the unit that suits it."""
    if seconds < _MINUTE:
        return f"{seconds:g} s"
    if seconds < _HOUR and seconds % _MINUTE:
        return minutes(seconds)
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:g} min"
    return f"{seconds / _HOUR:g} h" if seconds < 2 * _DAY else f"{seconds / _DAY:,.10g} d"


def minutes(seconds: float) -> str:
    """Return a length as minutes and seconds: `1:30`."""
    return f"{int(seconds // _MINUTE)}:{int(seconds % _MINUTE):02}"


def round_up(value: float) -> float:
    """Return the next number from which a scale ends well."""
    for step in _decimal_steps():
        if value <= step * 6:
            return float(-(-value // step) * step)
    return value


def _decimal_steps() -> Iterator[int]:
    power = 1
    while power < 10**15:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _multiples(step: float, extent: float) -> list[float]:
    return [step * number for number in range(int(extent / step + 1e-9) + 1)] if extent >= 0 else []


def since(moment: datetime, start: datetime) -> float:
    """Return how many seconds after `start` a moment is."""
    return (moment - start) / timedelta(seconds=1)
