"""Unified diffs between two texts of a file."""

from collections.abc import Iterable, Iterator, Sequence

from allsettled.render.lines import split_lines

_CONTEXT = 3
_MOST = 4_000_000  # pairs of lines; beyond it the lines that differ are shown as one block
_Block = tuple[str, int, int, int, int]  # difflib's opcode: tag, old lines from-to, new lines from-to


def unified_diff(before: str, after: str, path: str) -> str:
    """Return the diff of two texts, with the file's line numbers, or "" if their lines are the same.

    It is to be read: whether the last line has an end is not shown.
    """
    old = [line.text for line in split_lines(before)]
    new = [line.text for line in split_lines(after)]
    if old == new:
        return ""
    lines = [f"--- a/{path}", f"+++ b/{path}"]
    for group in _groups(_blocks(old, new)):
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@")
        for tag, old_start, old_stop, new_start, new_stop in group:
            if tag == "equal":
                lines += [f" {line}" for line in old[old_start:old_stop]]
            else:
                lines += [f"-{line}" for line in old[old_start:old_stop]]
                lines += [f"+{line}" for line in new[new_start:new_stop]]
    return "\n".join(lines) + "\n"


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """Yield how the old lines become the new ones. Equal lines at both ends cost nothing to find."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_stop, new_stop = len(old) - tail, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    if (old_stop - head) * (new_stop - head) > _MOST:
        yield "replace", head, old_stop, head, new_stop
    else:
        from difflib import SequenceMatcher

        for tag, a, b, c, d in SequenceMatcher(None, old[head:old_stop], new[head:new_stop]).get_opcodes():
            yield tag, head + a, head + b, head + c, head + d
    if tail:
        yield "equal", old_stop, len(old), new_stop, len(new)


def _groups(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Yield the blocks of each hunk: a long run of equal lines between two changes parts them."""
    hunk: list[_Block] = []
    changed = False
    for block in blocks:
        tag, a, b, c, d = block
        if tag != "equal":
            hunk.append(block)
            changed = True
        elif changed and b - a <= 2 * _CONTEXT:
            hunk.append(block)
        else:
            if changed:
                yield [*hunk, (tag, a, min(b, a + _CONTEXT), c, min(d, c + _CONTEXT))]
            hunk, changed = [(tag, max(a, b - _CONTEXT), b, max(c, d - _CONTEXT), d)], False
    if changed:
        tag, a, b, c, d = hunk[-1]
        if tag == "equal":
            hunk[-1] = (tag, a, min(b, a + _CONTEXT), c, min(d, c + _CONTEXT))
        yield hunk


def _range(start: int, stop: int) -> str:
    count = stop - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"
