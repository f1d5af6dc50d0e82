"""A document's claims, one after the other: what each reader finds, in the file's order."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from allsettled.claims import arithmetic, summing, unbacked
from allsettled.claims.backing import without_backed
from allsettled.claims.lists import groups, labelled
from allsettled.claims.passages import Passage, block_passages
from allsettled.claims.problem import Kind, Problem
from allsettled.claims.rows import row_cells
from allsettled.claims.signs import has_sign, list_may_be_wrong, may_be_unbacked, passage_may_be_wrong, runs_in, signs
from allsettled.claims.table_signs import row_may_be_wrong, rows_may_be_wrong, whole_may_be_wrong
from allsettled.claims.tokens import tokenize
from allsettled.document.model import Document, Item, Mark, Paragraph, Section, Table
from allsettled.span import Span, Text

_REPEATS = 8  # lines that a hint names
_ORDER: dict[Kind, int] = {"arithmetic": 0, "total": 1, "unbacked": 2}


def read(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with a document's claims, in the file's order, one problem a place (NFR-2.2)."""
    signed = _signed_lines(document.text)
    found = [problem for section in document.root.walk() for problem in _in_section(section, signed)]
    found.extend(summing.in_document(document))
    first: dict[Span, Problem] = {}
    for problem in sorted(found, key=lambda one: (one.span, _ORDER[one.kind])):
        first.setdefault(problem.span, problem)
    yield from without_backed(list(_with_repeats(list(first.values()), document.lines)), document)


def _signed_lines(text: str) -> list[int]:
    """Return the numbers (1-based) of the lines with signs, in order: only what stands there is read."""
    lines: list[int] = []
    line, done = 1, 0
    for at in sorted(signs(text)):
        line += text.count("\n", done, at)
        done = at
        if not lines or lines[-1] < line:
            lines.append(line)
    return lines


def _is_signed(block: Item | Paragraph | Table, signed: Sequence[int]) -> bool:
    following = bisect_left(signed, block.span.line)
    return following < len(signed) and signed[following] <= block.span.end_line


def _signed_texts(items: Iterable[Item], signed: Sequence[int]) -> Iterator[str]:
    return ("\n".join(line.text for line in item.lines) for item in items if _is_signed(item, signed))


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


def _in_section(section: Section, signed: Sequence[int]) -> Iterator[Problem]:
    timed: set[int] = set()  # blocks of lists that hold the times of a claim
    for group in groups(section):
        if not any(_is_signed(item, signed) for item in group):
            continue
        text = "\n".join(line.text for item in group for line in item.lines)
        wrong, spoken = list_may_be_wrong(text), any(map(may_be_unbacked, _signed_texts(group, signed)))
        if not (wrong or spoken):
            continue
        items = [item for block in group for item in labelled(block)]
        if wrong:
            yield from arithmetic.in_list(items)
            yield from summing.in_list(items)
        if spoken and unbacked.hold_times([item.tokens for item in items]):
            timed.update(id(block) for block in group)
    for block in section.blocks:
        if not isinstance(block, Paragraph | Item | Table) or not _is_signed(block, signed):
            continue
        if isinstance(block, Paragraph | Item):
            goal = isinstance(block, Item) and block.mark is Mark.OPEN
            yield from _in_block(list(block_passages(block)), timed=goal or id(block) in timed)
        else:
            yield from _in_table(block)


def _in_block(passages: Sequence[Passage], *, timed: bool) -> Iterator[Problem]:
    signed = [passage for passage in passages if has_sign(passage.text)]
    for passage in signed:
        if passage_may_be_wrong(passage.text):
            tokens = tokenize(passage.text)
            yield from arithmetic.in_passage(passage, tokens)
            yield from summing.in_passage(passage, tokens)
    spoken = [passage for passage in signed if may_be_unbacked(passage.text)]
    timed = timed or unbacked.hold_times([tokenize(passage.text) for passage in passages if spoken])
    for passage in spoken:
        yield from unbacked.in_passage(passage, tokenize(passage.text), timed=timed)


def _in_table(table: Table) -> Iterator[Problem]:
    sources = [row.source for row in table.rows]
    text = "\n".join((table.header.source, *sources))
    if not has_sign(text):
        return
    if whole_may_be_wrong(sources):
        cells = row_cells(table)
        yield from arithmetic.in_parts(table, cells)
        yield from summing.in_table(table, cells)
    if rows_may_be_wrong(runs_in(table.header.source), sources) or may_be_unbacked(text):
        rows = tuple(row for row in table.rows if row_may_be_wrong(row.source) or may_be_unbacked(row.source))
        yield from _in_rows(Table(table.header, rows, table.span, table.section))


def _in_rows(table: Table) -> Iterator[Problem]:
    cells = row_cells(table)
    yield from arithmetic.in_rows(table, cells)
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
