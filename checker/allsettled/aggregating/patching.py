"""Parts of a record written into the log where they stand, line by line; all other lines stay."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from allsettled.document.model import Block, Document, Paragraph, Section, Table
from allsettled.files.source import Edit
from allsettled.protocol.columns import fold
from allsettled.protocol.layout import RESULTS, RESULTS_LEVEL, parts
from allsettled.protocol.parts import Part, heading, one_line
from allsettled.protocol.passages import ChoicePart, ProsePart
from allsettled.protocol.record import Metrics, Record
from allsettled.protocol.tables import PairsPart, TablePart
from allsettled.protocol.value import Protocol

NOTHING = "None."


class Patch(NamedTuple):
    """Lines `first` to `last` (1-based) become `lines`; with `last` before `first` they're put in front of `first`."""

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """Where the parts of one record stand in a document."""

    document: Document
    record: Record
    sections: dict[str, Section]
    results: Section | None


def home_of(document: Document, record: Record, protocol: Protocol) -> Home:
    """Return the sections that hold a record's parts, by the parts' keys."""
    everything = list(document.sections())
    found: dict[str, Section] = {}
    for part in parts(protocol):
        if (place := record.places.get((part.key,))) is not None:
            above = [one for one in everything if one.span.line <= place.line <= one.end_line and part.found(one)]
            if above:
                found[part.key] = above[-1]
    place = record.places.get(("results",))
    results = next((one for one in everything if place is not None and one.span == place), None)
    return Home(document, record, found, results)


def patches(home: Home, made: Record, keys: Iterable[str], protocol: Protocol) -> Iterator[Patch]:
    """Yield what puts some parts of a record into the place where another one's stand."""
    wanted = frozenset(keys)
    known = [part for part in parts(protocol) if part.key in wanted]
    gone = frozenset(part.key for part in known if _may_go(home, part, getattr(made, part.key)))
    for part in known:
        section = home.sections.get(part.key)
        if part.key in gone and section is not None:
            yield Patch(section.span.line, section.end_line, ())
        elif section is not None:
            yield from _within(home, part, section, getattr(made, part.key))
    missing = [part for part in known if part.key not in home.sections and getattr(made, part.key) not in ("", ())]
    missing = [part for part in missing if getattr(made, part.key) != Metrics()]
    left = replace(home, sections={key: section for key, section in home.sections.items() if key not in gone})
    yield from _inserted(left, missing, made, protocol)


def edits(text: str, patches_: Iterable[Patch]) -> list[Edit]:
    """Return patches of a text's lines as edits of its characters, in order."""
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)

    def offset(line: int) -> int:
        return starts[line - 1] if line <= len(starts) else len(text)

    made = []
    ordered = sorted(patches_, key=lambda patch: (patch.first, patch.last))
    for (first, last), group in groupby(ordered, key=lambda patch: (patch.first, patch.last)):
        start, end = offset(first), offset(last + 1)
        new = "".join(line + "\n" for patch in group for line in patch.lines)
        if end == len(text) and not text.endswith("\n"):
            new = ("\n" if start == end and text else "") + new.removesuffix("\n")
        made.append(Edit(start, end, new))
    return made


def _may_go(home: Home, part: Part, value: Any) -> bool:
    """Say whether a part that is only there when needed isn't, and nothing else stands under its heading."""
    section = home.sections.get(part.key)
    if section is None or value or part.anchor or section.sections:
        return False
    others = [one for one in section.blocks if not (isinstance(part, TablePart) and _holds(part, one))]
    return isinstance(part, TablePart | ChoicePart) and not others


def _within(home: Home, part: Part, section: Section, value: Any) -> Iterator[Patch]:
    if isinstance(part, ChoicePart):
        yield from _choice(home, part, section, value)
    elif isinstance(part, ProsePart):
        first, last = section.span.end_line + 1, section.end_line
        yield from _body(home, first, last, value.strip().split("\n"))
    elif isinstance(part, TablePart | PairsPart):
        always = part._replace(always=True) if isinstance(part, TablePart) else part
        written = always.write(value)
        body = written.partition("\n\n")[2].rstrip("\n").split("\n") if written else []
        block = next((one for one in section.blocks if _holds(part, one)), None)
        if block is not None and body:
            yield Patch(block.span.line, block.span.end_line, tuple(body))
        elif body:
            yield Patch(section.span.end_line + 1, section.span.end_line, ("", *body))


def _holds(part: TablePart | PairsPart, block: Block) -> bool:
    """Say whether a block is where a part's value stands."""
    if isinstance(block, Paragraph):
        return isinstance(part, TablePart) and fold(block.text) == fold(NOTHING)
    if not isinstance(block, Table):
        return False
    return bool(part.columns_of(block)) if isinstance(part, TablePart) else len(block.header.cells) > 1


def _choice(home: Home, part: ChoicePart, section: Section, value: str) -> Iterator[Patch]:
    """Yield the heading with another choice in it, or the line below if the choice stands there."""
    if getattr(home.record, part.key) == value:
        return
    place = home.record.place(part.key)
    line = section.span.line
    if section.span.line < place.line <= section.end_line:
        source = home.document.lines[place.line - 1]
        line, new = place.line, source[: place.column - 1] + one_line(value) + source[place.end_column - 1 :]
    else:
        new = heading(section.level, f"{part.title}: {one_line(value)}" if value else part.title)
    yield Patch(line, section.span.end_line if line == section.span.line else line, (new,))


def _body(home: Home, first: int, last: int, body: Sequence[str]) -> Iterator[Patch]:
    """Yield a passage in the place of what stands in some lines, blank ones around it left out."""
    lines = home.document.lines
    while last >= first and not lines[last - 1].strip():
        last -= 1
    start = first
    while first <= last and not lines[first - 1].strip():
        first += 1
    if first > last:
        yield Patch(start, start - 1, ("", *body))
    else:
        yield Patch(first, last, tuple(body))


def _inserted(home: Home, missing: Sequence[Part], made: Record, protocol: Protocol) -> Iterator[Patch]:
    """Yield the parts that the log has no heading for, each behind the part that comes before it."""
    order = [part.key for part in parts(protocol) if part.level > RESULTS_LEVEL]
    for number, part in enumerate(missing):
        position = order.index(part.key)
        before = next((home.sections[key] for key in reversed(order[:position]) if key in home.sections), None)
        lead: tuple[str, ...] = ("",)
        after = next((home.sections[key] for key in order[position:] if key in home.sections), None)
        if before is not None:
            line, level = _end(home, before) + 1, before.level
        elif home.results is not None:
            line, level = _end(home, home.results, own=True) + 1, home.results.level + 1
        elif after is not None:
            line, level, lead = after.span.line, after.level, ()
        else:
            last = max(home.sections.values(), key=lambda section: section.end_line)
            line, level = _end(home, last) + 1, last.level + 1
            lead = ("",) if number else ("", heading(last.level, RESULTS), "")
        body = part.write(getattr(made, part.key), level - part.level).rstrip("\n").split("\n")
        yield Patch(line, line - 1, (*lead, *body, *(() if lead else ("",))))


def _end(home: Home, section: Section, *, own: bool = False) -> int:
    """Return the last line under a heading that isn't blank; its `own` end before the headings below it."""
    line = section.sections[0].span.line - 1 if own and section.sections else section.end_line
    while line > section.span.end_line and not home.document.lines[line - 1].strip():
        line -= 1
    return line
