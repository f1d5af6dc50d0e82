"""The parser's block rules: markdown-it-py's own, asked about those lines only that they may be for.

Each rule begins by looking at a line's first character, and most lines are running text, for which ten rules look in
vain: twice, since a paragraph also asks, line by line, whether one of them ends it. Here that character is looked at
once. Which rule matches, and what it makes of its lines, stays theirs; `tests/document/test_parser.py` holds that
nothing else comes out.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import Any, cast

from allsettled.document.library import enter
from allsettled.expressions import expression

enter()

from markdown_it.parser_block import ParserBlock  # noqa: E402 - not before
from markdown_it.presets import commonmark  # noqa: E402
from markdown_it.ruler import Ruler  # noqa: E402

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


@cache
def ruler() -> Any:
    """Return the block rules of CommonMark and the one for tables, each asked as seldom as may be."""
    rules = _rules()
    made: Any = Ruler()
    made.push("any", _any(rules))
    made.push("ends_text", _ends(rules, _ENDING, table=True), {"alt": ["paragraph", "reference"]})
    made.push("ends_quotation", _ends(rules, _ENDING), {"alt": ["blockquote"]})
    made.push("ends_item", _ends(rules, _ENDING_ALL), {"alt": ["list"]})
    made.push("code", rules["code"])  # never reached, since one of the others matches; the state looks for its name
    return made


def _rules() -> dict[str, Rule]:
    """Return the block rules of CommonMark and the one for tables, in the parser's order."""
    stock: Any = ParserBlock().ruler
    stock.enableOnly([*commonmark.make()["components"]["block"]["rules"], "table"])
    rules: dict[str, Rule] = dict(zip(stock.get_active_rules(), stock.getRules(""), strict=True))
    return rules | {"hr": _rule_off(rules["hr"]), "table": _quick_table(rules["table"])}


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
