"""A count or duration that a log states in words, against the table that it sums up."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from allsettled.claims.judging import Interval, round_step, same_noun
from allsettled.claims.lists import Labelled, labelled
from allsettled.claims.quantity import Quantity
from allsettled.claims.rows import words_of
from allsettled.claims.table_signs import may_state_time
from allsettled.claims.tokens import quantities, tokenize
from allsettled.claims.totals import sum_row, whole_cell
from allsettled.claims.vocabulary import SUBTOTALS, Dimension
from allsettled.document.model import Block, Document, Item, Paragraph, Section, Table

_DURATIONS = (("duration",), ("duration", "total"), ("duration", "session"), ("time", "total"))
_TIMES = {"time", "duration", "elapsed"}


class WrongCount(NamedTuple):
    """`Total Projects: 9`, or `Total: 9 projects`, under a table of another number of rows."""

    where: Labelled
    stated: Quantity
    rows: int
    table: Table


class WrongDuration(NamedTuple):
    """A header's duration and the total of the log's one table of times."""

    where: Labelled
    stated: Quantity
    total: Quantity
    total_text: str
    line: int


def wrong_counts(document: Document) -> Iterator[WrongCount]:
    """Yield each `Total X: N` that isn't the number of rows of the table of X right before it."""
    if "otal" not in document.text:
        return
    summary: _Summary | None = None
    after = _next_siblings(document)
    for block in document.blocks():
        if isinstance(block, Table):
            summary = _Summary(block)
        elif summary is None or block.section not in (summary.table.section, after.get(summary.table.section)):
            continue
        elif isinstance(block, Paragraph | Item) and any("otal" in line.text for line in block.lines):
            yield from _wrong_counts(block, summary)


def _wrong_counts(block: Block, summary: "_Summary") -> Iterator[WrongCount]:
    for item in labelled(block):
        stated = item.quantity
        if stated is None or "total" not in item.label or stated.dimension is not Dimension.COUNT:
            continue
        counted = (*item.label, stated.noun) if item.label == ("total",) and stated.noun else item.label
        if not summary.noun or not any(same_noun(word, summary.noun) for word in counted):
            continue
        part = not SUBTOTALS.isdisjoint(item.tokens.words(0, len(item.tokens.tokens)))
        if part or stated.low == summary.rows or stated.low in summary.sums:
            continue
        if not any(counts_any(cell.text, summary.noun) for row in summary.table.rows for cell in row.cells):
            yield WrongCount(item, stated, summary.rows, summary.table)


def counts_any(text: str, noun: str) -> bool:
    """Say whether a text counts things that are called so, `4 tests`: then what it's about isn't one of them."""
    return any(one.noun and same_noun(one.noun, noun) for one in quantities(text))


class _Summary:
    """What a table's rows are called and how many there are, and what its columns add up to."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def rows(self) -> int:
        return len(self.table.rows) - (sum_row(self.table) is not None)

    @cached_property
    def noun(self) -> str:
        heading = words_of(self.table.header.cells[0].text)
        return heading[0] if len(heading) == 1 else ""

    @cached_property
    def sums(self) -> set[float]:
        sums: dict[int, float] = {}
        for row in self.table.rows:
            for column, cell in enumerate(row.cells):
                number = whole_cell(tokenize(cell.text))
                sums[column] = sums.get(column, 0.0) + (number.low if number else 0.0)
        return set(sums.values())


def _next_siblings(document: Document) -> dict[Section, Section]:
    return {one: two for section in document.root.walk() for one, two in pairwise(section.sections)}


def wrong_durations(document: Document) -> Iterator[WrongDuration]:
    """Yield the duration in a log's header that its one table of times adds up differently."""
    stated = [found for block in _header_blocks(document) for found in _durations(block)]
    if not stated:
        return
    totals = [found for block in document.blocks() if isinstance(block, Table) for found in _time_totals(block)]
    if len(totals) != 1:
        return
    total, text, line = totals[0]
    for item, time in stated:
        shorter = time.value * time.size() < total.value * total.size()  # it may have run in parallel
        if not shorter and not _overlap(time, total):
            yield WrongDuration(item, time, total, text, line)


def _durations(block: Block) -> Iterator[tuple[Labelled, Quantity]]:
    if isinstance(block, Item | Paragraph) and may_state_time("\n".join(line.text for line in block.lines)):
        for item in labelled(block):
            time = item.quantity
            if time is not None and item.label in _DURATIONS and time.dimension is Dimension.TIME:
                yield item, time


def _header_blocks(document: Document) -> Iterator[Block]:
    """Yield the blocks before the second heading of level 2: a log's header."""
    seen = 0
    for section in document.root.walk():
        seen += section.level == 2
        if seen > 1:
            return
        yield from section.blocks


def _time_totals(table: Table) -> Iterator[tuple[Quantity, str, int]]:
    total = sum_row(table)
    if total is None:
        return
    for heading, cell in zip(table.header.cells, total.row.cells, strict=True):
        tokens = tokenize(cell.text)
        quantity = whole_cell(tokens)
        if quantity and quantity.dimension is Dimension.TIME and not _TIMES.isdisjoint(words_of(heading.text)):
            yield quantity, tokens.text, total.row.span.line


def _overlap(one: Quantity, two: Quantity) -> bool:
    first, second = _seconds(one), _seconds(two)
    return first.low < second.high and second.low < first.high


def _seconds(quantity: Quantity) -> Interval:
    half = max(quantity.step, round_step(quantity.low) if quantity.approximate else 0.0) / 2
    size = quantity.size()
    return Interval((quantity.low - half) * size, (quantity.high + half) * size)
