"""The page's timelines, by transcript, the newest first; of very many, the newest alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.page import gantt
from allsettled.evidence.page.gantt import Gantt
from allsettled.evidence.page.wording import of, percent, times, took
from allsettled.evidence.source import split
from allsettled.evidence.stats.measure import Measure
from allsettled.terminal import safe

_ROWS = 1000  # agents that are drawn
_SESSIONS = 60
_OPEN = 6  # sessions whose timelines are open from the start


@dataclass(frozen=True, slots=True)
class Timeline:
    """One dispatch of two agents or more, or the agents of a session that were started alone."""

    title: str
    id: str
    facts: tuple[str, ...]
    gantt: Gantt
    failed: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """One transcript or log."""

    day: str
    name: str
    path: str
    about: str
    failed: int
    timelines: tuple[Timeline, ...]
    open: bool


def sessions(measured: Sequence[tuple[Dispatch, Measure]]) -> tuple[tuple[SessionView, ...], int]:
    """Return the sessions, the newest first, and how many dispatches are left out."""
    groups: dict[str, list[tuple[Dispatch, Measure]]] = {}
    for item in reversed(measured):  # they're in the order of time
        groups.setdefault(item[0].path, []).append(item)
    left, drawn = _ROWS, 0
    shown: list[SessionView] = []
    for path, newest_first in groups.items():
        items = newest_first[::-1]
        rows = sum(min(dispatch.width, gantt.MOST) for dispatch, _ in items)
        if len(shown) == _SESSIONS or (shown and rows > left):
            break
        kept = items[-max(left, gantt.MOST) :]
        left -= rows
        drawn += len(kept)
        shown.append(_session(path, kept, is_open=len(shown) < _OPEN))
    return tuple(shown), len(measured) - drawn


def _session(path: str, items: Sequence[tuple[Dispatch, Measure]], *, is_open: bool) -> SessionView:
    together = [item for item in items if item[0].width > 1]
    alone = [dispatch.agents[0] for dispatch, _ in items if dispatch.width == 1]
    timelines = [_timeline(dispatch, figures) for dispatch, figures in together]
    if alone:
        title = f"{of(len(alone), 'agent')} started alone"
        failed = sum(run.state.failed for run in alone)
        timelines.append(Timeline(title, "", (), gantt.of_singles(alone, title), failed))
    parts = [of(len(together), "dispatch", "dispatches")] * bool(together)
    parts += [f"{of(len(alone), 'single agent')}"] * bool(alone)
    days = [at for dispatch, _ in items if (at := dispatch.at) is not None]
    return SessionView(
        f"{min(days):%Y-%m-%d}" if days else "",
        safe(split(path)[1] or path),
        safe(path),
        " and ".join(parts),
        sum(timeline.failed for timeline in timelines),
        tuple(timelines),
        is_open,
    )


def _timeline(dispatch: Dispatch, figures: Measure) -> Timeline:
    when = "" if dispatch.at is None else f"{dispatch.at:%Y-%m-%d %H:%M:%S}"
    facts: list[str] = []
    if figures.parallel:
        facts += [
            f"{took(figures.wall)} instead of {took(figures.sum)}",
            f"speed-up {times(figures.speedup)}",
            f"at most {figures.peak} at once",
            f"overlap {percent(figures.overlap)}",
            f"longest agent {percent(figures.imbalance)} of the sum",
        ]
    failed = sum(run.state.failed for run in dispatch.agents)
    unknown = sum(not run.state.known for run in dispatch.agents)
    ok = sum(run.state is State.OK for run in dispatch.agents)
    ends = [f"{ok} ok"] + [f"{failed} failed"] * bool(failed) + [f"{unknown} unknown"] * bool(unknown)
    about = f"{of(dispatch.width, 'agent')}: {', '.join(ends)}; {', '.join(facts[:2])}".rstrip("; ")
    drawn = gantt.of_dispatch(dispatch, about)
    facts.insert(0, of(dispatch.width, "agent") + (f", all {drawn.shared}" if drawn.shared else ""))
    return Timeline(when or "at an unknown time", safe(dispatch.id)[:80], tuple(facts), drawn, failed)
