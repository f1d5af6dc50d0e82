"""What the parts of a record are called: headings, columns and items, each spelled once."""

from functools import lru_cache
from typing import NamedTuple

from allsettled.expressions import expression

_LONGEST_KEPT = 200  # characters
_LEAD = expression(r"^(?:\W|_|\d+(?:\.\d+)*[.)]\s|\d+(?:\.\d+)+\s)+")


def bare(heading: str) -> str:
    """Return a heading's words as they stand, without marks and numbers around them: `6.1 **Agent: qa**`."""
    return _LEAD.sub("", heading.replace("*", "")).strip()


def fold(text: str) -> str:
    """Return a heading or column title as it's compared: no marks, numbers in front, case or final colon."""
    return _kept(text) if len(text) <= _LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    text = _LEAD.sub("", text.replace("*", "").replace("`", "").replace("_", " "))
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    return " ".join(text[:end].casefold().split())


_kept = lru_cache(maxsize=4096)(_folded)  # each heading is held against all names, and each name against all headings


class Column(NamedTuple):
    """A column of a part's table: the record's key, its title, and other titles that are read as it.

    A `rare` one stands only in tables with something to say in it: an empty table is written without it.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    rare: bool = False

    def named(self, title: str) -> bool:
        """Say whether a header cell names this column."""
        folded = fold(title)
        return folded == fold(self.title) or folded in map(fold, self.aliases)
