"""A document's claims, one after the other: what each reader finds, in the file's order."""

import re
from collections.abc import Iterator, Sequence

from allsettled.claims import arithmetic, summing, unbacked
from allsettled.claims.lists import groups, labelled
from allsettled.claims.passages import Passage, block_passages
from allsettled.claims.problem import Kind, Problem
from allsettled.claims.rows import row_cells
from allsettled.claims.tokens import tokenize
from allsettled.document.model import Document, Item, Mark, Paragraph, Section, Table
from allsettled.span import Span, Text

# Cheap signs, one of which every claim has. A text without them is not cut into tokens.
_SIGN = re.compile(
    r"[%=]|[0-9][x×]|percent|fold|times|[Ss]av|[Tt]otal|TOTAL|faster|quicker|sooner|ispatched|aunched|pawned"
)
_DIGIT = re.compile(r"[0-9]")
_REPEATS = 8  # lines that a hint names
_ORDER: dict[Kind, int] = {"arithmetic": 0, "total": 1, "unbacked": 2}


def read(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document's claims, in the file's order, one problem a place (NFR-2.2)."""
    found = [problem for section in document.root.walk() for problem in _in_section(section)]
    found.extend(summing.in_document(document))
    first: dict[Span, Problem] = {}
    for problem in sorted(found, key=lambda one: (one.span, _ORDER[one.kind])):
        first.setdefault(problem.span, problem)
    yield from _with_repeats(list(first.values()), document.lines)


def _with_repeats(found: list[Problem], lines: Sequence[str]) -> Iterator[Problem]:
    """Say with a wrong figure where else the document states it, without any numbers of its own."""
    repeats: dict[str, list[str]] = {}
    for problem in found:
        if problem.kind == "unbacked":
            repeats.setdefault(_figure(problem, lines), []).append(str(problem.span.line))
    for problem in found:
        again = repeats.get(_figure(problem, lines)) if problem.kind == "arithmetic" else None
        if again:
            more = f" and {len(again) - _REPEATS} more" if len(again) > _REPEATS else ""
            where = f"line{'s' * (len(again) > 1)} {', '.join(again[:_REPEATS])}{more}"
            problem = problem._replace(hint=f"{problem.hint}; the same figure stands in {where}")
        yield problem


def _figure(problem: Problem, lines: Sequence[str]) -> str:
    span = problem.span
    return lines[span.line - 1][span.column - 1 : span.end_column - 1].strip("~ ")


def _in_section(section: Section) -> Iterator[Problem]:
    timed: set[int] = set()  # blocks of lists that hold the times of a claim
    for group in groups(section):
        if not any(_has_sign(passage.text) for item in group for passage in block_passages(item)):
            continue
        items = [item for block in group for item in labelled(block)]
        yield from arithmetic.in_list(items)
        yield from summing.in_list(items)
        if unbacked.hold_times([item.tokens for item in items]):
            timed.update(id(block) for block in group)
    for block in section.blocks:
        if isinstance(block, Paragraph | Item):
            goal = isinstance(block, Item) and block.mark is Mark.OPEN
            yield from _in_block(list(block_passages(block)), timed=goal or id(block) in timed)
        elif isinstance(block, Table):
            yield from _in_table(block)


def _in_block(passages: Sequence[Passage], *, timed: bool) -> Iterator[Problem]:
    signed = [passage for passage in passages if _has_sign(passage.text)]
    for passage in signed:
        tokens = tokenize(passage.text)
        yield from arithmetic.in_passage(passage, tokens)
        yield from summing.in_passage(passage, tokens)
    timed = timed or unbacked.hold_times([tokenize(passage.text) for passage in passages if signed])
    for passage in signed:
        yield from unbacked.in_passage(passage, tokenize(passage.text), timed=timed)


def _has_sign(text: str) -> bool:
    return _DIGIT.search(text) is not None and _SIGN.search(text) is not None


def _in_table(table: Table) -> Iterator[Problem]:
    signs = any(_has_sign(row.source) for row in (table.header, *table.rows))
    if not signs:
        return
    cells = row_cells(table)
    yield from arithmetic.in_table(table, cells)
    yield from summing.in_table(table, cells)
    headings = [cell.text for cell in table.header.cells]
    for row, tokens in zip(table.rows, cells, strict=True):
        for index, (cell, own) in enumerate(zip(row.cells, tokens, strict=True)):
            if "P" not in own.kinds:
                continue
            passage = Passage(cell.text, (0,), (Text(own.text, cell.span),))
            yield from arithmetic.in_passage(passage, own)
            yield from summing.in_passage(passage, own)
            if not table.torn(row):
                yield from unbacked.in_row(passage, index, tokens, headings)
