"""A target that a table marks as met though its own numbers say otherwise: `<30 min | 30 min | ✅`."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.claims.judging import rounded
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import only, sole, words_of
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import MET, TARGET_ROLES, UNMET, Dimension, Role
from allsettled.document.model import Table


class Missed(NamedTuple):
    """The row of a value that misses its target, and the columns of both and of the mark that says otherwise."""

    row: int
    target: int
    actual: int
    mark: int


def missed_targets(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[Missed]:
    """Yield each row whose value is outside of its target and that says it's met."""
    roles = [_role(cell.text) for cell in table.header.cells]
    target, actual, status = (only(roles, role) for role in (Role.TARGET, Role.ACTUAL, Role.STATUS))
    if target is None or actual is None:
        return
    mark = actual if status is None else status
    for index, row in enumerate(table.rows):
        if table.torn(row) or not _met(row.cells[mark].text):
            continue
        limit, value = sole(cells[index][target]), sole(cells[index][actual])
        if limit and value and limit.bound and not value.bound and _outside(limit, value):
            yield Missed(index, target, actual, mark)


def _role(heading: str) -> Role | None:
    return next((TARGET_ROLES[word] for word in words_of(heading) if word in TARGET_ROLES), None)


def _met(cell: str) -> bool:
    """Say whether a cell's marks and words say yes, and none of them no."""
    said = {word.strip(".,:;()[]*").lower() for word in cell.replace("\ufe0f", "").split()}
    return not said.isdisjoint(MET) and said.isdisjoint(UNMET)


def _outside(limit: Quantity, value: Quantity) -> bool:
    if limit.dimension is not value.dimension or limit.is_range or value.is_range or limit.approximate:
        return False
    if limit.dimension is Dimension.COUNT and limit.noun != value.noun and limit.noun and value.noun:
        return False
    edge, size = limit.low * limit.size(), value.size()
    low = high = value.low * size
    if value.approximate:
        interval = rounded(value.low, value)
        low, high = interval.low * size, interval.high * size
    hair = abs(edge) * 1e-9
    if limit.bound in ("<", "≤"):
        return low > edge + hair or (limit.bound == "<" and not value.approximate and abs(low - edge) <= hair)
    return high < edge - hair or (limit.bound == ">" and not value.approximate and abs(high - edge) <= hair)
