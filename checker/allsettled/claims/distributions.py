"""Counts with percentages that make up a hundred: each must be its count's share of the sum."""

from collections.abc import Sequence
from typing import NamedTuple

from allsettled.claims.judging import rounded
from allsettled.claims.lists import Labelled
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens
from allsettled.claims.totals import sum_row, whole_cell
from allsettled.claims.vocabulary import Dimension
from allsettled.document.model import Table


class WrongPart(NamedTuple):
    """Which part it is, its count, its percentage and the sum of all counts."""

    position: int
    part: Quantity
    figure: Quantity
    whole: float


class TableParts(NamedTuple):
    """Rows of a table, the column of their percentages, and each row's count and percentage."""

    rows: list[int]
    column: int
    counts: list[Quantity]
    figures: list[Quantity]


def wrong_part(counts: Sequence[Quantity], figures: Sequence[Quantity]) -> WrongPart | None:
    """Return the part whose percentage is farthest from its share, of parts whose percentages make up a hundred."""
    whole = sum(count.low for count in counts)
    hundred = sum(figure.low for figure in figures)
    if len(counts) < 2 or whole <= 0 or abs(hundred - 100) > 0.5 + 0.5 * len(figures) * figures[0].step:
        return None
    wrong = []
    for index, (count, figure) in enumerate(zip(counts, figures, strict=True)):
        share = 100 * count.low / whole
        claimed = rounded(figure.low, figure)
        # by a step more than elsewhere: one part of a hundred is often what the others leave
        if not claimed.low - figure.step <= share <= claimed.high + figure.step:
            wrong.append((abs(share - figure.low), WrongPart(index, count, figure, whole)))
    return max(wrong, key=lambda one: one[0])[1] if wrong else None


def list_parts(items: Sequence[Labelled]) -> tuple[list[Quantity], list[Quantity]]:
    """Return counts and percentages of the items that a list begins with and that read `Glad: 3 events (60%)`."""
    counts: list[Quantity] = []
    figures: list[Quantity] = []
    for item in items:
        kinds = item.tokens.kinds[item.after :]
        body = kinds.replace("W", "").replace("L", "")
        if item.quantity is None or not body.startswith("Q(P)") or not _count(item.quantity):
            break
        counts.append(item.quantity)
        figures.append(item.tokens.measure(item.after + kinds.index("P")))
    return (counts, figures) if _percents(figures) else ([], [])


def table_parts(table: Table, cells: Sequence[Sequence[Tokens]]) -> TableParts | None:
    """Return the counts and percentages of a table that has exactly one column of each."""
    total = sum_row(table)
    rows = [index for index, row in enumerate(table.rows) if total is None or row is not total.row]
    if len(rows) < 2 or "%" not in table.rows[0].source or any(table.torn(row) for row in table.rows):
        return None
    columns = range(len(table.header.cells))
    counted = [column for column in columns if all(_count(whole_cell(cells[row][column])) for row in rows)]
    shared = [column for column in columns if all(cells[row][column].kinds == "P" for row in rows)]
    if len(counted) == 2 and counted[0] == 0:
        counted.pop(0)  # the rows' numbers, or their names
    if len(counted) != 1 or len(shared) != 1:
        return None
    counts = [quantity for row in rows if (quantity := whole_cell(cells[row][counted[0]]))]
    figures = [cells[row][shared[0]].measure(0) for row in rows]
    return TableParts(rows, shared[0], counts, figures) if _percents(figures) else None


def _count(quantity: Quantity | None) -> bool:
    return (
        quantity is not None
        and quantity.dimension is Dimension.COUNT
        and not (quantity.is_range or quantity.approximate or quantity.bound or quantity.unit)
    )


def _percents(figures: Sequence[Quantity]) -> bool:
    return all(
        one.dimension is Dimension.PERCENT and not (one.is_range or one.approximate or one.bound or one.sign)
        for one in figures
    )
