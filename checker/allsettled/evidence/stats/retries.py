"""Which failed runs were tried again, and with what success."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from allsettled.evidence.model import AgentRun, Dispatch, State


@dataclass(frozen=True, slots=True)
class Retries:
    """Failed runs, how many runs were another try of one, and how many failures a later try made good."""

    failed: int = 0
    retries: int = 0
    recovered: int = 0


class Try(NamedTuple):
    """A failed run of a harness, and the runs that tried its task again, by the time of their call."""

    harness: str
    failed: AgentRun
    later: tuple[AgentRun, ...]


def retries(dispatches: Iterable[Dispatch]) -> Retries:
    """Count the retries (see `tries`)."""
    failed: set[str] = set()
    again: set[str] = set()
    recovered: set[str] = set()
    for one in tries(dispatches):
        key = f"{one.harness}/{one.failed.id}"
        failed.add(key)
        again |= {f"{one.harness}/{run.id}" for run in one.later[:1]}
        if any(run.state is State.OK for run in one.later):
            recovered.add(key)
    return Retries(len(failed), len(again), len(recovered))


def tries(dispatches: Iterable[Dispatch]) -> Iterator[Try]:
    """Yield each failed run with what tried it again; one whose task has two names may be yielded twice.

    A retry is a run called after a failed one of the same session had ended, of the same agent (woken again: same id),
    or for the same task (same description and type; a type's name space is left out of the comparison).
    """
    tasks: dict[tuple[str, ...], dict[str, AgentRun]] = {}
    alone: dict[str, Try] = {}
    for dispatch in dispatches:
        for run in dispatch.agents:
            if run.state.failed:
                alone[f"{dispatch.harness}/{run.id}"] = Try(dispatch.harness, run, ())
            for session in dispatch.sessions:
                for task in _tasks(run):
                    tasks.setdefault((dispatch.harness, session, *task), {})[run.id] = run
    for (harness, *_), runs in tasks.items():
        ordered = sorted(runs.values(), key=_called)
        for place, run in enumerate(ordered):
            if run.state.failed:
                alone.pop(f"{harness}/{run.id}", None)
                yield Try(harness, run, tuple(other for other in ordered[place + 1 :] if _after(other, run)))
    yield from alone.values()


def _tasks(run: AgentRun) -> Iterable[tuple[str, ...]]:
    if run.agent_id:
        yield "agent", run.agent_id
    if run.description:
        yield "task", run.description, run.agent.rpartition(":")[2]


def _called(run: AgentRun) -> tuple[bool, str, str]:
    at = run.dispatched or run.started
    return at is None, "" if at is None else at.isoformat(), run.id


def _after(other: AgentRun, failed: AgentRun) -> bool:
    """Say whether a run was called once a failed one had ended."""
    called, ended = other.dispatched or other.started, failed.finished or failed.dispatched
    return called is not None and ended is not None and called >= ended
