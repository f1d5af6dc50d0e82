"""By what a dispatch call is known in a text: `Task(` with `subagent_type`, `#runSubagent`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from allsettled.render.platforms.loading import platforms
from allsettled.render.platforms.model import Call, Platform

_REACH = 300  # characters after a tool's name in which the argument has to come
_NO_NAME = frozenset("#./@-")  # what stands before a tool's name that is only part of another
_NO_REFERENCE = frozenset("/&")


class Sign(NamedTuple):
    """One way to know a call: a tool's name with an argument, or (without an argument) a reference."""

    name: str
    argument: str
    platform: Platform


class Sighting(NamedTuple):
    """A call in a text: `text[start:end]` is its head. `owners` write it so, `alike` but for capital letters."""

    start: int
    end: int
    spelled: str  # on one line: `Task(subagent_type=…)`
    owners: tuple[Platform, ...]
    alike: tuple[Platform, ...]


def sightings(text: str) -> Iterator[Sighting]:
    """Yield the calls in a text, in its order. Runs in linear time."""
    for match in _heads().finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before == "_" or before.isalnum() or before in (_NO_REFERENCE if match["reference"] else _NO_NAME):
            continue
        if match["reference"]:
            owners = _owners(sign for sign in _signs() if sign.name == match["reference"])
            yield Sighting(match.start(), match.end(), match["reference"], owners, owners)
        elif sighting := _with_argument(text, match):
            yield sighting


def _with_argument(text: str, match: re.Match[str]) -> Sighting | None:
    name, rest = match["name"], text[match.end() : match.end() + _REACH]
    if match["paren"]:
        told = _arguments(name, r"[\"'`]?\s*[=:]").search(rest.partition(")")[0])
    elif name.islower() and "_" not in name and not match["tick"]:  # "the task with ..." is English
        return None
    else:
        told = _arguments(name, r"(?!\w)").search(rest.partition("\n")[0])
    if told is None:
        return None
    alike = [sign for sign in _alike(name) if sign.argument == told[1]]
    owners = _owners(sign for sign in alike if sign.name == name)
    spelled = f"{name}({told[1]}=…)" if match["paren"] else f"{name} with {told[1]}"
    return Sighting(match.start(), match.end() + told.end(1), spelled, owners, _owners(alike))


@cache
def _alike(name: str) -> tuple[Sign, ...]:
    """Return the signs of a tool's name, written with whatever capital letters."""
    return tuple(sign for sign in _signs() if sign.argument and sign.name.casefold() == name.casefold())


@cache
def _arguments(name: str, tail: str) -> re.Pattern[str]:
    arguments = "|".join(sorted({re.escape(sign.argument) for sign in _alike(name)}))
    return re.compile(rf"(?<![\w.-])({arguments}){tail}")


def _owners(signs: Iterable[Sign]) -> tuple[Platform, ...]:
    found = {sign.platform.id: sign.platform for sign in signs}
    return tuple(found.values())


@cache
def _signs() -> tuple[Sign, ...]:
    return tuple(
        sign for platform in platforms() for call in platform.dispatch.calls for sign in _signs_of(call, platform)
    )


def _signs_of(call: Call, platform: Platform) -> Iterator[Sign]:
    for name in (call.tool, *call.aliases):
        for argument in call.known_by:
            yield Sign(name, argument, platform)
    for reference in call.references:
        yield Sign(reference, "", platform)


@cache
def _heads() -> re.Pattern[str]:
    """Return what a call begins with: `Task(`, ``Task` tool with``, `#runSubagent`."""
    names = _alternatives(sign.name for sign in _signs() if sign.argument)
    references = _alternatives(sign.name for sign in _signs() if not sign.argument)
    return re.compile(
        rf"(?P<reference>{references})(?![\w/-])"
        rf"|(?P<name>{names})(?:(?P<paren>`?\()|(?P<tick>`?)(?:[ ]tool)?[ ]with[ ])"
    )


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))
