"""Numbers as the page writes them."""

from fractions import Fraction

_MINUTE, _HOUR = 60, 3600


def of(number: int, one: str, many: str = "") -> str:
    """Return a count and its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(value: Fraction | None) -> str:
    """Return a factor: `2.17×`."""
    return "-" if value is None else f"{float(value):.2f}×"


def percent(value: Fraction | None) -> str:
    """Return a share in per cent."""
    return "-" if value is None else f"{float(value * 100):.0f} %"


def took(microseconds: int | Fraction | None) -> str:
    """Return the length of one run or dispatch, to the second from a minute on: `39.6 s`, `4 min 18 s`, `1 h 5 min`."""
    if microseconds is None:
        return "-"
    tenths = round(microseconds / 100_000)
    if tenths < _MINUTE * 10:
        return f"{tenths / 10:.1f} s"
    seconds = round(microseconds / 1_000_000)
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min {seconds % _MINUTE} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes // 60:,} h {minutes % 60} min"
