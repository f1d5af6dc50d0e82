"""The Markdown parser: markdown-it-py, as far as it reads blocks."""

from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Any

from allsettled.document.block_rules import ruler
from allsettled.document.library import enter

enter()

from markdown_it.parser_block import ParserBlock  # noqa: E402 - not before
from markdown_it.presets import commonmark  # noqa: E402
from markdown_it.rules_block import StateBlock  # noqa: E402
from markdown_it.utils import OptionsDict  # noqa: E402

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_OF_CELLS = frozenset({"th_open", "th_close", "td_open", "td_close", "inline"})


@cache
def full_parser() -> "MarkdownIt":
    """Return the parser: CommonMark with tables, blocks only."""
    from markdown_it import MarkdownIt  # all of it, where blocks alone don't do

    made = MarkdownIt("commonmark")
    made.core.ruler.enableOnly(["normalize", "block"])
    made.block.ruler = ruler()
    return made


@cache
def parser() -> "_BlockParser":
    """Return a parser that makes the same tokens, but none for a table's cells: these are cut from their lines."""
    return _BlockParser()


class _Token:
    """What a parser's token is, for as long as only blocks are read."""

    attrs: Mapping[str, Any] = {}
    map: Any = None
    children: Any = None
    content = markup = info = ""
    meta: Mapping[str, Any] = {}
    block = True
    hidden = False

    def __init__(self, type_: str, tag: str, nesting: int, level: int) -> None:
        self.type, self.tag, self.nesting, self.level = type_, tag, nesting, level


def _columns(line: str, indent: int) -> int:
    return len(line[:indent].expandtabs(4)) if indent and "\t" in line else indent


_NO_TOKEN = _Token("", "", 0, 0)


class _State(StateBlock):
    def __init__(self, src: str, md: Any, env: Any, tokens: list[Any]) -> None:
        super().__init__("", md, env, tokens)
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):  # as theirs: it's no line
            lines.pop()
        lengths = [len(line) for line in lines]
        indents = [len(line) - len(line.lstrip(" \t")) for line in lines]
        begins = list(accumulate((length + 1 for length in lengths), initial=0))[: len(lines)]
        self.src = src
        self.bMarks = [*begins, len(src)]
        self.eMarks = [*map(add, begins, lengths), len(src)]
        self.tShift = [*indents, 0]
        self.sCount = [*map(_columns, lines, indents), 0]
        self.bsCount = [0] * (len(lines) + 1)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: int) -> Any:
        """Add a token, unless it's of a table's cell."""
        if self.parentType == "table" and ttype in _OF_CELLS:
            return _NO_TOKEN
        if nesting < 0:
            self.level -= 1
        token = _Token(ttype, tag, nesting, self.level)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)  # type: ignore[arg-type]
        return token


class _Blocks(ParserBlock):
    def parse(self, src: str, md: Any, env: Any, outTokens: Any) -> Any:  # noqa: N803 - theirs
        """Read a text's blocks."""
        if not src:
            return None
        state = _State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


class _BlockParser:
    """What the block rules ask of the parser that they belong to. What a link is it asks the whole one."""

    def __init__(self) -> None:
        self.options = OptionsDict(commonmark.make()["options"])
        self.block = _Blocks()
        self.block.ruler = ruler()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __getattr__(self, name: str) -> Any:
        return getattr(full_parser(), name)

    def parse(self, src: str, env: dict[str, Any] | None = None) -> list[Any]:
        """Return a text's tokens; link definitions go to `env`."""
        tokens: list[Any] = []
        self.block.parse(src, self, {} if env is None else env, tokens)
        return tokens
