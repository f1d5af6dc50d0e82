"""What stands in an agent's file, settled: nothing there is TIMEOUT, what can't be used is FAILED, each with its error.

Every file and every agent of the plan comes to exactly one answer, whatever is wrong with the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from allsettled.aggregating.reading import Left, Reading, read_left
from allsettled.aggregating.values import Returned
from allsettled.errors import UserError
from allsettled.protocol.record import timestamp
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan says of one agent: where its output was to be, how long it had, what to do if it fails.

    `note` or `called` tells several runs of one agent apart; `timebox` is in seconds.
    """

    agent: str
    paths: tuple[str, ...] = ()
    called: str = ""
    note: str = ""
    tier: str = ""
    timebox: float | None = None
    fallback: str = ""
    voter: bool = True


class Settled(NamedTuple):
    """Each agent's answer, and what to know about them: values that were left out, files that nobody expected."""

    returned: tuple[Returned, ...]
    notes: tuple[UserError, ...]


def settle(left: Iterable[Left], expected: Sequence[Expected], protocol: Protocol) -> Settled:
    """Return what came back from every expected agent and from every file.

    Raises UserError if two usable outputs are of one agent: which of them counts isn't for us to say.
    """
    readings = [read_left(one, protocol) for one in sorted(left, key=lambda one: one.path)]
    returned: list[Returned] = []
    notes = [note for reading in readings for note in reading.notes]
    free = {reading.left.path: reading for reading in readings}
    for one in expected:
        reading = _of(one, list(free.values()), expected)
        if reading is not None:
            del free[reading.left.path]
        for path in one.paths:  # what else it was to leave, such as a document, is no output of its own
            if path in free and free[path].returned is None and reading is not None:
                del free[path]
        returned.append(_expected(one, reading))
    if expected:
        extra = "the plan names no such output; it is counted all the same"
        notes += [UserError(extra, path=path) for path, reading in free.items() if not reading.left.absent]
    returned += _told_apart(list(free.values()), [one.name for one in returned])
    return Settled(tuple(returned), tuple(notes))


def _of(one: Expected, readings: Sequence[Reading], expected: Sequence[Expected]) -> Reading | None:
    """Return the reading that is an expected agent's: at its path, in a folder of its, or else by its name."""
    there = [reading for reading in readings if reading.left.path in one.paths]
    if there:
        return min(there, key=lambda r: (not r.claims(one.agent), r.returned is None, one.paths.index(r.left.path)))
    shared = [path for other in expected if other is not one for path in other.paths]
    folders = [path for path in one.paths if path not in shared]
    inside = [r for r in readings if any(_below(r.left.path, path) for path in one.paths) and r.is_of(one.agent)]
    inside += [r for r in readings if any(_below(r.left.path, path) for path in folders) and not r.agent]
    if inside:
        return min(inside, key=lambda r: (r.returned is None, r.left.path))
    if sum(other.agent.casefold() == one.agent.casefold() for other in expected) > 1:
        return None  # of several runs of an agent only the path tells which one it is
    named = [r for r in readings if r.is_of(one.agent) and r.left.path not in shared]
    return next(iter(named), None)


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")


def _expected(one: Expected, reading: Reading | None) -> Returned:
    """Return an expected agent's answer; the plan knows better what it's called, its tier and what it was for."""
    blank = Returned(
        one.called or one.agent, Status.TIMEOUT, one.tier, note=one.note, fallback=one.fallback, voter=one.voter
    )
    if reading is None:
        where = f"there is no output at {' or '.join(one.paths)}" if one.paths else "the plan names no output for it"
        return replace(blank, error=where)
    if reading.returned is None or not reading.claims(one.agent):
        error = reading.error or f"{reading.place('agent')}: it says that it's the output of {reading.agent}"
        return replace(blank, status=Status.FAILED, location=reading.left.path, error=error)
    tier = one.tier or reading.returned.tier
    found = replace(
        reading.returned, agent=blank.agent, note=one.note, tier=tier, fallback=one.fallback, voter=one.voter
    )
    if found.status is Status.TIMEOUT and found.started and not found.finished and one.timebox is not None:
        return replace(found, finished=_later(found.started, one.timebox))
    return found


def _later(time: str, seconds: float) -> str:
    from datetime import timedelta

    start = timestamp(time)
    if start is None:
        return ""
    return (start + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def _told_apart(readings: Sequence[Reading], taken: Iterable[str]) -> Iterator[Returned]:
    """Yield the answers of files that the plan doesn't know: usable ones by their name, others by a free one."""
    names = {name.casefold(): "the plan" for name in taken}
    for reading in readings:
        if reading.returned is not None:
            name = reading.returned.agent
            if name.casefold() in names:
                raise UserError(
                    f"{name} has an output here and in {names[name.casefold()]}",
                    path=reading.left.path,
                    hint="name only the one that counts, or give the plan: --plan PLAN",
                )
            names[name.casefold()] = reading.left.path
            yield reading.returned
    for reading in readings:
        if reading.returned is None:
            agent = _free((reading.agent, reading.stem), names)
            names[agent.casefold()] = reading.left.path
            if reading.left.absent:
                yield Returned(agent, Status.TIMEOUT, error=reading.error)
            else:
                yield Returned(agent, Status.FAILED, reading.tier, reading.left.path, error=reading.error)


def _free(wanted: Sequence[str], names: Mapping[str, str]) -> str:
    for name in wanted:
        if name and name.casefold() not in names:
            return name
    name, number = wanted[-1], 2
    while f"{name} {number}".casefold() in names:
        number += 1
    return f"{name} {number}"
