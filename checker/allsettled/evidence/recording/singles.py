"""The agents that were started alone: no dispatch, and so no record, but part of what ran."""

from collections.abc import Iterable

from allsettled.evidence.model import AgentRun, Dispatch
from allsettled.evidence.recording.names import Wording, clean, names_of
from allsettled.evidence.recording.record import Later, action_of, error_of, run_row
from allsettled.evidence.recording.status import remark
from allsettled.protocol.layout import part_of
from allsettled.protocol.parts import heading, one_line
from allsettled.protocol.record import Failure, Run
from allsettled.protocol.tables import TablePart, pad
from allsettled.protocol.value import Protocol

TITLE = "Single Agents"
_ABOUT = "Started alone, each by a message of its own."
_COLUMNS = ("agent", "message", "started", "finished", "status")


def write_singles(
    dispatches: Iterable[Dispatch],
    later: Later,
    protocol: Protocol,
    wording: Wording = Wording.FULL,
    title: str = TITLE,
) -> str:
    """Return heading and table of dispatches of one agent, or an empty text if there are none."""
    runs = [(dispatch, run) for dispatch in dispatches for run in dispatch.agents]
    if not runs:
        return ""
    agent, *others = _titles("runs", protocol, *_COLUMNS)
    titles = [agent, "Task", *others, "Call", *_titles("failures", protocol, "error", "action"), "Remark"]
    rows = [_row(dispatch, run, later, wording) for dispatch, run in runs]
    used = [any(column) for column in zip(*rows, strict=True)]
    table = [[cell for cell, use in zip(row, used, strict=True) if use] for row in (titles, *rows)]
    return f"{heading(2, title)}\n\n{_ABOUT}\n\n{pad([[cell or 'N/A' for cell in row] for row in table])}\n"


def _titles(part: str, protocol: Protocol, *keys: str) -> list[str]:
    table = part_of(part, protocol)
    columns = {column.key: column.title for column in table.columns} if isinstance(table, TablePart) else {}
    return [columns[key] for key in keys]


def _row(dispatch: Dispatch, run: AgentRun, later: Later, wording: Wording) -> list[str]:
    (name,) = names_of([run], wording)
    row: Run = run_row(name, run, dispatch.id)
    failure = (
        Failure(error=error_of(run, wording), action=action_of(later.get(run.id))) if run.state.failed else Failure()
    )
    task = "" if wording is Wording.NUMBERED or not run.agent else clean(run.description, wording)
    cells = [row.agent, task, *(getattr(row, key) for key in _COLUMNS[1:])]
    return [*cells, one_line(run.id), failure.error, failure.action, remark(run)]
