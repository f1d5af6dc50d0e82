"""Which line of a text was which line before the text was edited."""

from collections.abc import Sequence

from allsettled.files.source import Edit


def lines_before(before: str, after: str, edits: Sequence[Edit]) -> list[int]:
    """Return for each line of `after` the line (1-based) of `before` on which it begins."""
    numbers = []
    todo = list(reversed(edits))
    line, at = 1, 0  # of the text before: a line, and the offset up to which its number is known
    shift = 0  # from an offset now to the one before
    start = 0
    for text in after.split("\n"):
        while todo and todo[-1].end + _growth(todo[-1]) <= start + shift:
            shift -= _growth(todo.pop())
        place = start + shift
        if todo and todo[-1].start < place:  # the line begins in new text
            place = todo[-1].start
        line += before.count("\n", at, place)
        at = max(at, place)
        numbers.append(line)
        start += len(text) + 1
    return numbers


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)
