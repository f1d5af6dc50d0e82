"""One dispatch as a record of the protocol."""

from collections.abc import Iterable, Mapping

from allsettled.claims.vocabulary import Dimension
from allsettled.evidence.clock import iso
from allsettled.evidence.model import AgentRun, Dispatch, State
from allsettled.evidence.recording.names import Wording, clean, names_of
from allsettled.evidence.recording.status import remark, status_of
from allsettled.evidence.stats.retries import tries
from allsettled.protocol.parts import one_line
from allsettled.protocol.record import Check, Failure, Metrics, Outcome, Record, Run
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy
from allsettled.rules.measured import counts, figures
from allsettled.rules.unassessed_record import MARK

_WAIVED = f"{MARK}, since the record was written from a transcript"
_RESULT = f"{MARK.capitalize()}: the record was written from a transcript, which says what ran and not what came of it."
_NO_MESSAGE = "the harness gives no message"
_ELSEWHERE = "the harness's message is in the transcript"
_SILENT = "completed without spending a token"

_PERCENT = Dimension.PERCENT

Later = Mapping[str, AgentRun]
"""Of failed runs, by their id: the run that tried the task again."""


def later_tries(dispatches: Iterable[Dispatch]) -> Later:
    """Return what came after each failed run: the try that went well, or else the first."""
    found: dict[str, AgentRun] = {}
    for one in tries(dispatches):
        if one.later:
            best = next((run for run in one.later if run.state is State.OK), one.later[0])
            found.setdefault(one.failed.id, best)
    return found


def record_of(dispatch: Dispatch, later: Later, protocol: Protocol, wording: Wording = Wording.FULL) -> Record:
    """Return the record of a dispatch."""
    named = list(zip(names_of(dispatch.agents, wording), dispatch.agents, strict=True))
    record = Record(
        validation=tuple(Check(item, "waived", _WAIVED) for item in protocol.checklist),
        runs=tuple(run_row(name, run, dispatch.id) for name, run in named),
        outputs=tuple(_outcome(name, run) for name, run in named),
        strategy=str(Strategy.MERGE),
        result=_RESULT,
        failures=tuple(_failure(name, run, later.get(run.id), wording) for name, run in named if run.state.failed),
    )
    return record._replace(metrics=_metrics(record, dispatch.agents))


def run_row(name: str, run: AgentRun, message: str) -> Run:
    """Return a run's row of the Dispatch Log. What never ran has no times."""
    idle = run.state is State.REJECTED
    return Run(
        agent=name,
        message=one_line(message),
        started="" if run.started is None or idle else iso(run.started),
        finished="" if run.finished is None or idle else iso(run.finished),
        status=str(status_of(run)),
    )


def error_of(run: AgentRun, wording: Wording = Wording.FULL) -> str:
    """Return what the harness said went wrong, its own words as code."""
    said = one_line(run.error).replace("`", "'").strip()
    if wording is not Wording.FULL:
        said = "" if wording is Wording.NUMBERED else clean(said, wording)
    words = [_SILENT] if run.state is State.FAILED_SILENTLY else []
    if said:
        words += [f"`{said}`" if wording is Wording.FULL else f"the harness says `{said}`"]
    return ": ".join(words) or (_ELSEWHERE if run.error else _NO_MESSAGE)


def action_of(again: AgentRun | None) -> str:
    """Return what was done about a failure, as far as the transcript shows."""
    if again is None:
        return f"{Action.SKIP}: no later run of the same task in the transcript"
    called = again.dispatched or again.started
    at = f" at {iso(called)}" if called else ""
    return f"{Action.RETRY} later in the session{at}: {status_of(again)}"


def _outcome(name: str, run: AgentRun) -> Outcome:
    where = f"N/A (in the transcript, call {one_line(run.id)})" if run.id else "N/A (in the transcript)"
    return Outcome(agent=name, status=str(status_of(run)), location=where, findings=remark(run))


def _failure(name: str, run: AgentRun, again: AgentRun | None, wording: Wording) -> Failure:
    return Failure(name, error_of(run, wording), MARK, action_of(again))


def _metrics(record: Record, runs: Iterable[AgentRun]) -> Metrics:
    """Return the metrics that the record's own rows give.

    Only the counts, where a time isn't known or a run that failed never worked: a refused call's seconds are no work.
    """
    given = {figure.key: figure for figure in (*figures(record), *counts(record)) if figure.dimension is not _PERCENT}
    values = {key: figure.value for key, figure in given.items()}
    numbers = Metrics(settled=_whole(values.get("settled")), failed=_whole(values.get("failed")))
    at_work = [run for run in runs if status_of(run) is not Status.SKIPPED]
    if "wall_clock" not in values or not all(run.state.worked for run in at_work):
        return numbers
    return numbers._replace(
        wall_clock=f"{values['wall_clock']:.1f} s",
        sequential=f"{values['sequential']:.1f} s",
        saved=f"{values['saved']:.1f} s",
        speed_up=f"{values['speed_up']:.2f}x" if "speed_up" in values else "",
        peak=_whole(values.get("peak")),
    )


def _whole(value: float | None) -> str:
    return "" if value is None else str(round(value))
