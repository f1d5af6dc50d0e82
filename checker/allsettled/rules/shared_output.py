"""Two agents of one dispatch write to the same place (FR-1.2)."""

import re
from collections.abc import Iterator
from posixpath import normpath

from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.subject import Subject

_SPLIT = re.compile(r"[,;]\s*|\s+and\s+|<br\s*/?>")
_PATH = re.compile(r"^[\w.@~-]*(?:/[\w.@{}*~ -]*)+$|^[\w-]+\.\w{1,8}$")
_READ_ONLY = re.compile(r"\bread[- ]only\b", re.IGNORECASE)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each agent whose output is, holds or lies in that of an agent further up."""
    seen: list[tuple[str, str]] = []
    for index, outcome in enumerate(record.outputs):
        clash = next(
            (
                (path, other, agent)
                for path in paths(outcome.location)
                for other, agent in seen
                if agent != outcome.agent and _within(path, other)
            ),
            None,
        )
        if clash is not None:
            path, other, agent = clash
            where = f"{path}, as does {agent}" if path == other else f"{path}, and {agent} to {other}"
            yield Fault(
                ("outputs", index, "location"),
                f"{outcome.agent} writes to {where}",
                "give each agent an output location of its own, neither inside the other",
            )
        seen.extend((path, outcome.agent) for path in paths(outcome.location))


def paths(location: str) -> list[str]:
    """Return the repository paths that an output location names; URLs and read-only places are none."""
    if "://" in location or _READ_ONLY.search(location):
        return []
    words = (word.strip("`*_ ").removesuffix("...") for word in _SPLIT.split(location))
    return [normpath(word.partition("#")[0]) for word in words if _PATH.match(word)]


def _within(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")
