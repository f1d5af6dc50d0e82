"""Wrong figures of a passage, a table and a list, as problems: what `wrong-arithmetic` reports."""

from collections.abc import Iterator, Sequence

from allsettled.claims import wording
from allsettled.claims.distributions import list_parts, table_parts, wrong_part
from allsettled.claims.equations import Equation, equation_agrees, equations
from allsettled.claims.judging import agrees
from allsettled.claims.lists import Labelled, list_claims, list_shares
from allsettled.claims.passages import Passage
from allsettled.claims.problem import Problem
from allsettled.claims.prose import Claim, claims
from allsettled.claims.ratios import of_whole, share_agrees, shares
from allsettled.claims.rows import row_claims
from allsettled.claims.targets import missed_targets
from allsettled.claims.tokens import Tokens
from allsettled.document.model import Table


def in_passage(passage: Passage, tokens: Tokens) -> Iterator[Problem]:
    """Yield the figures of running text that the numbers beside them don't give."""
    for claim in _wrong_claims(list(claims(tokens))):
        figure, relation = claim.figure[:2]
        message, hint = wording.comparison(figure, relation, claim.pair, (tokens.text,) * 3)
        yield Problem(passage.span(figure.start, figure.end), message, "arithmetic", hint)
    for share in shares(tokens):
        if not share_agrees(share):
            message, hint = wording.share(*of_whole(share), share.figure, tokens.text, share.part.unit)
            yield Problem(passage.span(share.figure.start, share.figure.end), message, "arithmetic", hint)
    for equation in equations(tokens):
        if not equation_agrees(equation):
            message, hint = _equation(equation, tokens.text)
            yield Problem(passage.span(equation.stated.start, equation.stated.end), message, "arithmetic", hint)


def _wrong_claims(found: list[Claim]) -> Iterator[Claim]:
    """A pair that another figure of the same passage gives rightly is not held against this one."""
    right = {claim.pair for claim in found if agrees(claim.figure.quantity, claim.figure.relation, claim.pair)}
    for claim in found:
        if claim.pair not in right:
            yield claim


def _equation(equation: Equation, text: str) -> tuple[str, str]:
    stated = equation.stated
    right = wording.with_unit((equation.value, equation.value), stated)
    sum_said = " ".join(text[equation.start : equation.end].split())
    return (
        f"{sum_said} is {right}, not {wording.said(stated, text)}",
        f"write {right}, or correct the sum",
    )


def in_rows(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[Problem]:
    """Yield the figures of a table's rows that the cells beside them don't give, and targets missed but ticked.

    `cells` are the tokens of each row's cells.
    """
    for row, claim in row_claims(table, cells):
        figure, relation, *_ = claim.figure
        if agrees(figure, relation, claim.pair):
            continue
        texts = [cells[row][column].text for column in claim.columns]
        message, hint = wording.comparison(figure, relation, claim.pair, (texts[0], texts[1], texts[2]))
        place = table.rows[row].cells[claim.columns[0]].span
        yield Problem(place.part(figure.start, figure.end), message, "arithmetic", hint)
    for missed in missed_targets(table, cells):
        row_cells = table.rows[missed.row].cells
        actual, target = row_cells[missed.actual].text, row_cells[missed.target].text
        message = f"{actual} doesn't meet the target {target}, though it's marked as met"
        hint = "mark it as missed, or correct the value or the target"
        yield Problem(row_cells[missed.mark].span, message, "arithmetic", hint)


def in_parts(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[Problem]:
    """Yield the percentage of a table's parts that its count doesn't give."""
    parts = table_parts(table, cells)
    if parts and (wrong := wrong_part(parts.counts, parts.figures)):
        row = parts.rows[wrong.position]
        text = cells[row][parts.column].text
        message, hint = wording.share(wrong.part.low, wrong.whole, wrong.figure, text)
        place = table.rows[row].cells[parts.column].span.part(wrong.figure.start, wrong.figure.end)
        yield Problem(place, message, "arithmetic", hint)


def in_list(items: Sequence[Labelled]) -> Iterator[Problem]:
    """Yield the figures of a list that the numbers in its other items don't give."""
    for claim in list_claims(items):
        figure, relation = claim.figure[:2]
        if not agrees(figure, relation, claim.pair):
            texts = (claim.where.tokens.text, claim.before.tokens.text, claim.after.tokens.text)
            message, hint = wording.comparison(figure, relation, claim.pair, texts)
            yield Problem(claim.where.passage.span(figure.start, figure.end), message, "arithmetic", hint)
    for found in list_shares(items):
        figure = found.share.figure
        if not share_agrees(found.share):
            message, hint = wording.share(found.share.part.low, found.share.whole.low, figure, found.where.tokens.text)
            yield Problem(found.where.passage.span(figure.start, figure.end), message, "arithmetic", hint)
    counts, figures = list_parts(items)
    if wrong := wrong_part(counts, figures):
        item, figure = items[wrong.position], wrong.figure
        message, hint = wording.share(wrong.part.low, wrong.whole, figure, item.tokens.text)
        yield Problem(item.passage.span(figure.start, figure.end), message, "arithmetic", hint)
