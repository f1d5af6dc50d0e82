"""Times that a document gives elsewhere: a speed-up that they back needn't name them each time it's claimed."""

from collections.abc import Iterator, Sequence

from allsettled.claims.lists import groups
from allsettled.claims.passages import block_passages
from allsettled.claims.problem import Problem
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import row_cells
from allsettled.claims.tokens import Tokens, quantities, tokenize
from allsettled.claims.vocabulary import Dimension
from allsettled.document.model import Document, Paragraph, Section, Table

_FIGURES = (Dimension.PERCENT, Dimension.FACTOR)


def without_backed(found: Sequence[Problem], document: Document) -> list[Problem]:
    """Leave out the notes on figures whose times stand elsewhere in the document.

    They back a figure that they make up, or that overlaps with one; a wrong one is reported where its times stand,
    and backs no other.
    """
    if not any(problem.kind == "unbacked" for problem in found):
        return list(found)
    wrong = [figure for one in found if one.kind == "arithmetic" for figure in _stated(one, document)]
    right = [figure for figure in _figures(document) if not any(_same(figure, other) for other in wrong)]
    return [
        problem
        for problem in found
        if problem.kind != "unbacked"
        or not all(
            any(_same(figure, other) for other in wrong) or any(_overlap(figure, other) for other in right)
            for figure in _stated(problem, document)
        )
    ]


def _stated(problem: Problem, document: Document) -> list[Quantity]:
    span = problem.span
    return quantities(document.lines[span.line - 1][span.column - 1 : span.end_column - 1])


def _same(one: Quantity, other: Quantity) -> bool:
    return one.dimension is other.dimension and (one.low, one.high) == (other.low, other.high)


def _overlap(one: Quantity, other: Quantity) -> bool:
    return one.dimension is other.dimension and one.low <= other.high and other.low <= one.high


def _figures(document: Document) -> Iterator[Quantity]:
    """Yield the percentages and factors of a document that stand beside two times or more."""
    for section in document.root.walk():
        for passages in _neighbours(section):
            found = [token.quantity for tokens in passages for token in tokens.tokens if token.quantity]
            times = {(one.low, one.high, one.unit) for one in found if one.dimension is Dimension.TIME}
            if len(times) > 1:
                yield from (one for one in found if one.dimension in _FIGURES)


def _neighbours(section: Section) -> Iterator[list[Tokens]]:
    """Yield what belongs together: a paragraph, the items of a list beside each other, a table."""
    for group in groups(section):
        yield [tokenize(passage.text) for item in group for passage in block_passages(item)]
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield [tokenize(passage.text) for passage in block_passages(block)]
        elif isinstance(block, Table):
            rows = [row for row in row_cells(block) if sum(_has_time(cell) for cell in row) > 1]
            yield [cell for row in (row_cells(block) if rows else ()) for cell in row]


def _has_time(cell: Tokens) -> bool:
    return any(token.quantity and token.quantity.dimension is Dimension.TIME for token in cell.tokens)
