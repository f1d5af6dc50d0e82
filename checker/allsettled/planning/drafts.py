"""A task that is being put together from a table's row and a section: each field once, with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from allsettled.errors import UserError
from allsettled.planning.fields import FIELDS
from allsettled.planning.source import Source
from allsettled.protocol.columns import Column
from allsettled.protocol.parts import unblank
from allsettled.span import Span, Text

_ENTRY = re.compile(r"`[^`]*`|[^,;`<]+|<br\s*/?>|[,;`<]")


class Told(NamedTuple):
    """A text that is the task's prompt if nothing is called so: where it stands, and where each of its lines does."""

    text: str
    span: Span
    lines: tuple[Span, ...] = ()


@dataclass(slots=True)
class Draft:
    """The fields of one task so far; pointers begin at the task."""

    span: Span
    title: str = ""  # the heading of its section, if it has one
    source: Source = field(default_factory=lambda: Source({}))
    told: Told | None = None

    @property
    def name(self) -> str:
        """Return what the task is called: its id, or else its agent."""
        return str(self.source.value.get("id") or self.source.value.get("agent") or "")

    def put(self, column: Column, text: Text) -> None:
        """Set a field from the text of a cell or after a label. A blank says nothing."""
        content = unblank(text.text.strip())
        if not content or content.casefold() in ("none", "nothing"):
            return
        if FIELDS[column].entries:
            self.put_entries(column.key, list(entries(text)), text.span)
        elif FIELDS[column].number and content.isdecimal() and content.isascii() and len(content) < 10:
            self.put_value(column.key, int(content), text.span)
        else:
            self.put_value(column.key, _bare(content), text.span)

    def put_entries(self, key: str, texts: list[Text], span: Span) -> None:
        """Set a list, or add to it."""
        values = self.source.value.setdefault(key, [])
        self.source.places.setdefault((key,), span)
        for text in texts:
            self.source.places[(key, len(values))] = text.span
            values.append(text.text)

    def put_value(self, key: str, value: Any, span: Span) -> None:
        """Set a field that has one value."""
        self.source.value[key] = value
        self.source.places[(key,)] = span

    def settle_prompt(self) -> None:
        """Take what is told as the prompt, if there's none."""
        if self.told is not None and not self.source.value.keys() & {"prompt", "prompt-file"}:
            self.put_value("prompt", self.told.text, self.told.span)
            self.source.places.update({("prompt", row): span for row, span in enumerate(self.told.lines)})

    def merge(self, other: "Draft", path: str) -> Iterator[UserError]:
        """Take over the fields of the same task from elsewhere. Yields an error for each that is told differently."""
        for key, value in other.source.value.items():
            if self.source.value.setdefault(key, value) != value:
                first = self.source.place((key,))
                message = f'"{key}" of {self.name} is told twice, and differently'
                hint = f"the other is in line {first.line}: keep one of them"
                yield UserError(message, path=path, span=other.source.place((key,)), hint=hint)
        self.told = other.told or self.told
        for pointer, span in other.source.places.items():
            self.source.places.setdefault(pointer, span)


def entries(text: Text) -> Iterator[Text]:
    """Yield what stands between commas, semicolons and line breaks, code marks taken off; blanks are left out."""
    start, piece = 0, ""
    for found in [*_ENTRY.finditer(text.text), None]:
        if found is not None and found[0] not in (",", ";") and not found[0].startswith("<br"):
            if not piece.strip():
                start, piece = found.start(), ""
            piece += found[0]
            continue
        bare = _bare(piece.strip())
        if unblank(bare) and bare.casefold() != "none":
            offset = start + piece.find(bare)
            single = text.span.line == text.span.end_line
            yield Text(bare, text.span.part(offset, offset + len(bare)) if single else text.span)
        piece = ""


def _bare(text: str) -> str:
    """Return a text without the code marks or emphasis around the whole of it."""
    for mark in ("`", "**", "__"):
        inner = text[len(mark) : -len(mark)]
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark) and mark not in inner:
            return inner.strip()
    return text
