"""The parser's block tokens, as sections and blocks with places."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from allsettled.document.cells import cut_row
from allsettled.document.model import Block, Comment, Fence, Item, Mark, Paragraph, Section, Table
from allsettled.document.parser import full_parser, parser
from allsettled.expressions import expression
from allsettled.span import FILE, Span, Text

_BOX = expression(r"\[([ xX])\](?:\s+|$)")
_COMMENT = expression(r"<!--(?!-?>)(.*?)-->", re.DOTALL)


def read_blocks(lines: Sequence[str], skip: int) -> Section:
    """Return the file's outermost section. The first `skip` lines (front matter) are left out."""
    return _Reader(lines).read(parser().parse(_body(lines, skip), {}))


def block_tokens(lines: Sequence[str], skip: int, env: dict[str, Any]) -> Sequence[Any]:
    """Return the parser's tokens, all of them.

    The first `skip` lines are read as blank; link definitions go to `env`.
    """
    tokens: Sequence[Any] = full_parser().parse(_body(lines, skip), env)
    return tokens


def _body(lines: Sequence[str], skip: int) -> str:
    body = "\n" * skip + "\n".join(lines[skip:])
    return body.replace("\0", "\ufffd")  # as CommonMark wants it


class _Reader:
    """Walks the tokens once, with the section that it's in and the list items that are open."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.root = Section(0, Text("", FILE), FILE, None)
        self.section = self.root
        self.lists: list[bool] = []  # of the open lists: is it ordered?
        self.fresh_item: Span | None = None  # an item whose text hasn't come yet

    def read(self, tokens: Sequence[Any]) -> Section:
        position = 0
        while position < len(tokens):
            token = tokens[position]
            match token.type:
                case "blockquote_open":
                    position = _close(tokens, position)
                case "heading_open":
                    self.heading(token, tokens[position + 1])
                    position += 2
                case "paragraph_open":
                    self.paragraph(token, tokens[position + 1])
                    position += 2
                case "table_open":
                    end = _close(tokens, position)
                    self.table(token, tokens[position:end])
                    position = end
                case "bullet_list_open" | "ordered_list_open":
                    self.lists.append(token.type == "ordered_list_open")
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.fresh_item = self.span(token.map)
                case "list_item_close":
                    self.empty_item()
                case "fence" | "code_block":
                    self.empty_item()
                    self.add(Fence(token.info.strip(), token.content, self.span(token.map), self.section))
                case "html_block":
                    self.empty_item()
                    for comment in self.comments(token):
                        self.add(comment)
            position += 1
        self.close_sections()
        return self.root

    def close_sections(self) -> None:
        """Tell each section its last line: the one before the next heading of its level or above."""
        open_sections = [self.root]
        for section in list(self.root.walk())[1:]:
            while open_sections and open_sections[-1].level >= section.level:
                open_sections.pop().end_line = section.span.line - 1
            open_sections.append(section)
        for section in open_sections:
            section.end_line = len(self.lines)

    def add(self, block: Block) -> None:
        self.section.blocks.append(block)

    def span(self, rows: Sequence[int]) -> Span:
        """Return the whole lines of a token's map, trailing blank ones left out."""
        first, end = rows[0], min(rows[1], len(self.lines))
        while end > first + 1 and not self.lines[end - 1].strip():
            end -= 1
        line = self.lines[first]
        indent = len(line) - len(line.lstrip())
        return Span(first + 1, indent + 1, end, len(self.lines[end - 1].rstrip()) + 1)

    def texts(self, inline: Any) -> tuple[Text, ...]:
        """Return an inline token's lines: each is the tail of its source line."""
        texts = []
        for number, content in enumerate(inline.content.split("\n"), inline.map[0] + 1):
            content = content.strip()
            source = self.lines[number - 1].rstrip()
            end = len(source) + 1
            column = end - len(content)
            if not source.endswith(content):  # a closing sequence of #, an entity of the parser's own
                column = max(source.find(content), 0) + 1
                end = column + len(content)
            texts.append(Text(content, Span(number, column, number, end)))
        return tuple(texts)

    def heading(self, token: Any, inline: Any) -> None:
        if token.level > 0:  # a heading inside a list item divides nothing
            self.paragraph(token, inline)
            return
        level = int(token.tag[1])
        title = self.texts(inline)[0]
        parent = self.section
        while parent.level >= level and parent.parent is not None:
            parent = parent.parent
        self.section = Section(level, title, self.span(token.map), parent)
        parent.sections.append(self.section)

    def paragraph(self, token: Any, inline: Any) -> None:
        texts = self.texts(inline)
        if self.fresh_item is None:
            self.add(Paragraph(texts, self.span(token.map), self.section))
            return
        first, mark = texts[0], None
        if box := _BOX.match(first.text):
            mark = Mark.OPEN if box.group(1) == " " else Mark.TICKED
            rest = first.text[box.end() :]
            texts = (Text(rest, first.span.part(box.end(), len(first.text))), *texts[1:])
        self.item(texts, mark)

    def empty_item(self) -> None:
        """An item that begins with no text of its own is still an item."""
        if self.fresh_item is not None:
            self.item((Text("", self.fresh_item),), None)

    def item(self, texts: tuple[Text, ...], mark: Mark | None) -> None:
        begin = self.fresh_item or texts[0].span
        self.fresh_item = None
        depth = len(self.lists) - 1
        span = Span(begin.line, begin.column, texts[-1].span.end_line, texts[-1].span.end_column)
        self.add(Item(texts, span, mark, depth, self.lists[-1], self.section))

    def table(self, token: Any, tokens: Sequence[Any]) -> None:
        self.empty_item()
        numbers = [part.map[0] for part in tokens if part.type == "tr_open"]
        header, *rows = (cut_row(self.lines[number], number + 1) for number in numbers)
        self.add(Table(header, tuple(rows), self.span(token.map), self.section))

    def comments(self, token: Any) -> Iterator[Comment]:
        source = "\n".join(self.lines[token.map[0] : token.map[1]])
        for found in _COMMENT.finditer(source):
            start, end = (self.place(source, i, token.map[0]) for i in found.span())
            yield Comment(found.group(1).strip(), Span(*start, *end), self.section)

    @staticmethod
    def place(source: str, index: int, first: int) -> tuple[int, int]:
        line = source.count("\n", 0, index)
        return first + line + 1, index - (source.rfind("\n", 0, index) + 1) + 1


def _close(tokens: Sequence[Any], position: int) -> int:
    """Return the position of the token that closes the one at `position`."""
    level = tokens[position].level
    position += 1
    while tokens[position].level > level or tokens[position].nesting != -1:
        position += 1
    return position
