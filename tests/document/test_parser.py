"""Asking a line's own rules only makes no other tokens than markdown-it-py makes by itself."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from allsettled.document.parser import full_parser, parser
from document.test_outline import LINES
from shell import CORPUS

_MORE = (
    *("|", "||", "| a \\| b |", "a \\\\| b | c", "|:-:|", "-|-", "- |", "--- | ---", ":--", "| a", "-", "*", "+", "1."),
    *(
        "10) ten",
        "0123456789. long",
        "\t- tab",
        "-\ttab",
        "- - - x",
        "* * *",
        "_ _ _",
        "__ _",
        "--",
        "-- ",
        "===  x",
        "1)",
    ),
    *(
        "[x]",
        "[x]:",
        "[x]: </u>",
        "  'title'",
        "\\# no",
        "#\ttab",
        "####### seven",
        ">> twice",
        "> - item",
        "> ```",
        "= =",
    ),
    *("  \ttab", " \t- x", "     five", "   three", "`` ` ``", "~~~ ~", "<!a", "<a href=x>", "</div", "<br/>", "&amp;"),
    *("\x0c", "\u00a0"),
)
texts = st.lists(st.one_of(st.sampled_from(LINES + _MORE), st.text("ab-*#>|`\t =[]:1.<", max_size=8)), max_size=20).map(
    "\n".join
)


def _stock() -> MarkdownIt:
    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.enableOnly(["normalize", "block"])
    return made


def _told(tokens: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return what is read of tokens, those of tables' cells left out."""
    told = []
    inside = False
    for token in tokens:
        inside = (inside or token.type in ("th_open", "td_open")) and token.type not in ("th_close", "td_close")
        if not inside and token.type not in ("th_close", "td_close"):
            place = (token.nesting, token.level, token.map, token.hidden)
            told.append((token.type, token.tag, *place, token.content, token.info, token.markup))
    return told


@given(texts)
@settings(max_examples=150, deadline=None)
@example("- |\n  -\n  a")
def test_the_tokens_are_the_parsers_own(text: str) -> None:
    env: dict[str, Any] = {}
    ours: dict[str, Any] = {}
    expected = _stock().parse(text, env)
    assert expected == full_parser().parse(text, ours)
    assert env == ours
    assert _told(expected) == _told(parser().parse(text))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_so_they_are_for_real_files() -> None:
    stock = _stock()
    for path in sorted(CORPUS.glob("*/*.md"))[::8]:
        text = path.read_text(encoding="utf-8")
        expected = stock.parse(text)
        assert expected == full_parser().parse(text), path.name
        assert _told(expected) == _told(parser().parse(text)), path.name
