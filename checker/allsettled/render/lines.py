"""A text's lines, each with its place. Line ends are line feeds, as in `files.source.SourceText`."""

from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line without its end. `start` is its place in the text, 0-based, in code points."""

    number: int
    start: int
    text: str
    next: int  # the place after its end

    @property
    def stop(self) -> int:
        """Return the place after the line's text, before its end."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Say whether the line has nothing but spaces and tabs."""
        return not self.text.strip(" \t")


def split_lines(text: str) -> list[Line]:
    """Return the lines of a text. Raises ValueError for a text whose line ends are not all line feeds."""
    if "\r" in text:
        raise ValueError("line ends must be line feeds: see files.source.decode")
    lines = []
    start = 0
    for number, content in enumerate(text.split("\n"), start=1):
        after = min(start + len(content) + 1, len(text))
        lines.append(Line(number, start, content, after))
        start = after
    if not lines[-1].text:
        lines.pop()
    return lines


def tidy(text: str) -> str:
    """Return the text with line feeds for line ends, and without blank lines at its head and foot."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    end = text.find("\n", len(text.rstrip(" \t\n")))
    text = text if end < 0 else text[:end]
    head = text[: len(text) - len(text.lstrip(" \t\n"))]
    return text[head.rfind("\n") + 1 :] if head != text else ""


def front_matter_length(lines: Sequence[Line]) -> int:
    """Return how many lines the front matter takes, its two `---` lines included; 0 if there is none."""
    if not lines or lines[0].text.rstrip() != "---":
        return 0
    for line in lines[1:]:
        if line.text.rstrip() in ("---", "..."):
            return line.number
    return 0
