"""The parts that are not tables: the checklist, a choice in a heading, and a passage of prose."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from allsettled.document.model import Item, Mark, Paragraph, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.parts import Extract, canon, heading, one_line, titled
from allsettled.protocol.vocabulary import Status, read_answer
from allsettled.span import Text

_WAIVED = expression(r"^(?P<item>.*?)[\s:;,(\[–—-]*\bn/a\b[\s:;,)\]–—-]*(?P<reason>.*?)\)?$", re.IGNORECASE)


class ChecklistPart(NamedTuple):
    """A list of task items: ticked, open, or waived (`N/A`, with the reason)."""

    key: str
    title: str
    items: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    level: int = 2
    anchor: bool = True
    common: tuple[str, ...] = ()

    def write(self, checks: Sequence[Any], deeper: int = 0) -> str:
        """Return heading and list."""
        if not checks:
            return ""
        lines = [self._line(check) for check in checks]
        return f"{heading(self.level + deeper, self.title)}\n\n" + "\n".join(lines) + "\n"

    def blank(self) -> str:
        """Return heading and list, no item ticked."""
        lines = [f"- [ ] {item}" for item in self.items]
        return f"{heading(self.level, self.title)}\n\n" + "\n".join(lines) + "\n"

    def _line(self, check: Any) -> str:
        if check.mark == "waived":
            return one_line(f"- [ ] {check.item} - N/A: {check.reason}").rstrip(": ")
        return one_line(f"- [{'x' if check.mark == 'done' else ' '}] {check.item}")

    def read(self, section: Section, into: Extract) -> bool:
        """Add the section's items, be they task items, items with a mark, or rows with a status."""
        if not self.found(section):
            return False
        checks = into.value.setdefault(self.key, [])
        into.places.setdefault((self.key,), section.span)
        for block in section.blocks:
            if isinstance(block, Item) and block.depth == 0:
                self._add(block.text, self._mark(block), checks, into)
            elif isinstance(block, Table) and len(block.header.cells) >= 2:
                for row in block.rows:
                    if not block.torn(row):
                        self._add(row.cells[0], self._cell_mark(row.cells[1].text), checks, into)
        return True

    def found(self, section: Section) -> bool:
        """Say whether a section has this part's heading."""
        return titled(section, (self.title, *self.aliases)) is not None

    def _add(self, text: Text, mark: str, checks: list[dict[str, str]], into: Extract) -> None:
        item, reason = text.text, ""
        if "n/a" in item.casefold() and (waived := _WAIVED.match(item)):
            item, mark, reason = waived.group("item"), "waived", waived.group("reason")
        known = next((known for known in self.items if fold(item).startswith(fold(known))), None)
        into.places[(self.key, len(checks))] = text.span
        check = {"item": known or item.strip(), "mark": mark}
        checks.append(check | {"reason": reason.strip()} if reason.strip() else check)

    @staticmethod
    def _mark(item: Item) -> str:
        if item.mark is not None:
            return "done" if item.mark is Mark.TICKED else "open"
        return ChecklistPart._cell_mark(item.text.text)

    @staticmethod
    def _cell_mark(text: str) -> str:
        reading = read_answer(text)
        if reading.not_applicable:
            return "waived"
        return "done" if reading.status is Status.COMPLETE else "open"


class ChoicePart(NamedTuple):
    """A choice that stands in its heading (`Aggregation Strategy: merge`) or in the line below it."""

    key: str
    title: str
    options: tuple[str, ...]  # empty: any text
    aliases: tuple[str, ...] = ()
    level: int = 3
    anchor: bool = True
    common: tuple[str, ...] = ()

    def write(self, value: str, deeper: int = 0) -> str:
        """Return the heading with the choice in it."""
        return f"{heading(self.level + deeper, f'{self.title}: {one_line(value)}')}\n" if value else ""

    def blank(self) -> str:
        """Return the heading, without a choice."""
        return heading(self.level, self.title) + "\n"

    def read(self, section: Section, into: Extract) -> bool:
        """Add the choice: the protocol's spelling where it's one of the options, else as it's written."""
        rest = titled(section, (self.title, *self.aliases))
        if rest is None:
            return False
        into.places.setdefault((self.key,), section.span)
        text = Text(rest, section.title.span) if rest else _first_text(section)
        if text is not None and not into.value.get(self.key):
            into.value[self.key] = canon(text.text, self.options) or text.text.strip("*_` ")
            into.places[(self.key,)] = text.span
        return True

    def found(self, section: Section) -> bool:
        """Say whether a section has this part's heading."""
        return titled(section, (self.title, *self.aliases)) is not None


def _first_text(section: Section) -> Text | None:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            return block.lines[0]
        if isinstance(block, Item):
            return block.text
    return None


class ProsePart(NamedTuple):
    """A passage of text, read as the lines under its heading, deeper headings included."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    level: int = 3
    anchor: bool = True
    common: tuple[str, ...] = ()

    def write(self, value: str, deeper: int = 0) -> str:
        """Return heading and text."""
        return f"{heading(self.level + deeper, self.title)}\n\n{value.strip()}\n" if value.strip() else ""

    def blank(self) -> str:
        """Return the heading, without text."""
        return heading(self.level, self.title) + "\n"

    def read(self, section: Section, into: Extract) -> bool:
        """Add the passage."""
        rest = titled(section, (self.title, *self.aliases))
        if rest is None:
            return False
        into.places.setdefault((self.key,), section.span)
        text = "\n".join(into.lines[section.span.end_line : section.end_line]).strip()
        into.value.setdefault(self.key, text)
        return True

    def found(self, section: Section) -> bool:
        """Say whether a section has this part's heading."""
        return titled(section, (self.title, *self.aliases)) is not None
