"""Medians and lengths, without rounding until they are shown."""

from collections.abc import Iterable
from fractions import Fraction


def median(values: Iterable[Fraction | int]) -> Fraction | None:
    """Return the middle value, or the mean of the middle two; None if there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, odd = divmod(len(ordered), 2)
    return Fraction(ordered[half]) if odd else Fraction(ordered[half - 1] + ordered[half]) / 2


def share(part: int, whole: int) -> Fraction | None:
    """Return a part's share of the whole; None of nothing."""
    return Fraction(part, whole) if whole else None


def seconds(length: int | Fraction | None) -> float | None:
    """Return a length in microseconds as seconds."""
    return None if length is None else float(Fraction(length) / 1_000_000)


def rounded(value: Fraction | None, places: int = 4) -> float | None:
    """Return a ratio as a number that people read."""
    return None if value is None else round(float(value), places)
