"""The Markdown parser: markdown-it-py's own block rules, asked about those lines only that they may be for.

Each rule begins by looking at a line's first character, and most lines are running text, for which ten rules look in
vain: twice, since a paragraph also asks, line by line, whether one of them ends it. Here that character is looked at
once. Which rule matches, and what it makes of its lines, stays theirs; `tests/document/test_parser.py` holds that
nothing else comes out.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from operator import add
from types import FunctionType
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

from allsettled.expressions import expression

Rule = Callable[[Any, int, int, bool], bool]

_FIRST: Mapping[str, str] = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The characters that a block of each kind begins with; a table, a paragraph or its underline begins with any."""

_ENDING_ALL = ("fence", "blockquote", "hr")
_ENDING = (*_ENDING_ALL, "list", "html_block", "heading")
_PIPE = expression(r"(?<!\\)\|")
_OF_CELLS = frozenset({"th_open", "th_close", "td_open", "td_close", "inline"})


@cache
def full_parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables, blocks only."""
    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.enableOnly(["normalize", "block"])
    rules: dict[str, Rule] = dict(zip(made.get_active_rules()["block"], made.block.ruler.getRules(""), strict=True))
    rules |= {"hr": _rule_off(rules["hr"]), "table": _quick_table(rules["table"])}
    made.block.ruler = _ruler(rules)
    return made


@cache
def parser() -> MarkdownIt:
    """Return a parser that makes the same tokens, but none for a table's cells: these are cut from their lines."""
    made = full_parser()
    lean = MarkdownIt("commonmark")
    lean.core.ruler.enableOnly(["block"])
    lean.block = _Blocks()
    lean.block.ruler = made.block.ruler
    return lean


def _ruler(rules: Mapping[str, Rule]) -> Any:
    ruler: Any = Ruler()
    ruler.push("any", _any(rules))
    ruler.push("ends_text", _ends(rules, _ENDING, table=True), {"alt": ["paragraph", "reference"]})
    ruler.push("ends_quotation", _ends(rules, _ENDING), {"alt": ["blockquote"]})
    ruler.push("ends_item", _ends(rules, _ENDING_ALL), {"alt": ["list"]})
    ruler.push("code", rules["code"])  # never reached, since one of the others matches; the state looks for its name
    return ruler


def _by_character(rules: Mapping[str, Rule], names: Sequence[str]) -> dict[str, tuple[Rule, ...]]:
    """Return the rules for each first character, in the parser's order."""
    characters = {character for name in names for character in _FIRST[name]}
    return {
        character: tuple(rule for name, rule in rules.items() if name in names and character in _FIRST[name])
        for character in characters
    }


def _any(rules: Mapping[str, Rule]) -> Rule:
    by_character = _by_character(rules, tuple(_FIRST))
    code, table, underlined, paragraph = (rules[name] for name in ("code", "table", "lheading", "paragraph"))

    def block(state: Any, start: int, end: int, silent: bool) -> bool:
        if state.sCount[start] - state.blkIndent >= 4:
            return code(state, start, end, silent)
        at = state.bMarks[start + 1] + state.tShift[start + 1]  # behind the last line stands an empty one
        if start + 1 < end and at < state.eMarks[start + 1]:
            goes_on = True
            if _rules_a_table(state.src, at) and table(state, start, end, silent):
                return True
        else:
            goes_on = False
        for rule in by_character.get(state.src[state.bMarks[start] + state.tShift[start]], ()):
            if rule(state, start, end, silent):
                return True
        if goes_on and _may_be_underlined(state, start, end) and underlined(state, start, end, silent):
            return True
        return paragraph(state, start, end, silent)

    return block


def _ends(rules: Mapping[str, Rule], names: Sequence[str], *, table: bool = False) -> Rule:
    by_character = _by_character(rules, names)
    begins_table = rules["table"]

    def ends(state: Any, start: int, end: int, silent: bool) -> bool:
        if table and start + 1 < end:
            below = state.bMarks[start + 1] + state.tShift[start + 1]
            ruled = below < state.eMarks[start + 1] and _rules_a_table(state.src, below)
            if ruled and begins_table(state, start, end, silent):
                return True
        at = state.bMarks[start] + state.tShift[start]
        for rule in by_character.get(state.src[at : at + 1], ()):  # noqa: SIM110 - a generator costs more than the rules
            if rule(state, start, end, silent):
                return True
        return False

    return ends


def _rules_a_table(source: str, at: int) -> bool:
    """Say whether a line may be the one below a table's header; one that begins with `- ` is an item."""
    first = source[at]
    return first in "|:" or (first == "-" and source[at + 1 : at + 2] not in (" ", "\t"))


def _rule_off(rule: Rule) -> Rule:
    """Return the rule for thematic breaks, asked only about lines that end as these do: not about items."""

    def thematic_break(state: Any, start: int, end: int, silent: bool) -> bool:
        return state.src[state.eMarks[start] - 1] in "*-_ \t" and rule(state, start, end, silent)

    return thematic_break


def _quick_table(rule: Rule) -> Rule:
    """Return the rule for tables with another way to cut a row, which it does letter by letter."""
    made = FunctionType(rule.__code__, {**rule.__globals__, "escapedSplit": _cells})
    return cast("Rule", made)


def _cells(row: str) -> list[str]:
    cells = row.split("|") if "\\" not in row else _PIPE.split(row)
    return [cell.replace("\\|", "|") for cell in cells] if "\\|" in row else cells


def _may_be_underlined(state: Any, start: int, end: int) -> bool:
    """Say whether one of the lines up to the next blank one may make a heading of those above it."""
    for line in range(start + 1, end):
        at = state.bMarks[line] + state.tShift[line]
        if at >= state.eMarks[line]:
            return False
        if state.src[at] in "-=":
            return True
    return False


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
    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Any]) -> None:
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
    def parse(self, src: str, md: MarkdownIt, env: Any, outTokens: Any) -> Any:  # noqa: N803 - theirs
        """Read a text's blocks."""
        if not src:
            return None
        state = _State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens
