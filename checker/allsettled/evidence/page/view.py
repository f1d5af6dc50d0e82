"""What the page shows, as plain values for its template."""

from dataclasses import dataclass

from allsettled.evidence.page import charts, figures, periods
from allsettled.evidence.page.charts import Chart
from allsettled.evidence.page.figures import GoalRow, Tile, WidthRow
from allsettled.evidence.page.sessions import SessionView, sessions
from allsettled.evidence.stats.summary import Summary
from allsettled.terminal import safe

_UNREAD = 60  # files that are named


@dataclass(frozen=True, slots=True)
class Page:
    """All of it."""

    title: str
    about: str
    tiles: tuple[Tile, ...]
    goals: tuple[GoalRow, ...]
    widths: tuple[WidthRow, ...]
    answer: str
    by_width: Chart
    over_time: Chart
    agents: Chart
    sessions: tuple[SessionView, ...]
    hidden: int
    unread: tuple[str, ...]
    doubts: tuple[str, ...]


def view(summary: Summary) -> Page:
    """Return what the page shows of a summary."""
    shown, hidden = sessions(summary.measured)
    return Page(
        "What the agents did",
        figures.about(summary),
        figures.tiles(summary),
        tuple(map(figures.goal, summary.goals)),
        tuple(figures.width(row, summary.width_that_pays) for row in summary.widths),
        figures.answer(summary.width_that_pays),
        charts.by_width(summary.measured),
        periods.over_time(summary.measured),
        periods.agents_over_time(summary.measured),
        shown,
        hidden,
        tuple(safe(f"{file.path}: {file.reason}") for file in summary.evidence.unread[:_UNREAD]),
        tuple(figures.doubts(summary)),
    )
