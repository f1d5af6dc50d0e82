"""Which sessions some paths name: a file, a session's folder, any folder, a pattern, a URL.

An agent's own file goes with the session that it is part of. Which session a file belongs to is told by its records
(`home`); names only say where to look.
"""

from collections.abc import Iterable
from itertools import islice

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.detect import harness_of
from allsettled.evidence.harness import Home
from allsettled.evidence.lines import Lines
from allsettled.evidence.read import FIRST, Session, records

_AGENTS = ("agent-*.jsonl", "rollout-*.jsonl")


def sessions(places: Iterable[str]) -> tuple[Session, ...]:
    """Return the sessions that some places name, each once. UserError: a place is named at which there is nothing."""
    found: dict[str, None] = {}  # in order, each once
    wanted: list[str] = []
    for place in places:
        for one in _expanded(place):
            files, asked = _around(one)
            found |= dict.fromkeys(files)
            wanted += asked
    homes = {place: _home(place) for place in found}
    return _grouped(homes, set(wanted))


def _expanded(place: str) -> list[str]:
    """Return what a pattern matches; a place that exists is no pattern."""
    if any(mark in place for mark in "*?[") and not source.exists(place):
        matches = source.globbed(place)
        if not matches:
            raise UserError("no file matches this pattern", path=place)
        return matches
    if not source.exists(place):
        raise UserError("there is no such file or folder", path=place)
    return [place]


def _around(place: str) -> tuple[list[str], list[str]]:
    """Return the files that may belong to what a place names, and those of them that are asked for."""
    if source.is_folder(place):
        folder = place.rstrip("/\\")
        inside = source.below(folder)
        main = f"{folder}.jsonl"
        if source.exists(f"{folder}/subagents") and source.exists(main):
            return [main, *inside], [main]
        return inside, inside
    folder, _, name = place.replace("\\", "/").rpartition("/")
    stem = name.removesuffix(".jsonl")
    beside = [one for pattern in _AGENTS for one in source.globbed(f"{_quoted(folder or '.')}/{pattern}")]
    own = f"{folder or '.'}/{stem}"
    inside = source.below(own) if stem != name and source.is_folder(own) else []
    home = _home(place)
    if home is not None and not home.parent and home.session != stem:
        named = f"{folder or '.'}/{home.session}"
        inside += source.below(named) if "/" not in home.session and source.is_folder(named) else []
    return [place, *inside, *(one for one in beside if not _same(one, place))], [place]


def _quoted(folder: str) -> str:
    if source.is_url(folder):
        return folder
    from glob import escape

    return escape(folder)


def _same(a: str, b: str) -> bool:
    return a.removeprefix("./") == b.removeprefix("./")


def _home(place: str) -> Home | None:
    """Return the session that a file's first lines tell of."""
    try:
        with source.opened(place) as stream:
            first = list(records(islice(Lines(stream), FIRST)))
    except UserError:
        return None  # whoever reads it will say why
    harness = harness_of(first)
    if harness is None:
        return None
    home = next((home for record in first if (home := harness.home(record)) is not None), None)
    if home is not None and home.in_folder:
        return home._replace(parent=place.replace("\\", "/").split("/")[-2] if "/" in place else "")
    return home


def _grouped(homes: dict[str, Home | None], wanted: set[str]) -> tuple[Session, ...]:
    """Put each agent's file to the file of its session; what has none, and is wanted, stands alone."""
    mains = {home.session: place for place, home in homes.items() if home is not None}
    groups: dict[str, list[str]] = {}
    for place in homes:
        top, seen = place, {place}
        while (at := homes[top]) is not None and at.parent in mains and mains[at.parent] not in seen:
            top = mains[at.parent]
            seen.add(top)
        members = groups.setdefault(top, [])
        if place != top:
            members.append(place)
    return tuple(
        Session((top, *sorted(members)))
        for top, members in sorted(groups.items())
        if top in wanted or not wanted.isdisjoint(members)
    )
