"""Where something stands in a text."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: 1-based lines and columns in code points, the end column exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: "Span") -> "Span":
        """Return the span from the start of this one to the end of `other`."""
        return Span(self.line, self.column, other.end_line, other.end_column)

    def part(self, start: int, end: int) -> "Span":
        """Return the span of the characters `start` to `end` (0-based) of a stretch on one line."""
        return Span(self.line, self.column + start, self.line, self.column + end)


FILE = Span(1, 1, 1, 1)
"""The place of a finding about a file as a whole."""


class Text(NamedTuple):
    """A piece of a file's text, and where it stands."""

    text: str
    span: Span
