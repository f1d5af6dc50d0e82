"""The line of a file that a finding is about, with its part underlined."""

from typing import NamedTuple

from allsettled.span import FILE, Span
from allsettled.terminal import safe

_TAB = "    "
_ELLIPSIS = "…"
_NARROWEST = 20


class Frame(NamedTuple):
    """A line in three parts, ready to print: what stands before the part that is meant, the part, what follows."""

    before: str
    meant: str
    after: str

    def underline(self) -> str:
        """Return the line below: carets under the part that is meant, at least one."""
        return " " * columns(self.before) + "^" * max(columns(self.meant), 1)


def frame(lines: tuple[str, ...], span: Span, width: int) -> Frame | None:
    """Return the first line of a span, cut to `width` columns around the span's start, or None if there is none.

    What a terminal would obey is escaped, and tabs are four spaces wide.
    """
    if span == FILE or not 1 <= span.line <= len(lines):
        return None
    line = lines[span.line - 1].rstrip()
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    return _window(line, start, max(start, end), max(width, _NARROWEST))


def _window(line: str, start: int, end: int, width: int) -> Frame:
    if len(line) <= 4 * width:
        whole = _cut(line, 0, start, end, len(line))
        if _columns(whole) <= width:
            return whole
    first = max(start - width // 3, 0)
    while (excess := columns(_shown(line[first:start])) - width // 3) > 0:
        first += _step(excess)
    last = min(first + width, len(line))
    while (excess := _columns(_cut(line, first, start, end, last)) - width) > 0:
        last -= _step(excess)
    return _cut(line, first, start, end, last)


def _cut(line: str, first: int, start: int, end: int, last: int) -> Frame:
    """Return the characters `first` to `last` of a line, of which `start` to `end` are meant."""
    before = (_ELLIPSIS if first > 0 else "") + _shown(line[first:start])
    meant = _shown(line[start : min(end, last)])
    after = _shown(line[min(end, last) : last]) + (_ELLIPSIS if last < len(line) else "")
    return Frame(before, meant, after)


def _columns(shown: Frame) -> int:
    return sum(columns(part) for part in shown)


def _step(excess: int) -> int:
    """Return how many characters to drop at least: none is shown in more than ten columns."""
    return -(-excess // 10)


def _shown(text: str) -> str:
    return safe(text.replace("\t", _TAB))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth, wcwidth  # only for what isn't ASCII

    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(char), 0) for char in text)
