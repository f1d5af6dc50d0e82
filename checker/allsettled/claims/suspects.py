"""What of a text must be parsed to be sure that none of its figures and totals is wrong."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from allsettled.claims.signs import list_may_be_wrong, may_count_a_table, may_count_items, passage_may_be_wrong, signs
from allsettled.claims.table_signs import may_be_table, may_state_time, may_total_times, table_may_be_wrong
from allsettled.document.outline import Outline, Piece
from allsettled.expressions import expression

_CHAPTER = 2
_ITEM = expression(r"(?m)^[ \t>]*(?:[-*+]|[0-9]+[.)])[ \t]")


def suspects(outline: Outline) -> str | None:
    """Return what may hold a wrong claim, or None if nothing does; all else is blank, and lines keep their numbers.

    A wrong claim of the whole text is one of this too; what's found here may be none.
    """
    if may_state_time(outline.text[: _header_end(outline)]) and may_total_times(outline.text):
        return outline.text
    kept: list[Piece] = []
    at = sorted(set(signs(outline.text)))
    starts = [piece.start for piece in outline.pieces]
    number = 0
    while number < len(at):
        index = bisect_right(starts, at[number]) - 1
        piece = outline.pieces[index]
        last = bisect_left(at, piece.end, number)
        for small, inside in _with_signs(outline.divide(piece), at[number:last]):
            text = outline.text[small.start : small.end]
            if may_count_a_table(text) and (near := _counted_before(outline, index, small)):
                if any(each.doubtful for each in near):
                    return outline.text
                kept.extend(near)
                break  # all of the piece is kept
            if _ITEM.search(text) is not None and list_may_be_wrong(text):
                kept.append(small)
            else:
                for item, signed in _with_signs(outline.divide(small, lists=True), inside):
                    lines = _lines(outline.text, item, signed)
                    if any(passage_may_be_wrong(each) or table_may_be_wrong(each) for each in lines):
                        kept.append(item)
        number = last
    return outline.only(kept) if kept else None


def _header_end(outline: Outline) -> int:
    """Return where the second heading of level 2 begins, at the latest: a log's duration stands before it."""
    chapters = [piece.start for piece in outline.pieces if piece.level == _CHAPTER]
    return chapters[1] if len(chapters) > 1 else len(outline.text)


def _with_signs(pieces: Iterator[Piece], at: Sequence[int]) -> Iterator[tuple[Piece, Sequence[int]]]:
    """Yield the pieces that have signs, each with the places of these. Both come in the text's order."""
    first = 0
    for piece in pieces:
        last = bisect_left(at, piece.end, first)
        if last > first:
            yield piece, at[first:last]
        first = last


def _lines(text: str, piece: Piece, at: Sequence[int]) -> Iterator[str]:
    """Yield the lines around each sign, up to the blank ones before and behind: no paragraph or table goes on there."""
    done = piece.start
    for sign in at:
        if sign >= done:
            begin = max(text.rfind("\n\n", piece.start, sign), piece.start)
            done = text.find("\n\n", sign, piece.end)
            done = piece.end if done < 0 else done
            yield text[begin:done]


def _counted_before(outline: Outline, index: int, small: Piece) -> tuple[Piece, ...]:
    """Return the pieces from the one before with the same level, or the one above both, if what's counted is there."""
    first = index - 1
    while first > 0 and outline.pieces[first].level > outline.pieces[index].level:
        first -= 1
    near = outline.pieces[max(first, 0) : index + 1]
    text = outline.text[near[0].start : small.end]
    listed = _ITEM.search(text) is not None and may_count_items(outline.text[small.start : small.end])
    return near if listed or may_be_table(text) else ()
