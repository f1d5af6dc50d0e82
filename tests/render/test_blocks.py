import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from allsettled.render.blocks import Seat, Walk, Where
from working import grows_with_its_size

PIECES = [
    *("", "", "a", "- ", "- a", "1. a", "2. b", "10) c", "> ", ">", "```", "```md", "~~~", "````", "  ", "   ", " "),
    *("\t", "# h", "---", "***", "===", "<!-- c -->", "<!-- open", "-->", "<div>", "</div>", "<pre>", "</pre>"),
    *("<span>", "<script>", "</script>", "<?php", "?>", "<!X", "<![CDATA[", "]]>", "-", "+", "- - a", "<a b=c>"),
    *("text `code` more", "* * *", "    code", "<a", "<!-->"),
]
LINES = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join), min_size=1, max_size=8)
# markdown-it takes a `>` or a rule that is indented by four or more for a block even where it continues a paragraph
KNOWN_DIFFERENCE = re.compile(r"^.*? {4,}[>*+_#0-9`~<=-]", re.MULTILINE)


def seats(text: str) -> list[Seat]:
    walk = Walk()
    return [walk.seat(line) for line in text.split("\n")]


def wheres(text: str) -> list[str]:
    return [seat.where.name for seat in seats(text)]


def parsers_blocks(text: str) -> list[str | None]:
    parser = MarkdownIt("commonmark", {"maxNesting": 200})
    parser.core.ruler.enableOnly(["normalize", "block"])
    blocks: list[str | None] = [None] * (text.count("\n") + 1)
    for token in parser.parse(text):
        if token.map and token.type in ("fence", "code_block", "html_block"):
            for number in range(*token.map):
                blocks[number] = token.type
    return blocks


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_code_and_raw_html_are_where_the_parser_sees_them(lines: list[str]) -> None:
    text = "\n".join([*lines, "", "z"])
    assume(not KNOWN_DIFFERENCE.search(text.expandtabs(4)))
    expected = parsers_blocks(text)
    for seat, block, line in zip(seats(text), expected, text.split("\n"), strict=True):
        if not line.strip():
            continue  # a blank line at a block's foot belongs to nobody
        assert (block == "fence", block == "code_block") == (seat.where is Where.FENCE, seat.where is Where.CODE)
        assert block == "html_block" or seat.where is not Where.HTML


def test_a_fence_ends_with_as_many_of_its_own_signs() -> None:
    text = "````md\n```\n````x\n~~~~\n   `````  \nafter"
    assert ["FENCE"] * 5 + ["TEXT"] == wheres(text)


def test_back_ticks_in_the_info_string_make_it_a_code_span() -> None:
    assert ["TEXT", "TEXT"] == wheres("``` a`b\nc")


def test_a_fence_in_a_list_item_ends_with_the_item() -> None:
    assert ["ITEM", "FENCE", "FENCE", "TEXT"] == wheres("- a\n  ```\n  b\nc")


def test_a_fence_in_a_quote_ends_with_the_quote() -> None:
    assert ["FENCE", "FENCE", "TEXT"] == wheres("> ```\n> a\n<!-- b -->")


def test_a_sign_that_is_indented_by_four_does_not_go_on_with_a_quote() -> None:
    assert ["FENCE", "CODE"] == wheres("> ```\n    > a")
    assert ["QUOTE", "QUOTE"] == wheres("> a\n    > ```")


def test_a_deep_indent_in_a_list_is_no_code() -> None:
    assert ["ITEM", "ITEM", "ITEM", "FENCE"] == wheres("1. a\n   - b\n\n     ```md")


def test_a_comment_over_several_lines_hides_all_but_its_first() -> None:
    assert ["TEXT", "HTML", "HTML", "TEXT"] == wheres("<!-- a\nb\n--> c\nd")


def test_html_that_a_blank_line_ends_is_text_but_opens_no_fence() -> None:
    assert ["TEXT", "TEXT", "TEXT", "FENCE"] == wheres("<details>\n```\n\n```")


def test_headings_have_their_level_and_their_first_line() -> None:
    text = "# a\n\nb\nc\n---\n- # d\n\n####### e\n\n  ### f"
    levels = [(seat.opened, seat.level) for seat in seats(text) if seat.level]
    assert [(1, 1), (3, 2), (10, 3)] == levels


@pytest.mark.parametrize(
    "shape",
    [
        lambda size: "- " * size + "\n" * size,
        lambda size: ">" * 4 * size + "\n>" * size,
        lambda size: ("  " * 100 + "- a\n") * (size // 50),
        lambda size: "<a " + "b=c " * size,
        lambda size: "<a" + " " * 4 * size,
        lambda size: "* " * size,
        lambda size: "`" * 4 * size + "\na`" * size,
    ],
)
def test_hostile_nesting_takes_work_by_its_length(shape: Callable[[int], str]) -> None:
    grows_with_its_size(seats, shape, 5_000)
