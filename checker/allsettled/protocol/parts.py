"""What a record is written and read with: each part knows its heading, and how its value looks in Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from allsettled.document.model import Section
from allsettled.protocol.columns import fold
from allsettled.span import FILE, Span

Pointer = tuple[str | int, ...]


class Restated(NamedTuple):
    """A value that a record has already, said again elsewhere: which one, what is said, and where."""

    pointer: Pointer
    value: str
    span: Span


class Extract:
    """The values found in a file, as JSON, and where each one stands."""

    def __init__(
        self,
        lines: Sequence[str],
        value: dict[str, Any] | None = None,
        places: dict[Pointer, Span] | None = None,
        keys: Mapping[Pointer, Span] | None = None,
    ) -> None:
        self.lines = lines
        self.value = value if value is not None else {}
        self.places = places if places is not None else {}
        self.keys = keys or {}  # of JSON: where the names of the values stand
        self.restated: list[Restated] = []
        self.torn: dict[str, set[str]] = {}  # by part: the agents whose rows couldn't be read

    def place(self, pointer: Pointer) -> Span:
        """Return where a value stands, or else the nearest thing around it that has a place."""
        ways = (pointer[:length] for length in range(len(pointer), -1, -1))
        return next((self.places[way] for way in ways if way in self.places), FILE)


class Part(Protocol):
    """A part of the record: its key there, its heading, and other headings that are read as it.

    An `anchor` makes a record by itself; other parts are only looked for where a record has begun.
    """

    @property
    def key(self) -> str:
        """The record's field."""

    @property
    def title(self) -> str:
        """The heading, as it's written."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other headings that are read as this part's."""

    @property
    def level(self) -> int:
        """The heading's level, as it's written."""

    @property
    def anchor(self) -> bool:
        """Whether the heading alone shows that there's a record."""

    @property
    def common(self) -> tuple[str, ...]:
        """The aliases that other documents have too, so that they're read only where a record has begun."""

    def write(self, value: Any, deeper: int = 0) -> str:
        """Return the part in Markdown, heading included, or an empty text where there is nothing to write.

        `deeper` is by how many levels the heading is lowered.
        """

    def blank(self) -> str:
        """Return the part as it stands in a log that's still to be written."""

    def found(self, section: Section) -> bool:
        """Say whether a section is this part."""

    def read(self, section: Section, into: Extract) -> bool:
        """Add what the section holds of this part. Return whether it was this part at all."""


def begins(part: Part, section: Section) -> bool:
    """Say whether a section that is this part shows by its heading that there's a record."""
    return part.anchor and titled(section, part.common) is None


def heading(level: int, title: str) -> str:
    """Return a heading line."""
    return f"{'#' * level} {title}"


def titled(section: Section, names: Iterable[str]) -> str | None:
    """Return what follows the name in a section's title if the title is one of the names, or None.

    `Aggregation Strategy: merge` follows `Aggregation Strategy` with `merge`; `Agent Outputs (3)` is `Agent Outputs`.
    """
    return following(section.title.text, names)


def following(heading: str, names: Iterable[str]) -> str | None:
    """Return what follows the name in a heading's text if the heading is one of the names, or None."""
    title = heading.replace("*", "").strip()
    folded, known = fold(title), tuple(map(fold, names))
    if not folded.startswith(known):  # most headings are none of ours
        return None
    for name in known:
        if folded == name:
            return ""
        if folded.startswith(name) and folded[len(name) :].lstrip()[:1] in (
            "(",
            ":",
            "-",
            "–",
            "—",
            "[",
            "✅",
        ):
            _, colon, rest = title.partition(":")
            return rest.strip() if colon else ""
    return None


BLANKS: frozenset[str] = frozenset({"", "-", "–", "—", "n/a", "[n/a]"})
"""Cells that say that there's nothing to say."""


def unblank(text: str) -> str:
    """Return a cell's text, or an empty one where the cell says that there's nothing to say."""
    return "" if text.casefold() in BLANKS else text


def one_line(text: str) -> str:
    """Return a text as it can stand in a cell or a list item."""
    return " ".join(text.split())


def canon(word: str, words: Iterable[str]) -> str | None:
    """Return the protocol's spelling of a word that a text begins with, whatever the case; else None."""
    head = word.strip("*_`[]() ").split(maxsplit=1)
    first = head[0].strip(".,;:*_`()[]").casefold() if head else ""
    return next((str(known) for known in words if known.casefold() == first), None)
