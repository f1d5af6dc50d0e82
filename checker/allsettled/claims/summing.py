"""Wrong totals of a passage, a table, a list and a document, as problems: what `wrong-total` reports."""

from collections.abc import Iterator, Sequence

from allsettled.claims import wording
from allsettled.claims.counts import wrong_counts, wrong_durations
from allsettled.claims.listed import wrong_lengths
from allsettled.claims.lists import Labelled
from allsettled.claims.passages import Passage
from allsettled.claims.problem import Problem
from allsettled.claims.tallies import wrong_tallies
from allsettled.claims.tokens import Tokens
from allsettled.claims.totals import wrong_list_sum, wrong_sums
from allsettled.document.model import Document, Table


def in_passage(passage: Passage, tokens: Tokens) -> Iterator[Problem]:
    """Yield the wholes of running text that the parts beside them don't add up to."""
    for tally in wrong_tallies(tokens):
        amount = sum(part.low for part in tally.parts)
        parts = " + ".join(wording.number(part.low) for part in tally.parts)
        stated = wording.said(tally.whole, tokens.text)
        message = f"{parts} is {wording.number(amount)}, not {stated}"
        hint = f"write {wording.number(amount)}, or account for each of the {stated}"
        yield Problem(passage.span(tally.whole.start, tally.whole.end), message, "total", hint)


def in_table(table: Table, cells: Sequence[Sequence[Tokens]]) -> Iterator[Problem]:
    """Yield the cells of a table's sum row that the rows above don't add up to."""
    for wrong in wrong_sums(table, cells):
        text = cells[-1][wrong.column].text
        message, hint = wording.added(wrong.added.low, wrong.added.high, wrong.stated, text, "rows")
        place = table.rows[-1].cells[wrong.column].span
        yield Problem(place.part(wrong.stated.start, wrong.stated.end), message, "total", hint)


def in_list(items: Sequence[Labelled]) -> Iterator[Problem]:
    """Yield the last item of a list where it's a total that the others don't add up to."""
    if wrong := wrong_list_sum(items):
        last = items[-1]
        message, hint = wording.added(wrong.added.low, wrong.added.high, wrong.stated, last.tokens.text, "items")
        yield Problem(last.passage.span(wrong.stated.start, wrong.stated.end), message, "total", hint)


def in_document(document: Document) -> Iterator[Problem]:
    """Yield counts and durations that a table elsewhere in the document contradicts."""
    for count in wrong_counts(document):
        stated = wording.said(count.stated, count.where.tokens.text)
        message = f"the table above (line {count.table.span.line}) has {count.rows} rows, not {stated}"
        place = count.where.passage.span(count.stated.start, count.stated.end)
        yield Problem(place, message, "total", f"write {count.rows}, or list what the table lacks")
    for length in wrong_lengths(document):
        stated = wording.said(length.stated, length.where.tokens.text, counted=True)
        message = f"the list above (line {length.line}) has {length.items} items, not {stated}"
        place = length.where.passage.span(length.stated.start, length.stated.end)
        yield Problem(place, message, "total", f"write {length.items}, or list what is missing")
    for duration in wrong_durations(document):
        stated = wording.said(duration.stated, duration.where.tokens.text)
        total = wording.said(duration.total, duration.total_text)
        message = f"the times add up to {total} (line {duration.line}), not {stated}"
        place = duration.where.passage.span(duration.stated.start, duration.stated.end)
        yield Problem(place, message, "total", f"write {total}, or say what the table of times leaves out")
