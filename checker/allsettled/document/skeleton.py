"""A text's blocks as one flat list: what an edit may be held against, since it leaves nothing out."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from allsettled.document.blocks import block_tokens
from allsettled.document.cells import cut_row
from allsettled.document.front import split_front_matter


class Piece(NamedTuple):
    """A block's beginning or end, or its text: running text, code or HTML; of a row, how many cells are written.

    Its lines are 0-based, `end` exclusive.
    """

    kind: str
    level: int  # how deep it's nested
    manner: str  # how it's marked: the heading's level, the bullet, the fence's info string, a column's alignment
    text: str = ""
    first: int = -1
    end: int = -1

    @property
    def shape(self) -> tuple[str, int, str]:
        """Return what the piece is, whatever it says and wherever it stands."""
        return self.kind, self.level, self.manner


def skeleton(text: str) -> list[Piece]:
    """Return all blocks of a Markdown file's text, quotations, HTML, rules and link definitions among them.

    Line ends are line feeds, as in `files.source.SourceText`.
    """
    lines = text.split("\n")
    front_matter = split_front_matter(lines)
    skip = front_matter.span.end_line if front_matter else 0
    env: dict[str, Any] = {}
    pieces = [Piece("front_matter", 0, "", "\n".join(lines[:skip]))]
    pieces += (_piece(token, lines) for token in block_tokens(lines, skip, env))
    for label, link in sorted(env.get("references", {}).items()):
        pieces.append(Piece("definition", 0, label, f"{link['href']} {link['title']}"))
    for link in env.get("duplicate_refs", ()):
        pieces.append(Piece("duplicate", 0, link["label"], f"{link['href']} {link['title']}"))
    return pieces


def _piece(token: Any, lines: Sequence[str]) -> Piece:
    attributes = sorted((name, value) for name, value in token.attrs.items())
    manner = " ".join(map(str, (token.tag, token.markup, token.hidden, token.info, *attributes)))
    first, end = token.map or (-1, -1)
    text = token.content
    if token.type == "tr_open":  # the parser leaves out the cells that have no column
        text = f"{len(cut_row(lines[first], first + 1).cells)} cells"
    return Piece(token.type, token.level, manner, text, first, end)
