"""Which lines of a Markdown text are code, raw HTML or in a list item: CommonMark's blocks, line by line.

The full parser is a hundred times slower and does not say which block was left open. This walk takes one look at
each line, keeps the stack of open quotes and list items, and at most one open leaf. A test holds it against the
parser.
"""

import re
from enum import Enum
from typing import NamedTuple

from allsettled.render.cursor import Cursor


class Where(Enum):
    """What a line is part of."""

    TEXT = "text"  # of the document itself; HTML that a blank line ends counts as text
    ITEM = "a list item"
    QUOTE = "a block quote"
    FENCE = "a code fence"
    CODE = "indented code"
    HTML = "an HTML comment or raw HTML"  # its first line is still text
    FRONT_MATTER = "front matter"


class Seat(NamedTuple):
    """What a line is part of, and the line where that begins. `level` is a top-level heading's, else 0."""

    where: Where
    opened: int
    level: int = 0


_QUOTE = -1
_DEEPEST = 100  # containers: deeper ones are read as text, so that a line never costs more than its length
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_HEADING = re.compile(r"(#{1,6})(?: |$)")
_RULE = re.compile(r"(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_SETEXT = re.compile(r"(?:=+|-+) *$")
_ITEM = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?= |$)")
_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr"
    "|track|ul"
)
_ATTRIBUTE = r"""[ ]+[A-Za-z_:][\w:.-]*+(?:[ ]*+=[ ]*+(?:[^ "'=<>`]++|'[^']*+'|"[^"]*+"))?"""
_LOOSE_TAG = re.compile(rf"</?(?:{_TAGS})(?: |/?>|$)", re.IGNORECASE)
_WHOLE_TAG = re.compile(
    rf"(?:<[A-Za-z][A-Za-z0-9-]*+(?:{_ATTRIBUTE})*+[ ]*+/?>|</[A-Za-z][A-Za-z0-9-]*+[ ]*+>) *$", re.ASCII
)
_RAW = (  # how raw HTML begins, and what ends it, on any later line or its own
    (
        re.compile(r"<(?:script|pre|style|textarea)(?: |>|$)", re.IGNORECASE),
        re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
)


class _Paragraph(NamedTuple):
    opened: int


class _Fence(NamedTuple):
    opened: int
    mark: str


class _Raw(NamedTuple):
    opened: int
    ends: re.Pattern[str]


class _Loose(NamedTuple):
    opened: int


class Walk:
    """Takes a text's lines one after the other, from the one after `skipped`, and seats each."""

    def __init__(self, skipped: int = 0) -> None:
        self.number = skipped
        self.containers: list[int] = []  # the columns that a list item's text is indented by, or _QUOTE
        self.hollow = False  # the innermost item has no text yet
        self.leaf: _Paragraph | _Fence | _Raw | _Loose | None = None

    @property
    def unclosed(self) -> int | None:
        """Return the line of a top-level fence, comment or raw HTML that is still open, if there is one."""
        if isinstance(self.leaf, _Fence | _Raw) and not self.containers:
            return self.leaf.opened
        return None

    def seat(self, line: str) -> Seat:
        """Return what the next line is part of."""
        self.number += 1
        if not self.containers and (seat := self._plain(line)):
            return seat
        cursor = Cursor(line)
        matched = self._match(cursor)
        self.hollow = False
        whole = matched == len(self.containers)
        if whole and not isinstance(self.leaf, _Paragraph | None):
            return self._inside(self.leaf, cursor)
        return self._open(cursor, matched, whole)

    def _plain(self, line: str) -> Seat | None:
        """Return the seat of a line with which nothing begins or ends, outside of quotes and lists: of most lines."""
        leaf = self.leaf
        if leaf is None or isinstance(leaf, _Paragraph):
            head = line[:1]
            if not head:
                self.leaf = None
                return Seat(Where.TEXT, self.number)
            if head.isalpha() or head == "|":
                self.leaf = leaf or _Paragraph(self.number)
                return Seat(Where.TEXT, self.number)
        elif isinstance(leaf, _Fence) and not line.lstrip(" ").startswith(leaf.mark):
            return Seat(Where.FENCE, leaf.opened)
        return None

    def _match(self, cursor: Cursor) -> int:
        """Return how many of the open containers go on in this line."""
        for depth, width in enumerate(self.containers):
            if width == _QUOTE:
                if cursor.indent > 3 or not cursor.starts(">"):
                    return depth
                cursor.enter_quote()
            elif cursor.blank:
                if self.hollow and depth == len(self.containers) - 1:
                    return depth
            elif cursor.indent >= width:
                cursor.skip(width)
            else:
                return depth
        return len(self.containers)

    def _inside(self, leaf: _Fence | _Raw | _Loose, cursor: Cursor) -> Seat:
        if isinstance(leaf, _Fence):
            rest = cursor.line[cursor.ink : cursor.last]
            if cursor.indent <= 3 and len(rest) >= len(leaf.mark) and not rest.strip(leaf.mark[0]):
                self.leaf = None
            return Seat(Where.FENCE, leaf.opened)
        if isinstance(leaf, _Raw):
            if leaf.ends.search(cursor.line, cursor.at):
                self.leaf = None
            return Seat(Where.HTML, leaf.opened)
        if cursor.blank:
            self.leaf = None
        return self._text()

    def _open(self, cursor: Cursor, matched: int, whole: bool) -> Seat:
        paragraph = self.leaf if isinstance(self.leaf, _Paragraph) else None  # a line may continue it
        while True:
            interrupts = paragraph is not None and whole
            if not cursor.blank and cursor.indent >= 4:
                if paragraph:
                    return self._text()
                self._close(matched)
                return Seat(Where.CODE, self.number)
            if not cursor.blank and interrupts and _SETEXT.match(cursor.line, cursor.ink):
                self.leaf = None
                level = 1 if cursor.starts("=") else 2
                return self._text(paragraph.opened if paragraph else self.number, level)
            width = self._container(cursor, interrupts) if len(self.containers) < _DEEPEST else 0
            if not width:
                return self._leaf(cursor, matched, paragraph)
            self._close(matched)
            self.containers.append(width)
            matched += 1
            whole, paragraph = True, None

    def _container(self, cursor: Cursor, interrupts: bool) -> int:
        """Step into the quote or list item that begins here; return its width, or 0 if none does."""
        if cursor.blank:
            return 0
        if cursor.starts(">"):
            cursor.enter_quote()
            return _QUOTE
        item = _ITEM.match(cursor.line, cursor.ink)
        if not item or _RULE.match(cursor.line, cursor.ink):
            return 0
        indent, marker = cursor.indent, len(item.group())
        empty = cursor.ink + marker >= cursor.last
        if interrupts and (empty or item.group(1) not in (None, "1")):
            return 0
        cursor.skip(indent + marker)
        if empty:
            self.hollow = True
            return indent + marker + 1
        spaces = cursor.indent if cursor.indent <= 4 else 1
        cursor.skip(spaces)
        return indent + marker + spaces

    def _leaf(self, cursor: Cursor, matched: int, paragraph: _Paragraph | None) -> Seat:
        line, ink = cursor.line, cursor.ink
        if cursor.blank:
            self._close(matched)
            return self._text()
        if fence := _FENCE.match(line, ink):
            self._close(matched)
            self.leaf = _Fence(self.number, fence.group(1) or fence.group(2))
            return Seat(Where.FENCE, self.number)
        if heading := _HEADING.match(line, ink):
            self._close(matched)
            return self._text(self.number, len(heading.group(1)))
        if _RULE.match(line, ink):
            self._close(matched)
            return self._text()
        if cursor.starts("<"):
            for begins, ends in _RAW:
                if begins.match(line, ink):
                    self._close(matched)
                    self.leaf = None if ends.search(line, ink) else _Raw(self.number, ends)
                    return self._text()
            if _LOOSE_TAG.match(line, ink) or (not paragraph and _WHOLE_TAG.match(line, ink)):
                self._close(matched)
                self.leaf = _Loose(self.number)
                return self._text()
        if not paragraph:
            self._close(matched)
            self.leaf = _Paragraph(self.number)
        return self._text()

    def _close(self, matched: int) -> None:
        del self.containers[matched:]
        self.leaf = None

    def _text(self, opened: int = 0, level: int = 0) -> Seat:
        if not self.containers:
            return Seat(Where.TEXT, opened or self.number, level)
        return Seat(Where.QUOTE if self.containers[-1] == _QUOTE else Where.ITEM, self.number)
