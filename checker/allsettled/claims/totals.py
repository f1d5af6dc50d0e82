"""Totals that aren't the sum of what they stand under: in tables, in lists and in a log's own header."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.claims.judging import round_step, same_noun
from allsettled.claims.lists import Labelled, alone
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import words_of
from allsettled.claims.table_signs import may_be_sum
from allsettled.claims.tokens import Tokens
from allsettled.claims.vocabulary import EMPTY, NOT_ADDED, SUBTOTALS, SUMS, Dimension
from allsettled.document.model import Row, Table


class Added(NamedTuple):
    """The least and greatest sum of some quantities, and how far their rounding may take it."""

    low: float
    high: float
    slack: float


class WrongSum(NamedTuple):
    """A stated total, its column in the sum row, and the sum of the cells above it."""

    column: int
    stated: Quantity
    added: Added


class SumRow(NamedTuple):
    """A table's row of totals, and the column in which it's called so: mostly the first."""

    row: Row
    label: int


def sum_row(table: Table) -> SumRow | None:
    """Return the table's one row of totals: its last, or None where it has none or parts of it are sums too."""
    if len(table.rows) < 3 or table.torn(table.rows[-1]):
        return None
    *rows, last = table.rows
    if not may_be_sum(last.source):
        return None
    label = next((at for at, cell in enumerate(last.cells) if " ".join(words_of(cell.text)) in SUMS), None)
    if label is None:
        return None
    others = {word for row in rows if len(row.cells) > label for word in words_of(row.cells[label].text)}
    if not others.isdisjoint(SUBTOTALS) or any("total" in word for word in others):
        return None
    return SumRow(last, label)


def wrong_sums(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[WrongSum]:
    """Yield each cell of a table's sum row that isn't what the cells above it add up to."""
    total = sum_row(table)
    if total is None or any(table.torn(row) for row in table.rows):
        return
    for column, heading in enumerate(table.header.cells):
        words = words_of(heading.text)
        if column == total.label or not NOT_ADDED.isdisjoint(words) or "%" in heading.text or "/" in heading.text:
            continue
        stated = whole_cell(cells[-1][column])
        parts = [whole_cell(row[column]) for row in cells[:-1] if not _is_empty(row[column])]
        if stated is None or any(part and part.is_range and not part.noun and not part.unit for part in parts):
            continue
        added = _add(parts, stated)
        if added is not None and not _is_sum(stated, added) and not _one_of(stated, parts):
            yield WrongSum(column, stated, added)


def wrong_list_sum(items: Sequence[Labelled]) -> WrongSum | None:
    """Return the total that a list ends with, `Total: N`, if it isn't what the items before it add up to."""
    if len(items) < 3 or items[-1].label not in (("total",), ("grand", "total")):
        return None
    stated, parts = items[-1].quantity, [item.quantity for item in items[:-1]]
    if stated is None or not all(alone(item) for item in items):
        return None
    if stated.is_range and stated.dimension is not Dimension.TIME:
        return None  # lengths and sizes add up with what joins them
    added = _add(parts, stated)
    if added is None or _is_sum(stated, added) or _one_of(stated, parts):
        return None
    return WrongSum(0, stated, added)


def _is_empty(cell: Tokens) -> bool:
    return "".join(cell.text.split()).lower() in EMPTY


def whole_cell(cell: Tokens) -> Quantity | None:
    """Return a cell's quantity if the cell is nothing else, but for a word or two and marks."""
    found = [token.quantity for token in cell.tokens if token.quantity is not None]
    if len(found) != 1 or len(cell.tokens) > 3 or cell.tokens[0].quantity is None:
        return None
    quantity = found[0]
    plain = not quantity.bound and not quantity.sign and quantity.dimension not in (Dimension.PERCENT, Dimension.FACTOR)
    return quantity if plain else None


def _add(parts: Sequence[Quantity | None], stated: Quantity) -> Added | None:
    """Add quantities up in the stated total's unit, or return None where one of them doesn't belong."""
    low = high = slack = 0.0
    for part in parts:
        if part is None or part.dimension is not stated.dimension or part.bound or part.sign:
            return None
        if part.dimension is Dimension.COUNT and (part.unit != stated.unit or not _one_noun(part, stated)):
            return None
        scale = part.size() / stated.size()
        low += part.low * scale
        high += part.high * scale
        slack += _slack(part) * scale
    return Added(low, high, slack) if len(parts) >= 2 else None


def _one_noun(one: Quantity, two: Quantity) -> bool:
    return not one.noun or not two.noun or same_noun(one.noun, two.noun)


def _slack(quantity: Quantity) -> float:
    if quantity.approximate:
        return max(quantity.step, round_step(quantity.low)) / 2
    exact = quantity.dimension is Dimension.COUNT and quantity.step == 1
    return 0.0 if exact else quantity.step / 2


def _is_sum(stated: Quantity, added: Added) -> bool:
    slack = added.slack + _slack(stated) + 1e-9 * max(1.0, added.high)
    return abs(stated.low - added.low) <= slack and abs(stated.high - added.high) <= slack


def _one_of(stated: Quantity, parts: Sequence[Quantity | None]) -> bool:
    """Say whether a total may be no sum at all: an average, a greatest value, a wall-clock time, an overlap."""
    sizes = [part.value * part.size() for part in parts if part is not None]
    within = min(sizes) <= stated.value * stated.size() <= max(sizes)
    if stated.dimension is Dimension.TIME and stated.value * stated.size() < sum(sizes):
        return True  # what ran in parallel takes less time than its parts
    return within or (stated.is_range and not any(part.is_range for part in parts if part is not None))
