"""Where a text can be cut, told by its lines alone: nothing is parsed, and nothing is said of what a piece means.

At some lines the parser is certain to begin anew, whatever stands before: a heading at the margin, or a paragraph at
the margin behind a blank line. What stands between two of them can be left out without changing how the rest is
read. Where that isn't certain, the text isn't cut.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allsettled.expressions import expression

_LINE = expression(
    r"\n(?:(?P<heading>#{1,6})(?=[ \t\n]|\Z)"
    r"|(?P<margin> {0,3})(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)"
    r"|(?P<indent> {0,3})(?P<html><(?:!--|\?|!\[CDATA\[|![A-Za-z]|(?i:script|pre|style|textarea)(?=[\s>]|\Z)))"
    r"|(?P<doubtful> {1,3}#{1,6}(?=[ \t\n]|\Z)| {0,3}(?:=+|-+)[ \t]*(?=\n|\Z)))"
)
_HTML_ENDS = {"<!--": expression("-->"), "<?": expression(r"\?>"), "<![CDATA[": expression(r"\]\]>")}
_TAG = expression(r"(?:\A|\n) {0,3}</?[A-Za-z]")
_TAG_ENDS = expression(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_DECLARATION_ENDS = expression(">")
_START = expression(r"\n(?=[^\W\d_]|[|\"'(]|\*\*[^\s*])")  # a line with which only a paragraph or a table begins

_ITEM = expression(r"\n(?=[-*+] +[^\s])")
_BULLETS = ("- ", "* ", "+ ")
_ATX = expression(r"\n {0,3}#{1,6}[ \t]+([^\n]*)")
_UNDERLINE = expression(r"\n {0,3}(?:=+|-+)[ \t]*(?=\n|\Z)")


class Piece(NamedTuple):
    """Characters `start` to `end` of a text, whole lines. `level` is its heading's, whose line ends at `body`.

    The level is 0 where a paragraph or a table begins it, or the text. A `doubtful` one may hold further headings.
    """

    start: int
    body: int
    end: int
    level: int = 0
    doubtful: bool = False


class Outline(NamedTuple):
    """A text without what stands in its fences at the margin, line by line the same, and its pieces by headings."""

    text: str
    pieces: tuple[Piece, ...]
    html: tuple[tuple[int, int], ...]  # where there's HTML that may hold blank lines
    certain: int  # the character up to which it's certain what is open

    def divide(self, piece: Piece, *, lists: bool = False) -> Iterator[Piece]:
        """Yield a piece in smaller ones: cut before its paragraphs and tables at the margin, or before its list items.

        Items that belong together come apart.
        """
        begin, body, level = piece.start, piece.body, piece.level
        start = _ITEM if lists else _START
        doubtful = piece.doubtful or (lists and _TAG.search(self.text, max(begin - 1, 0), piece.end))
        for found in () if doubtful else start.finditer(self.text, piece.body, min(piece.end, self.certain)):
            at = found.end()
            line = self.text.rfind("\n", piece.body, found.start()) + 1 or piece.body
            if (lists or not self.text[line : found.start()].strip(" \t")) and not self._in_html(at):
                yield Piece(begin, body, at, level)
                begin, body, level = at, at, 0
        yield Piece(begin, body, piece.end, level, piece.doubtful)

    def _in_html(self, at: int) -> bool:
        before = bisect_left(self.html, (at, 0)) - 1
        return before >= 0 and at < self.html[before][1]

    def only(self, kept: Iterable[Piece]) -> str:
        """Return the text of the `kept` pieces alone; every line of it stands where it stood, all others are blank.

        Items of a list whose beginning isn't kept have a paragraph of a single dot before them: two lists don't join.
        """
        parts: list[str] = []
        at = 0
        for piece in sorted(kept):
            if piece.end <= at:
                continue
            start = max(at, piece.start)
            gap = "\n" * self.text.count("\n", at, start)
            apart = len(gap) > 1 or (gap and not self.text[max(at - 2, 0) : at].strip("\n"))
            alone = apart and self.text.startswith(_BULLETS, start)
            parts += [gap[:-1] + ".\n" if alone else gap, self.text[start : piece.end]]
            at = piece.end
        return "".join([*parts, "\n" * self.text.count("\n", at)])


def outline(text: str, start: int = 0) -> Outline:
    """Return where a text can be cut. Front matter ends at the character `start`, where a line begins."""
    return _Scan(text, start).read()


class _Scan:
    """Goes from one line that matters to the next: a heading, a fence, or HTML that doesn't end with a blank line."""

    def __init__(self, text: str, start: int) -> None:
        self.source = "\n" + text  # a line of `text` begins at the index of the line feed before it
        self.at = start
        self.sure = start  # nothing is open here
        self.kept: list[str] = []  # the text without code, as far as it's read
        self.copied = 0  # up to here
        self.dropped = 0  # characters
        self.pieces: list[Piece] = []
        self.html: list[tuple[int, int]] = []
        self.open = Piece(0, start, 0)

    def read(self) -> Outline:
        certain = len(self.source)
        while (line := _LINE.search(self.source, self.at)) is not None:
            self.at = line.end()
            if line["heading"]:
                self._heading(line)
            elif line["doubtful"]:
                if "#" in line["doubtful"] or not self._after_blank(line.start()):
                    self.open = self.open._replace(doubtful=True)
            elif self._in_tags(line.start()) or not (self._fence(line) if line["fence"] else self._html(line)):
                certain = line.start()
                break
        text = "".join([*self.kept, self.source[self.copied :]])[1:]
        self.pieces.append(self.open._replace(end=len(text)))
        return Outline(text, tuple(self.pieces), tuple(self.html), min(certain - self.dropped, len(text)))

    def _heading(self, line: re.Match[str]) -> None:
        begin = line.start()
        if not self._after_blank(begin):  # HTML that ends with a blank line may go on
            self.open = self.open._replace(doubtful=True)
            return
        self.sure = line.end()
        self.pieces.append(self.open._replace(end=begin - self.dropped))
        end = self.source.find("\n", line.end())
        body = end if end >= 0 else len(self.source) - 1
        self.open = Piece(begin - self.dropped, body - self.dropped, 0, len(line["heading"]))

    def _in_tags(self, begin: int) -> bool:
        """Say whether HTML that ends with a blank line may be open: then nothing else begins."""
        since = max(self.source.rfind("\n\n", self.sure, begin), self.sure)
        return _TAG.search(self.source, since, begin + 1) is not None

    def _after_blank(self, begin: int) -> bool:
        before = self.source[self.source.rfind("\n", 0, begin) + 1 : begin] if begin else ""
        return not before.strip(" \t")

    def _fence(self, line: re.Match[str]) -> bool:
        """Go behind a fence; say whether that can be done. One in a list may end with the list."""
        fence = line["fence"]
        if "`" in line["info"] and fence[0] == "`":
            return True  # a code span
        end = re.compile(rf"\n {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*(?=\n|\Z)").search(self.source, self.at)
        if line["margin"] or end is None:
            return False
        lines = "\n" * self.source.count("\n", self.at, end.start())
        self.kept += [self.source[self.copied : self.at], lines]
        self.copied = end.start()
        self.dropped += end.start() - self.at - len(lines)
        self.at = self.sure = end.end()
        return True

    def _html(self, line: re.Match[str]) -> bool:
        """Go behind HTML that ends with a mark of its own; say whether that can be done."""
        html, begin = line["html"], line.start("html")
        ends = _HTML_ENDS.get(html) or (_DECLARATION_ENDS if html.startswith("<!") else _TAG_ENDS)
        end = ends.search(self.source, begin)
        if end is None:
            return False
        if "\n" in self.source[begin : end.start()]:
            if line["indent"]:
                return False
            self.html.append((begin - 1 - self.dropped, end.end() - self.dropped))
        self.at = end.end()
        if (feed := self.source.find("\n", self.at)) >= 0:
            self.at = feed
        self.sure = self.at
        return True


def possible_titles(text: str) -> Iterator[str]:
    """Yield every line that may be a heading's, without its marks in front; many of them are none."""
    source = "\n" + text
    for found in _ATX.finditer(source):
        yield found.group(1)
    done = 0
    for found in _UNDERLINE.finditer(source):  # its heading is the paragraph above it
        begin = max(source.rfind("\n\n", done, found.start()), done)
        yield from source[begin : found.start()].strip("\n").split("\n")
        done = found.start()
