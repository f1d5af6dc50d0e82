"""What a Markdown file is made of, each part with its place. Block quotes are no content and are left out."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from allsettled.span import FILE, Span, Text


class Mark(Enum):
    """The box of a task item or cell: `[x]`, `[ ]`."""

    TICKED = "x"
    OPEN = " "


class Row(NamedTuple):
    """A row of a table: its cells as the source has them, unescaped and trimmed, each with its place."""

    cells: tuple[Text, ...]
    span: Span
    source: str  # the row's line, as it stands


class Table(NamedTuple):
    """A pipe table. Rows may have more or fewer cells than the header: see `torn`."""

    header: Row
    rows: tuple[Row, ...]
    span: Span
    section: "Section"

    def torn(self, row: Row) -> bool:
        """Say whether a row's cells are not its header's."""
        return len(row.cells) != len(self.header.cells)


class Item(NamedTuple):
    """A list item's own text (not that of nested items), the box taken off; `depth` 0 is outermost."""

    lines: tuple[Text, ...]
    span: Span
    mark: Mark | None
    depth: int
    ordered: bool
    section: "Section"

    @property
    def text(self) -> Text:
        """Return the item's lines as one text, joined by spaces."""
        if len(self.lines) == 1:
            return self.lines[0]
        return Text(" ".join(line.text for line in self.lines), self.span)


class Paragraph(NamedTuple):
    """Running text: one `Text` a line, so that every place is on one line."""

    lines: tuple[Text, ...]
    span: Span
    section: "Section"

    @property
    def text(self) -> str:
        """Return the lines joined by line feeds."""
        return "\n".join(line.text for line in self.lines)


class Fence(NamedTuple):
    """A fenced or indented code block. Its text is never content of the protocol."""

    info: str
    text: str
    span: Span
    section: "Section"


class Comment(NamedTuple):
    """An HTML comment that stands as a block: the text between `<!--` and `-->`, trimmed."""

    text: str
    span: Span
    section: "Section"


Block = Table | Item | Paragraph | Fence | Comment


class Section:
    """A heading and what stands under it. Level 0, without a title, is the file before its first heading."""

    __slots__ = ("blocks", "end_line", "level", "parent", "sections", "span", "title")

    def __init__(self, level: int, title: Text, span: Span, parent: "Section | None", end_line: int = 0) -> None:
        self.level = level
        self.title = title
        self.span = span  # of the heading line
        self.parent = parent
        self.end_line = end_line  # the last line of what stands under it, sections below included
        self.blocks: list[Block] = []
        self.sections: list[Section] = []

    def walk(self) -> Iterator["Section"]:
        """Yield this section and all below it, in the file's order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def all_blocks(self) -> Iterator[Block]:
        """Yield the blocks of this section and of all below it, in the file's order."""
        for section in self.walk():
            yield from section.blocks

    def let_go(self) -> None:
        """Forget the blocks and sections, which lead back here: what nobody else holds is free at once."""
        for section in self.sections:
            section.let_go()
        self.blocks.clear()
        self.sections.clear()


class FrontMatter(NamedTuple):
    """The YAML block at the head of a file; `error` says why `values` is empty, if it cannot be read, `fault` where."""

    values: Mapping[str, Any]
    places: Mapping[str, Span]  # of each top-level key
    span: Span
    error: str = ""
    fault: Span | None = None

    @property
    def error_span(self) -> Span:
        """Return where it can't be read, or all of it where that can't be told."""
        return self.fault or self.span


class Document(NamedTuple):
    """A Markdown file, read. `lines` are without their ends; line n is `lines[n - 1]`."""

    text: str
    lines: tuple[str, ...]
    root: Section
    front_matter: FrontMatter | None

    def sections(self) -> Iterator[Section]:
        """Yield all sections with a heading, in the file's order."""
        walk = self.root.walk()
        next(walk)
        return walk

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks, in the file's order."""
        return self.root.all_blocks()

    def title(self) -> Text:
        """Return the first heading's text, or an empty text at the file's start."""
        return next((section.title for section in self.sections()), Text("", FILE))
