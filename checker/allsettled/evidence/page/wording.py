"""Numbers as the page writes them."""

from fractions import Fraction


def of(number: int, one: str, many: str = "") -> str:
    """Return a count and its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(value: Fraction | None) -> str:
    """Return a factor: `2.17×`."""
    return "-" if value is None else f"{float(value):.2f}×"


def percent(value: Fraction | None) -> str:
    """Return a share in per cent."""
    return "-" if value is None else f"{float(value * 100):.0f} %"
