"""What a fix changes besides what it says, in the parsed text: nothing, or it isn't made."""

from collections import Counter
from collections.abc import Sequence

from allsettled.document.skeleton import Piece, skeleton
from allsettled.fixing.changes import Change, Join, Removal, Replacement
from allsettled.fixing.refused import Refused


def prove(before: str, after: str, changes: Sequence[Change]) -> None:
    """Hold a text against what it was before the changes: all its blocks are the same, but for what the changes name.

    Raises Refused otherwise. The texts have line feeds for line ends; the changes are in the text's order.
    """
    expected = _expected(skeleton(before), changes)
    replacements = [change for change in changes if isinstance(change, Replacement)]
    try:
        _compare(expected, skeleton(after), before, replacements)
    except Refused as found:  # at the first block that differs: the change that's behind it comes next
        lines = [change.line for change in changes]
        raise Refused(next((line for line in lines if line >= found.line), lines[-1]), found.message) from None


def _expected(pieces: Sequence[Piece], changes: Sequence[Change]) -> list[Piece]:
    """Return the pieces as they are to be: without the comments that go, and with the rows that are mended."""
    joins = {change.line - 1: change for change in changes if isinstance(change, Join)}
    removals = [change for change in changes if isinstance(change, Removal)]
    removal_at = {line - 1: change for change in removals for line in change.lines}
    left = Counter((change.line, comment) for change in removals for comment in change.comments)
    expected: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.kind == "tr_open" and piece.first in joins:
            rows, at = _joined(pieces, at, joins[piece.first])
            expected += rows
            continue
        removal = removal_at.get(piece.first) if piece.kind == "html_block" else None
        if removal and left[removal.line, piece.text.strip()] > 0:
            left[removal.line, piece.text.strip()] -= 1
        else:
            expected.append(piece)
        at += 1
    for (line, _), count in left.items():
        if count:
            raise Refused(line, "the comment is a part of other HTML")
    return expected


def _joined(pieces: Sequence[Piece], start: int, change: Join) -> tuple[list[Piece], int]:
    """Return the row and the end of its table, the paragraph below turned to rows; and where the pieces go on."""
    stop = next(i for i in range(start, len(pieces)) if pieces[i].kind == "tr_close") + 1
    kinds = [piece.kind for piece in pieces[stop : stop + 5]]
    if kinds != ["tbody_close", "table_close", "paragraph_open", "inline", "paragraph_close"]:
        raise Refused(change.line, "something stands between the row and its rest")
    rest = pieces[stop + 2]
    if (rest.first, rest.end) != (change.rest - 1, change.rest - 1 + len(change.rows)):
        raise Refused(change.line, "what follows the blank line isn't the row's rest alone")
    rows: list[Piece] = []
    for cells in change.rows:
        texts = {"tr_open": iter([f"{len(cells)} cells"]), "inline": iter(cells)}
        rows += [
            piece._replace(text=next(texts[piece.kind], "")) if piece.kind in texts else piece
            for piece in pieces[start:stop]
        ]
    return [*rows, *pieces[stop : stop + 2]], stop + 5


def _compare(
    expected: Sequence[Piece], actual: Sequence[Piece], before: str, replacements: Sequence[Replacement]
) -> None:
    todo = list(reversed(replacements))
    line = 1
    for old, new in zip(expected, actual, strict=False):
        line = old.first + 1 if old.first >= 0 else line
        if old.shape != new.shape:
            raise Refused(line, "what stands around it would be read in another way")
        if old.text != new.text and not _explained(old, new.text, before, todo):
            raise Refused(line, "more than the value itself would change")
    if len(expected) != len(actual):
        raise Refused(line, "what stands around it would be read in another way")
    if todo:
        raise Refused(todo[-1].line, "it isn't read as it seems to be")


def _explained(old: Piece, new: str, before: str, todo: list[Replacement]) -> bool:
    """Say whether the next replacements, all on the piece's lines, make its new text; they're then done with."""
    text = old.text
    while todo and old.first < todo[-1].line <= old.end:
        change = todo.pop()
        was, now = before[change.edit.start : change.edit.end].rstrip(" "), change.edit.text.rstrip(" ")
        at = text.find(was, _line_start(text, change.line - 1 - old.first))
        if at < 0:
            return False
        text = text[:at] + now + text[at + len(was) :]
        if text == new:
            return True
    return False


def _line_start(text: str, number: int) -> int:
    at = 0
    for _ in range(number):
        at = text.find("\n", at) + 1
    return at
