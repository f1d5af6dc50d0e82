"""Two pieces of evidence as one: what both hold is counted once, whatever the order.

A resumed or forked session holds its history again, so the same call may stand in several files, and only some of them
hold its end. Of two accounts of one run the fuller is kept. `unite` is associative, commutative and idempotent, with
`NOTHING` as its identity; the tests hold it to that.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import astuple, replace
from datetime import UTC, datetime
from functools import reduce
from typing import TypeVar

from allsettled.evidence.model import AgentRun, Dispatch, Evidence, FileRead, Source, Unread

T = TypeVar("T")
_NEVER = datetime.max.replace(tzinfo=UTC)
_UNSURE = len(Source)


def unite(a: Evidence, b: Evidence) -> Evidence:
    """Return the evidence of both."""
    return Evidence(
        dispatches=tuple(sorted(_joined(a.dispatches + b.dispatches, _dispatch_key, _one_dispatch), key=_order)),
        files=tuple(sorted(_joined(a.files + b.files, _file_key, _one_file), key=_file_key)),
        unread=tuple(sorted({*a.unread, *b.unread}, key=lambda it: (it.path, it.reason, it.part))),
    )


def unite_all(pieces: Iterable[Evidence]) -> Evidence:
    """Return the evidence of all pieces, joining neighbours first, so that no piece is copied again and again."""
    rest = list(pieces) or [Evidence()]
    while len(rest) > 1:
        rest = [reduce(unite, rest[at : at + 2]) for at in range(0, len(rest), 2)]
    return rest[0]


def ordered(runs: Iterable[AgentRun]) -> tuple[AgentRun, ...]:
    """Return the runs of a dispatch by the time of their call."""
    return tuple(sorted(runs, key=lambda run: (run.dispatched or run.started or _NEVER, run.id)))


def _joined(items: Iterable[T], key: Callable[[T], Hashable], join: Callable[[T, T], T]) -> list[T]:
    """Return the items, those of one key joined to one."""
    found: dict[Hashable, T] = {}
    for item in items:
        at = key(item)
        known = found.get(at)
        found[at] = item if known is None or known == item else join(known, item)
    return list(found.values())


def _dispatch_key(dispatch: Dispatch) -> tuple[str, str]:
    return dispatch.harness, dispatch.id


def _order(dispatch: Dispatch) -> tuple[datetime, str, str]:
    return dispatch.at or _NEVER, dispatch.harness, dispatch.id


def _one_dispatch(a: Dispatch, b: Dispatch) -> Dispatch:
    """Return one account of a dispatch that two files hold."""
    return replace(
        a,
        agents=ordered(_joined(a.agents + b.agents, lambda run: run.id, _fuller)),
        paths=tuple(sorted({*a.paths, *b.paths})),
        sessions=tuple(sorted({*a.sessions, *b.sessions})),
        parent=min(a.parent, b.parent),
        proven=a.proven and b.proven,
    )


def _fuller(a: AgentRun, b: AgentRun) -> AgentRun:
    """Return the account that knows more; between equals, always the same one."""
    return max(a, b, key=_fullness)


def _fullness(run: AgentRun) -> tuple[object, ...]:
    """Return how much is known of a run, then every field, so that only equal runs compare equal."""
    source = run.source
    return (
        run.state.known,
        run.microseconds is not None,
        run.started is not None,
        -(_UNSURE if source is None else source.rank),
        run.tokens is not None,
        *("" if value is None else str(value) for value in astuple(run)),
    )


def _file_key(file: FileRead) -> str:
    return file.path


def _one_file(a: FileRead, b: FileRead) -> FileRead:
    """Return the later look at a file that was still growing."""
    return max(a, b, key=lambda file: (file.lines, file.bad, file.harness, file.part))


def unread(path: str, reason: str) -> Evidence:
    """Return the evidence of a file that could not be read."""
    return Evidence(unread=(Unread(path, reason),))
