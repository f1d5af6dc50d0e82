"""Which failed runs were tried again, and with what success."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
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
    or for the same task (same description and type; a type's name space is left out of the comparison). Where no agent
    of the failed one's type existed, a run of that type in whichever name space is another try, whatever its task says.
    """
    alike: dict[tuple[str, ...], dict[str, AgentRun]] = {}
    alone: dict[str, Try] = {}
    for dispatch in dispatches:
        for run in dispatch.agents:
            if run.state.failed:
                alone[f"{dispatch.harness}/{run.id}"] = Try(dispatch.harness, run, ())
            for session in dispatch.sessions:
                for key in tasks(run):
                    alike.setdefault((dispatch.harness, session, *key), {})[run.id] = run
    for (harness, _, *task), runs in alike.items():
        ordered = sorted(runs.values(), key=_called)
        for place, run in enumerate(ordered):
            if run.state.failed and tuple(task) in sought(run):
                alone.pop(f"{harness}/{run.id}", None)
                yield Try(harness, run, tuple(other for other in ordered[place + 1 :] if _after(other, run)))
    yield from alone.values()


def tasks(run: AgentRun) -> Iterator[tuple[str, ...]]:
    """Yield what a run may be known by as another try: the agent, woken again; the task of a type; the type."""
    if run.agent_id:
        yield "agent", run.agent_id
    if run.description:
        yield "task", run.description, _own(run.agent)
    if run.agent:
        yield "type", _own(run.agent)


def sought(failed: AgentRun) -> frozenset[tuple[str, ...]]:
    """Return which of its `tasks` another try of a failed run has: the type alone, only if there was no such agent."""
    return frozenset(task for task in tasks(failed) if task[0] != "type" or failed.state is State.UNKNOWN_TYPE)


def _own(agent: str) -> str:
    """Return a type without its name spaces."""
    return agent.rpartition(":")[2]


def called(run: AgentRun) -> datetime | None:
    """Return when a run was called, or, where calls have no time, when it started."""
    return run.dispatched or run.started


def ended(run: AgentRun) -> datetime | None:
    """Return from when on another run may be a retry of this one."""
    return run.finished or run.dispatched


def _called(run: AgentRun) -> tuple[bool, str, str]:
    at = called(run)
    return at is None, "" if at is None else at.isoformat(), run.id


def _after(other: AgentRun, failed: AgentRun) -> bool:
    """Say whether a run was called once a failed one had ended."""
    at, end = called(other), ended(failed)
    return at is not None and end is not None and at >= end
