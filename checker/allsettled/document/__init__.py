"""Markdown to sections, tables, lists and fences, each with its place. The only importer of markdown_it."""

from allsettled.document.front import split_front_matter
from allsettled.document.model import Document
from allsettled.files.source import normalise

__all__ = ["normalise", "parse"]


def parse(text: str) -> Document:
    """Read a Markdown file. Never fails: what isn't understood is running text.

    Only blocks are parsed: emphasis, links and code spans stay as they are written (see `inline`).
    """
    from allsettled.document.blocks import read_blocks

    text = normalise(text)
    lines = tuple(text.split("\n"))
    front_matter = split_front_matter(lines)
    skip = front_matter.span.end_line if front_matter else 0
    return Document(text, lines, read_blocks(lines, skip), front_matter)
