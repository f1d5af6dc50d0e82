"""Which failed runs were tried again, and with what success."""

from collections.abc import Iterable
from dataclasses import dataclass

from allsettled.evidence.model import AgentRun, Dispatch, State


@dataclass(frozen=True, slots=True)
class Retries:
    """Failed runs, how many runs were another try of one, and how many failures a later try made good."""

    failed: int = 0
    retries: int = 0
    recovered: int = 0


def retries(dispatches: Iterable[Dispatch]) -> Retries:
    """Count the retries.

    A retry is a run called after a failed one of the same session had ended, of the same agent (woken again: same id),
    or for the same task (same description and type; a type's name space is left out of the comparison).
    """
    tries: dict[tuple[str, ...], dict[str, AgentRun]] = {}
    failed: set[str] = set()
    for dispatch in dispatches:
        for run in dispatch.agents:
            if run.state.failed:
                failed.add(f"{dispatch.harness}/{run.id}")
            for session in dispatch.sessions:
                for task in _tasks(run):
                    tries.setdefault((dispatch.harness, session, *task), {})[run.id] = run
    again: set[str] = set()
    recovered: set[str] = set()
    for (harness, *_), runs in tries.items():
        ordered = sorted(runs.values(), key=_called)
        for place, run in enumerate(ordered):
            if not run.state.failed:
                continue
            later = [other for other in ordered[place + 1 :] if _after(other, run)]
            again |= {f"{harness}/{other.id}" for other in later[:1]}
            if any(other.state is State.OK for other in later):
                recovered.add(f"{harness}/{run.id}")
    return Retries(len(failed), len(again), len(recovered))


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
