"""Where the keys and list items of a TOML file stand, which `tomllib` doesn't tell.

The text is one that `tomllib` has read, so this only has to follow it, not to judge it.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from allsettled.settings.model import Pointer
from allsettled.span import FILE, Span

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BETWEEN = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")  # in a list or an inline table
_KEY = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|""?(?!"))*""""{0,2}' r"|'''(?:[^']|''?(?!'))*''''{0,2}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def places(text: str) -> dict[Pointer, Span]:
    """Return the place of every table, key and list item, by the path to it."""
    return _Scanner(text).scan()


def nearest_place(found: dict[Pointer, Span], pointer: Pointer) -> Span:
    """Return the place of what a pointer leads to, or of the nearest thing around it that has one."""
    while pointer and pointer not in found:
        pointer = pointer[:-1]
    return found.get(pointer, FILE)


class _Key(NamedTuple):
    name: str
    start: int
    end: int


class _Scanner:
    """Follows the text once, from its start to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.found: dict[Pointer, Span] = {}
        self.tables: dict[Pointer, int] = {}  # of each list of tables, the number of its last one

    def scan(self) -> dict[Pointer, Span]:
        table: Pointer = ()
        while self.skip(_BLANK):
            start = self.at
            if self.text.startswith("[", start):
                table = self.header()
            else:
                self.value(self.keys(table))
            if self.at == start:  # not TOML after all: the rest has no places
                break
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> bool:
        """Go on behind what a pattern matches here; say whether there is more text."""
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return self.at < len(self.text)

    def mark(self, pointer: Pointer, start: int, end: int) -> None:
        line = bisect_right(self.lines, start)
        column = start - self.lines[line - 1] + 1
        end_line = bisect_right(self.lines, end)
        self.found.setdefault(pointer, Span(line, column, end_line, end - self.lines[end_line - 1] + 1))

    def names(self) -> list[_Key]:
        """Read `a."b".c`."""
        keys = []
        while match := _KEY.match(self.text, self.at):
            keys.append(_Key(_unquoted(match.group(1)), *match.span(1)))
            self.at = match.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return keys

    def keys(self, table: Pointer) -> Pointer:
        """Read a key with its `=`; return the path to its value."""
        for key in self.names():
            table = (*table, key.name)
            self.mark(table, key.start, key.end)
        if self.text.startswith("=", self.at):
            self.at += 1
        return table

    def header(self) -> Pointer:
        """Read `[a.b]` or `[[a.b]]`; return the path to that table."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        table: Pointer = ()
        names = self.names()
        for number, key in enumerate(names, 1):
            table = (*table, key.name)
            self.mark(table, key.start, key.end)
            if many and number == len(names):
                self.tables[table] = self.tables.get(table, -1) + 1
            if table in self.tables:
                table = (*table, self.tables[table])
                self.mark(table, key.start, key.end)
        self.at = min(self.at + (2 if many else 1), len(self.text))
        return table

    def value(self, pointer: Pointer) -> None:
        """Read a value; `open_parts` are the lists (with the next item's number) and tables it is in."""
        open_parts: list[tuple[Pointer, int | None]] = []
        while True:
            self.one(pointer, open_parts)
            while open_parts:
                if not self.skip(_BETWEEN):
                    return
                if self.text[self.at] in "]}":
                    self.at += 1
                    open_parts.pop()
                    continue
                around, number = open_parts.pop()
                if number is None:
                    before = self.at
                    pointer = self.keys(around)
                    if self.at == before:
                        return
                else:
                    pointer = (*around, number)
                open_parts.append((around, None if number is None else number + 1))
                break
            else:
                return

    def one(self, pointer: Pointer, open_parts: list[tuple[Pointer, int | None]]) -> None:
        """Read a string, number or date, or the opening of a list or table."""
        self.skip(_BLANK)
        start = self.at
        if self.text.startswith(("[", "{"), start):
            open_parts.append((pointer, 0 if self.text[start] == "[" else None))
            self.at += 1
        elif not _STRING.match(self.text, start) or not self.skip(_STRING):
            self.skip(_SCALAR)
        self.mark(pointer, start, self.at)


def _unquoted(key: str) -> str:
    if "\\" in key:
        import tomllib

        return str(tomllib.loads(f"key = {key}")["key"])
    return key[1:-1] if key[0] in "\"'" else key
