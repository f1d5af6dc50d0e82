"""Cuts fall only where the parser begins anew: what stands between them can go, and all else is read as before."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allsettled.document import parse
from allsettled.document.model import Block, Comment, Document, Fence, Item, Paragraph, Table
from allsettled.document.outline import Outline, Piece, outline, possible_titles
from shell import CORPUS

LINES = (
    *("", "", "", " ", "\t", "text", "more text", "**bold** text", "é", "(so)", '"quoted"', "    code", "[x]: /url"),
    *("# One", "## Two", "### Three", "###### Six", "#", "#no", " # indented", "  ### odd", "\t# code", "## `x` #"),
    *("```", "```py", "~~~", "````", "``` a`b", " ```", "   ~~~", "- ```", "  ```", "> ```", "1. ```", "    ```"),
    *("- item", "- ", "* item", "+ item", "  - nested", "    - deeper", "      more", "1. one", "2) two", "- # title"),
    *("> quote", ">", "===", "---", " ---", "- - -", "***", '[y]: /u "title', "a | b", "- | -", "| a | b |", "|--|--|"),
    *("<!-- comment -->", "<!--", "-->", "text -->", " <!--", "- <!--", "<div>", "</div>", "<pre>", "</pre>", "<b>x"),
    *("<?php", "?>", "<!DOCTYPE", "<![CDATA[", "]]>", "<script", "<style>", "</script>", "<textarea>", "<x-y>"),
)
texts = st.lists(st.sampled_from(LINES), max_size=24).map("\n".join)


def _told(block: Block) -> tuple[object, ...]:
    """Return what a reader of blocks sees of one, less where its section is and what is in a fence."""
    match block:
        case Table():
            return "table", block.header, block.rows, block.span
        case Item():
            return "item", block.lines, block.span, block.mark, block.depth, block.ordered
        case Paragraph():
            return "paragraph", block.lines, block.span
        case Fence():
            return "fence", block.info, block.span.line
        case Comment():
            return "comment", block.span


def _blocks(document: Document) -> list[tuple[object, ...]]:
    return [_told(block) for block in document.blocks()]


def _titles(document: Document) -> list[object]:
    return [(section.level, section.title) for section in document.sections()]


def _all(found: Outline) -> Iterator[Piece]:
    for piece in found.pieces:
        for small in found.divide(piece):
            yield from found.divide(small, lists=True)


@given(texts)
@settings(max_examples=120, deadline=None)
@example("- a\n\n      - b\n  # c\n\nd")
def test_the_pieces_are_the_text(text: str) -> None:
    found = outline(text)
    assert text.count("\n") == found.text.count("\n")
    for pieces in (list(found.pieces), list(_all(found))):
        assert found.text == "".join(found.text[piece.start : piece.end] for piece in pieces)


@given(texts)
@settings(max_examples=120, deadline=None)
def test_only_the_text_in_fences_is_gone(text: str) -> None:
    full, bare = parse(text), parse(outline(text).text)
    assert _blocks(full) == _blocks(bare)
    assert _titles(full) == _titles(bare)


@given(texts, st.data())
@settings(max_examples=120, deadline=None)
def test_what_is_left_out_changes_nothing_else(text: str, data: st.DataObject) -> None:
    found = outline(text)
    pieces = list(_all(found))
    kept = data.draw(st.lists(st.sampled_from(pieces), unique=True))
    alone = found.only(kept)
    assert text.count("\n") == alone.count("\n")
    numbers = {
        number
        for piece in kept
        for number in range(
            found.text.count("\n", 0, piece.start) + 1, found.text[: piece.end].rstrip("\n").count("\n") + 2
        )
    }
    expected = [block for block in parse(found.text).blocks() if block.span.line in numbers]
    actual = [block for block in parse(alone).blocks() if block.span.line in numbers]
    assert list(map(_told, expected)) == list(map(_told, actual))


@given(texts)
@settings(max_examples=120, deadline=None)
def test_every_title_is_a_possible_one(text: str) -> None:
    possible = [line.strip() for line in possible_titles(text)]
    for section in parse(text).sections():
        assert not section.title.text or any(line.startswith(section.title.text) for line in possible)


@pytest.mark.parametrize("text", ["a\n\n\n", "", "\n", "# a", "\n\n# a\n"])
def test_the_ends_of_a_text(text: str) -> None:
    found = outline(text)
    assert text == found.text
    assert text == found.only(found.pieces)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_real_files_are_cut_where_they_may_be() -> None:
    for path in sorted((CORPUS / "docs").glob("*.md"))[::4]:
        text = path.read_text(encoding="utf-8")
        found = outline(text)
        bare = parse(found.text)
        assert _blocks(parse(text)) == _blocks(bare)
        every_other = found.only(list(_all(found))[::2])
        new = set(_blocks(parse(every_other))).difference(_blocks(bare))
        assert all(kind == "paragraph" and lines[0].text == "." for kind, lines, *_ in new)  # type: ignore[index]
