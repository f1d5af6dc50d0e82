"""Words that a project adds to a protocol and that mean something there already."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from allsettled.document import parse
from allsettled.protocol.columns import fold
from allsettled.protocol.duties import TITLES
from allsettled.protocol.layout import RESULTS, parts
from allsettled.protocol.parts import Part, Pointer, following
from allsettled.protocol.reading import read
from allsettled.protocol.record import Check, Record
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import read_status
from allsettled.protocol.writing import write

Clash = tuple[Pointer, str, str]
_WHEN_NEEDED = frozenset({"votes", "majority", "conflicts"})
_OTHER = "choose other words"
_UNWRITTEN = re.compile(r"TBD\b|(?:to|will) be (?:filled|populated|determined|announced)\b", re.IGNORECASE)


def clashes(value: Mapping[str, Any], base: Protocol) -> Iterator[Clash]:
    """Yield each word of an extension that can't be told from another one: where, what, and the cure."""
    known = parts(base)
    yield from _statuses(value.get("statuses", {}))
    aliases = value.get("aliases", {})
    yield from _aliases(aliases, known)
    yield from _sections(value.get("sections", ()), aliases, known, base)
    yield from _duties(value.get("duties", ()), base)
    yield from _items(value.get("checklist", ()), base)
    for at, text in _lines(value):
        if _UNWRITTEN.match(text):
            yield at, f'"{text}" stands for text that is still to be written', _OTHER


def _lines(value: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """Yield what is added as an item, a step or a heading."""
    yield from ((("checklist", number), item) for number, item in enumerate(value.get("checklist", ())))
    yield from ((("duties", number, "step"), duty["step"]) for number, duty in enumerate(value.get("duties", ())))
    yield from ((("sections", number, "title"), one["title"]) for number, one in enumerate(value.get("sections", ())))


def _statuses(words: Mapping[str, str]) -> Iterator[Clash]:
    for word, status in words.items():
        means = read_status(word)
        if means.not_applicable or (means.status is not None and means.status != status):
            meant = "N/A" if means.not_applicable else means.status
            yield ("statuses", word), f'"{word}" means {meant} already, and not {status}', _OTHER


def _aliases(aliases: Mapping[str, list[str]], known: tuple[Part, ...]) -> Iterator[Clash]:
    owners: dict[str, str] = {}
    for key, names in aliases.items():
        for number, name in enumerate(names):
            at = ("aliases", key, number)
            if owners.setdefault(fold(name), key) != key:
                yield at, f'"{name}" is an alias of two parts', "keep one of them"
            elif (part := _part_called(name, known)) is not None and part.key != key:
                yield at, f'"{name}" is how {part.title} is called already', _OTHER
            elif _is_taken(name):
                yield at, f'"{name}" is the heading of something else in a log', _OTHER


def _sections(
    sections: list[Mapping[str, Any]], aliases: Mapping[str, list[str]], known: tuple[Part, ...], base: Protocol
) -> Iterator[Clash]:
    asked = [name for demand in base.sections for name in (demand.title, *demand.aliases)]
    renamed = [name for names in aliases.values() for name in names]
    for number, section in enumerate(sections):
        names: dict[Pointer, str] = {("sections", number, "title"): section["title"]}
        names |= {("sections", number, "aliases", at): name for at, name in enumerate(section.get("aliases", ()))}
        for at, name in names.items():
            part = _part_called(name, known)
            if following(name, asked) is not None or any(following(other, [name]) is not None for other in asked):
                yield at, f'"{name}" is asked for twice', "keep one of them"
            elif part is not None and part.key in _WHEN_NEEDED:
                yield at, f'"{name}" stands in a log only where there was something to write', "take it out"
            elif part is None and (following(name, [*renamed, RESULTS]) is not None or _is_taken(name)):
                yield at, f'"{name}" is the heading of something else in a log', _OTHER
        asked += names.values()


def _duties(duties: list[Mapping[str, str]], base: Protocol) -> Iterator[Clash]:
    seen = {fold(duty.step) for duty in base.duties}
    for number, duty in enumerate(duties):
        if fold(duty["step"]) in seen:
            yield ("duties", number, "step"), f'"{duty["step"]}" is due twice', "keep one of them"
        seen.add(fold(duty["step"]))


def _items(items: list[str], base: Protocol) -> Iterator[Clash]:
    for number, item in enumerate(items):
        record = Record(validation=(Check(item, "done"),))
        if read(parse(write(record, base, sure=True)), base._replace(checklist=(*base.checklist, item))) != (record,):
            yield ("checklist", number), f'"{item}" would be read as something else', _OTHER


def _part_called(name: str, known: tuple[Part, ...]) -> Part | None:
    return next((part for part in known if following(name, (part.title, *part.aliases)) is not None), None)


def _is_taken(name: str) -> bool:
    return following(name, [RESULTS, *TITLES.values()]) is not None
