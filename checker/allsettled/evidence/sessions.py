"""Which sessions some paths name: a file, a session's folder, any folder, a pattern, a URL.

An agent's own file goes with the session that it is part of. Which session a file belongs to is told by its records
(`home`); names only say where to look.
"""

import errno
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.detect import harness_of
from allsettled.evidence.harness import Harness, Home
from allsettled.evidence.lines import Lines
from allsettled.evidence.read import FIRST, Session, records
from allsettled.files.refusal import refusal
from allsettled.protocol.value import Protocol

_AGENTS = ("agent-*.jsonl", "rollout-*.jsonl")


def sessions(places: Iterable[str], logs: Protocol | None = None) -> tuple[Session, ...]:
    """Return the sessions that some places name, each once; with a protocol, session logs by it, too.

    UserError: there is nothing at a place.
    """
    found: dict[str, Home | None] = {}  # in order, each once
    wanted: set[str] = set()
    named: set[str] = set()
    for place in places:
        for one in _expanded(place):
            if source.is_folder(one):
                files, asked = _of_folder(one, logs=logs is not None)
            else:
                named.add(one)
                files, asked = _of_file(one), [one]
            found |= {file: home_of(file) for file in files if file not in found}
            wanted.update(asked)
    return tuple(replace(session, protocol=logs) for session in _grouped(found, wanted, named))


def home_of(place: str) -> Home | None:
    """Return the session that a file's first lines tell of."""
    harness: Harness | None = None
    try:
        with source.opened(place) as stream:
            for record in records(islice(Lines(stream), FIRST)):
                harness = harness or harness_of([record])
                home = harness.home(record) if harness is not None else None
                if home is not None:
                    folder = source.split(source.split(place)[0])[1]
                    return home._replace(parent=folder) if home.in_folder else home
    except UserError:
        pass  # whoever reads it will say why
    return None


def _expanded(place: str) -> list[str]:
    """Return what a pattern matches; a place that exists is no pattern."""
    place = source.normal(place)
    if source.exists(place):
        return [place]
    if not any(mark in place for mark in "*?["):
        raise refusal(FileNotFoundError(errno.ENOENT, ""), place)
    matches = source.globbed(place)
    if not matches:
        raise UserError("no file matches this pattern", path=place)
    return matches


def _of_folder(folder: str, *, logs: bool) -> tuple[list[str], list[str]]:
    """Return the files that may belong to what a folder holds, and those of them that are asked for."""
    inside = source.below(folder, logs=logs)
    above, name = source.split(folder)
    main = source.inside(above, f"{name}.jsonl")
    if source.is_folder(source.inside(folder, "subagents")) and source.exists(main):
        return [main, *inside], [main]
    return inside, inside


def _of_file(place: str) -> list[str]:
    """Return a file, and those that may be its agents': in a folder of its name or its session's, or beside it."""
    folder, name = source.split(place)
    home = home_of(place)
    names = [name.removesuffix(".jsonl")]
    if home is not None and not home.parent and "/" not in home.session:
        names.append(home.session)
    own = [source.inside(folder, one) for one in dict.fromkeys(names) if one and one != name]
    agents = [file for one in own if source.is_folder(one) for file in source.below(one)]
    beside = [file for pattern in _AGENTS for file in source.matching(folder, pattern)]
    return list(dict.fromkeys([place, *agents, *beside]))


def _owner(place: str, homes: dict[str, Home | None]) -> str:
    """Return whose folder a file lies in that cannot be read, and so doesn't tell its session; else itself."""
    if homes[place] is None:
        folder = source.split(place)[0]
        while folder:
            main = f"{folder}.jsonl"
            if main in homes:
                return place if _can_be_read(place) else main
            above = source.split(folder)[0]
            folder = above if above != folder else ""
    return place


def _can_be_read(place: str) -> bool:
    try:
        with source.opened(place):
            return True
    except (UserError, OSError):
        return False


def _grouped(homes: dict[str, Home | None], wanted: set[str], named: set[str]) -> tuple[Session, ...]:
    """Put each agent's file to the file of its session; what has none, and is wanted, stands alone."""
    mains = {home.session: place for place, home in homes.items() if home is not None}
    groups: dict[str, list[str]] = {}
    for place in homes:
        top, seen = _owner(place, homes), {place}
        while (home := homes[top]) is not None and home.parent in mains and mains[home.parent] not in seen:
            top = mains[home.parent]
            seen.add(top)
        members = groups.setdefault(top, [])
        if place != top:
            members.append(place)
    return tuple(
        Session((top, *sorted(members)), named=top in named)
        for top, members in sorted(groups.items())
        if top in wanted or not wanted.isdisjoint(members)
    )
