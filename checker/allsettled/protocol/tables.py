"""The parts that are tables: rows of named columns, and pairs of a name and a value."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from allsettled.document.model import Paragraph, Row, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import Column, fold
from allsettled.protocol.parts import Extract, heading, one_line, titled, unblank
from allsettled.span import Text

_NOTE = expression(r"^(.*\S)\s*\(((?:retry|ballot|second ballot|vote)(?:\s*\d+)?)\)$", re.IGNORECASE)
_STRUCK = expression(r"^~~.*~~$")
_NOTHING = "None."
_NAMES = ("agent", "tier", "message", "started", "finished", "status", "action")


def pad(rows: Sequence[Sequence[str]]) -> str:
    """Return a pipe table, columns padded to their display width: what formatters leave as it is."""
    cells = [[one_line(cell).replace("|", "\\|") for cell in row] for row in rows]
    widths = [max([3, *map(_width, column)]) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0) or len(text)


def clean(cell: str) -> str:
    """Return a cell's text without emphasis or code marks around the whole of it."""
    return cell.strip("*_` \ufe0f") if cell[:1] in "*_`" else cell


def struck(row: Row) -> bool:
    """Say whether a row is withdrawn: struck through in one of its first cells."""
    return any(cell.text.startswith("~~") and _STRUCK.match(cell.text) for cell in row.cells[:2])


def split_note(agent: str) -> tuple[str, str]:
    """Return an agent's name and the note behind it: `qa (retry)` is `qa` and `retry`."""
    found = _NOTE.match(agent) if ")" in agent else None
    return (found.group(1), found.group(2).lower()) if found else (agent, "")


class TablePart(NamedTuple):
    """A table with a row for each agent or point. The first column is the one that a row must have."""

    key: str
    title: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]  # columns without which a table isn't this one
    aliases: tuple[str, ...] = ()
    level: int = 3
    anchor: bool = True
    common: tuple[str, ...] = ()
    always: bool = False  # written even when there are no rows
    spell: Mapping[str, Callable[[str], str]] | None = None  # of a column: to the protocol's spelling

    def write(self, rows: Sequence[Any], deeper: int = 0) -> str:
        """Return heading and table."""
        if not rows:
            return f"{heading(self.level + deeper, self.title)}\n\n{_NOTHING}\n" if self.always else ""
        columns = [c for c in self.columns if c.key in self.required or any(getattr(row, c.key) for row in rows)]
        body = [[self._cell(row, column) for column in columns] for row in rows]
        return f"{heading(self.level + deeper, self.title)}\n\n{pad([[c.title for c in columns], *body])}\n"

    def blank(self) -> str:
        """Return heading and table, without rows."""
        titles = [column.title for column in self.columns if not column.rare]
        return f"{heading(self.level, self.title)}\n\n{pad([titles])}\n"

    def _cell(self, row: Any, column: Column) -> str:
        text = str(getattr(row, column.key))
        note: str = getattr(row, "note", "")
        if column.key == "agent" and note:
            text = f"{text} ({note})"
        return text or "N/A"

    def read(self, section: Section, into: Extract) -> bool:
        """Add the rows of the section's tables that have the required columns."""
        if not self.found(section):
            return False
        rows = into.value.setdefault(self.key, [])
        into.places.setdefault((self.key,), section.span)
        for table in section.blocks:
            if isinstance(table, Table) and (columns := self.columns_of(table)):
                for row in table.rows:
                    if table.torn(row):
                        into.torn.setdefault(self.key, set()).update(self._agents_of(row, columns))
                    elif not struck(row):
                        self._read_row(row, columns, len(rows), into)
        return True

    def _agents_of(self, row: Row, columns: Mapping[int, Column]) -> list[str]:
        """Return the agent that a torn row is about, folded, if it has that cell at all."""
        at = next((index for index, column in columns.items() if column.key == "agent"), len(row.cells))
        return [split_note(self.value("agent", cell.text))[0].casefold() for cell in row.cells[at : at + 1]]

    def found(self, section: Section) -> bool:
        """Say whether a section is this part: it has the heading, and a table that fits or the word `None`."""
        if titled(section, (self.title, *self.aliases)) is None:
            return False
        for block in section.blocks:
            if isinstance(block, Table) and self.columns_of(block):
                return True
            if isinstance(block, Paragraph) and fold(block.text) == fold(_NOTHING):
                return True
        return False

    def columns_of(self, table: Table) -> dict[int, Column]:
        """Return which cell of a table's rows belongs to which column; empty if a required one is missing."""
        found: dict[int, Column] = {}
        for index, cell in enumerate(table.header.cells):
            column = next((c for c in self.columns if c not in found.values() and c.named(cell.text)), None)
            if column is not None:
                found[index] = column
        keys = {column.key for column in found.values()}
        return found if keys.issuperset(self.required) else {}

    def value(self, key: str, text: str) -> str:
        """Return a cell's value in the protocol's spelling; an empty text where the cell says nothing."""
        text = unblank(clean(text) if key in _NAMES else text)
        return self.spell[key](text) if text and self.spell and key in self.spell else text

    def _read_row(self, row: Row, columns: Mapping[int, Column], number: int, into: Extract) -> None:
        value: dict[str, str] = {}
        into.places[(self.key, number)] = row.span
        for index, column in columns.items():
            cell = row.cells[index]
            into.places[(self.key, number, column.key)] = cell.span
            text = self.value(column.key, cell.text)
            if column.key == "agent":
                text, note = split_note(text)
                if note:
                    text = text.rstrip("*_` ") if cell.text[:1] in "*_`" else text
                    value["note"] = note
            if text:
                value[column.key] = text
        into.value[self.key].append(value)


class PairsPart(NamedTuple):
    """A table of names and values, such as the metrics. Each name is written as its column's title."""

    key: str
    title: str
    names: tuple[Column, ...]
    header: tuple[str, str]
    aliases: tuple[str, ...] = ()
    level: int = 3
    anchor: bool = False
    common: tuple[str, ...] = ()

    def write(self, value: Any, deeper: int = 0) -> str:
        """Return heading and table, or nothing when no value is set."""
        rows = [(name.title, text) for name in self.names if (text := getattr(value, name.key))]
        return f"{heading(self.level + deeper, self.title)}\n\n{pad([self.header, *rows])}\n" if rows else ""

    def blank(self) -> str:
        """Return heading and table, with names and no values."""
        rows = [(name.title, "") for name in self.names]
        return f"{heading(self.level, self.title)}\n\n{pad([self.header, *rows])}\n"

    def read(self, section: Section, into: Extract) -> bool:
        """Add the values whose names are known, from tables of two columns or more."""
        if not self.found(section):
            return False
        values = into.value.setdefault(self.key, {})
        into.places.setdefault((self.key,), section.span)
        for table in section.blocks:
            if isinstance(table, Table) and (columns := self._columns(table)):
                name_at, value_at = columns
                for row in table.rows:
                    if not table.torn(row) and (name := self._name(row.cells[name_at])):
                        values.setdefault(name.key, unblank(row.cells[value_at].text))
                        into.places.setdefault((self.key, name.key), row.cells[value_at].span)
        return True

    def _columns(self, table: Table) -> tuple[int, int] | None:
        """Return which cell of a row is the name and which the value: the one called so, or the name's neighbour."""
        titles = [fold(cell.text) for cell in table.header.cells]
        name, value = map(fold, self.header)
        if name not in titles or len(titles) < 2:
            return None
        at = titles.index(name)
        return at, titles.index(value) if value in titles else at + 1 if at + 1 < len(titles) else at - 1

    def found(self, section: Section) -> bool:
        """Say whether a section has this part's heading."""
        return titled(section, (self.title, *self.aliases)) is not None

    def _name(self, cell: Text) -> Column | None:
        return next((name for name in self.names if name.named(cell.text)), None)
