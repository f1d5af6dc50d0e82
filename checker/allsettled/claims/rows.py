"""Claims in the rows of a table: before, after and what that's said to make.

Which column is which, its heading says. Without such headings, only a cell that itself says `40% reduction`, with
exactly two quantities of one unit in the cells before it, is certain enough.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.claims.figures import Figure, find_figures
from allsettled.claims.judging import Pair, comparable
from allsettled.claims.prose import same_direction, same_subject
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import Tokens, tokenize
from allsettled.claims.vocabulary import CUES, ROLES, WEAK_ROLES, Dimension, Relation, Role
from allsettled.document.model import Table

_WIDEST = 40  # columns; wider tables hold data, not claims
_LONGEST = 12  # tokens of a figure's cell; a longer one tells of more than its row


class RowClaim(NamedTuple):
    """A figure in one cell and the pair in two others, and the columns of all three."""

    figure: Figure
    pair: Pair
    columns: tuple[int, int, int]


def row_cells(table: Table) -> list[list[Tokens]]:
    """Return the tokens of each row's cells, read from the line itself: every character stands where its span says."""
    return [
        [tokenize(row.source[cell.span.column - 1 : cell.span.end_column - 1]) for cell in row.cells]
        for row in table.rows
    ]


def words_of(text: str) -> list[str]:
    """Return the lower-case words of a heading or label."""
    return [token.text for token in tokenize(text).tokens if token.text[:1].isalpha()]


def column_roles(headings: Sequence[str]) -> list[Role | None]:
    """Return what each heading says of its column, where one of its words says it."""
    return [next((ROLES[word] for word in words_of(heading) if word in ROLES), None) for heading in headings]


def before_and_after(headings: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns that the headings set against each other, or None where they leave a doubt."""
    strong = column_roles(headings)
    weak = [next((WEAK_ROLES[word] for word in words_of(one) if word in WEAK_ROLES), None) for one in headings]
    before = only(strong, Role.BEFORE)
    after = only(strong, Role.AFTER)
    if before is None:
        before = only([role if i != after else None for i, role in enumerate(weak)], Role.BEFORE)
    if after is None:
        weak_after = [Role.AFTER if one and i != before and strong[i] is None else None for i, one in enumerate(weak)]
        after = only(weak_after, Role.AFTER)
    return None if before is None or after is None or before == after else (before, after)


def only(roles: Sequence[Role | None], role: Role) -> int | None:
    """Return the one column of a role, or None where there's none, or more than one."""
    columns = [index for index, one in enumerate(roles) if one is role]
    return columns[0] if len(columns) == 1 else None


def row_claims(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[tuple[int, RowClaim]]:
    """Yield each claim that a row makes across its cells, and the row's index."""
    headings = [cell.text for cell in table.header.cells]
    if len(headings) > _WIDEST:
        return
    sides = before_and_after(headings)
    implied = [_implied(heading) for heading in headings]
    for index, row in enumerate(table.rows):
        tokens = cells[index]
        if table.torn(row) or any("?" in cell.kinds for cell in tokens):
            continue
        for column, cell in enumerate(tokens):
            if _pair_inside(cell) or len(cell.tokens) > _LONGEST:
                continue
            for figure in list(find_figures(cell)) or _by_heading(cell, implied[column]):
                claim = _claim(figure, column, tokens, sides)
                if claim is not None and same_subject(figure, claim.pair, cell):
                    yield index, claim


def _pair_inside(cell: Tokens) -> bool:
    return "A" in cell.kinds or "V" in cell.kinds


def _implied(heading: str) -> Relation | None:
    """Return what a heading such as `Improvement` says about the figures below it."""
    words = words_of(heading)
    if Role.CHANGE not in column_roles([heading]):
        return None
    return next((CUES[word] for word in words if word in CUES), Relation.CHANGE)


def _by_heading(cell: Tokens, implied: Relation | None) -> list[Figure]:
    """A cell under such a heading that holds one number is a figure without a cue word of its own."""
    numbers = cell.kinds.replace("Q", "P")
    if implied is None or numbers.count("P") != 1:
        return []
    index = numbers.index("P")
    return [Figure(cell.measure(index), implied, index, index + 1)]


def _claim(figure: Figure, column: int, cells: Sequence[Tokens], sides: tuple[int, int] | None) -> RowClaim | None:
    if sides is None and figure.quantity.dimension in (Dimension.PERCENT, Dimension.FACTOR):
        sides = _two_before(column, cells)
    if sides is None or column == sides[0]:
        return None
    before, after = sole(cells[sides[0]]), sole(cells[sides[1]], figure.quantity)
    if before is None or after is None:
        return None
    if before.dimension is Dimension.COUNT and not before.unit and not before.noun:
        before = before._replace(dimension=after.dimension, unit=after.unit) if after.low else before
    if after.low == after.high == 0 and after.dimension is Dimension.COUNT:
        after = after._replace(dimension=before.dimension, unit=before.unit)
    pair = Pair(before, after, True)
    if not comparable(pair) or not same_direction(figure, pair):
        return None
    return RowClaim(figure, pair, (column, *sides))


def _two_before(column: int, cells: Sequence[Tokens]) -> tuple[int, int] | None:
    """The two cells before a figure's, if they alone hold quantities, of one unit."""
    if column < 2 or (column + 1 < len(cells) and sole(cells[column + 1])):
        return None
    first, second = sole(cells[column - 2]), sole(cells[column - 1])
    if first is None or second is None or not first.unit or first.unit != second.unit:
        return None
    others = [cells[index] for index in range(column - 2)]
    return None if any(sole(one) for one in others) else (column - 2, column - 1)


def sole(cell: Tokens, beside: Quantity | None = None) -> Quantity | None:
    """Return the one quantity of a cell that holds little else."""
    found = [token.quantity for token in cell.tokens if token.quantity is not None and token.quantity != beside]
    return found[0] if len(found) == 1 and len(cell.tokens) <= 10 else None
