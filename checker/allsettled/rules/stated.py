"""The quantities that a cell of the Metrics table states, where it's clear what they are."""

import re
from collections.abc import Collection, Iterator

from allsettled.claims.quantity import Quantity
from allsettled.claims.vocabulary import Dimension
from allsettled.expressions import expression

_MARKS = expression(r"[\s*_`~≈=+(\[]*(?:about |approx\.? |ca\. )?$", re.IGNORECASE)
_NOT_MEASURED = expression(r"\b(?:estimat\w*|est\.|target\w*|goal\w*|expected|baseline|planned|n/a)\b", re.IGNORECASE)
_CLOCK = expression(r"\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$")


def stated(text: str, wanted: Collection[Dimension]) -> Iterator[Quantity]:
    """Yield what a cell states, of the dimensions that are wanted: its first quantity, and one of another kind.

    `50 min (40%)` states both. What's called an estimate, a limit, or stands behind words isn't measured.
    """
    if _NOT_MEASURED.search(text):
        return
    if clock := _CLOCK.match(text):
        hours, minutes, seconds = map(int, clock.groups())
        whole = float(hours * 3600 + minutes * 60 + seconds)
        yield Quantity(whole, whole, Dimension.TIME, "s", 1.0, False, "", "", 0, len(text))
        return
    from allsettled.claims.tokens import quantities  # only where a cell states something

    found = [_as_wanted(quantity, wanted) for quantity in quantities(text)]
    if not found or not _MARKS.match(text[: found[0].start]) or any(one.bound or one.sign for one in found):
        return
    yield found[0]
    if len(found) == 2 and found[1].dimension is not found[0].dimension:
        yield found[1]


def _as_wanted(quantity: Quantity, wanted: Collection[Dimension]) -> Quantity:
    """A bare number where a factor belongs is one: `1.67`."""
    bare = quantity.dimension is Dimension.COUNT and not quantity.noun
    return quantity._replace(dimension=Dimension.FACTOR, unit="x") if bare and Dimension.FACTOR in wanted else quantity
