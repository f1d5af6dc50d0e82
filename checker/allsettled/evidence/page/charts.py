"""The chart of the speed-up by width, and what all charts are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from allsettled.evidence.model import Dispatch
from allsettled.evidence.page.scale import Scale, Tick, numbers, round_up
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.numbers import median
from allsettled.terminal import safe

Measured = Sequence[tuple[Dispatch, Measure]]

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 560, 310, 46, 46, 34
_COLUMNS = 16  # widths that a chart shows
DOTS = 240
_BOX = 5  # dispatches from which on their middle half is drawn


class Dot(NamedTuple):
    """One dispatch."""

    x: float
    y: float
    about: str
    hurt: bool


class Column(NamedTuple):
    """What one width, or one span of time, has: its median and, where it's known, what would be perfect."""

    x: float
    label: str
    number: int
    median: float | None
    value: str
    ideal: float | None
    box: tuple[float, float] | None = None  # y and height of the middle half of the dispatches
    stack: tuple[tuple[str, float, float, int], ...] = ()  # kind, y, height, number


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn; half a column's width is `half`."""

    columns: tuple[Column, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    half: float
    about: str
    line: str = ""
    hidden: int = 0
    below: str = ""  # what the columns are
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM
    top: int = TOP


def by_width(measured: Measured) -> Chart:
    """Return the distribution of the speed-up by width: a dot a dispatch, a bar at the median, a mark at perfection."""
    timed = [(dispatch, figures) for dispatch, figures in measured if figures.parallel]
    widths = sorted({figures.width for _, figures in timed})
    shown = widths if len(widths) <= _COLUMNS else widths[: _COLUMNS - 1]
    groups: list[tuple[str, int | None, Measured]] = [
        (str(width), width, [item for item in timed if item[1].width == width]) for width in shown
    ]
    if len(shown) < len(widths):
        wider = [item for item in timed if item[1].width > shown[-1]]
        groups.append((f"{widths[len(shown)]}+", None, wider))
    top = round_up(max((float(figures.speedup or 0) for _, figures in timed), default=1.0))
    scale = Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    columns, dots = [], []
    for place, (label, width, members) in enumerate(groups):
        x, half = column(place, len(groups))
        ideal = scale.at(width) if width is not None and width <= top else None
        columns.append(of_values(x, label, members, scale, ideal))
        dots += spread(members[-DOTS // len(groups) :], x, half, scale)
    half = column(0, len(groups) or 1)[1]
    said = "; ".join(f"width {column.label}: {column.value} over {column.number}" for column in columns)
    about = f"Speed-up by width, medians: {said}." if said else "No dispatch has known times."
    hidden, below = len(timed) - len(dots), "agents started by one message"
    return Chart(tuple(columns), tuple(dots), tuple(numbers(scale)), half, about, hidden=hidden, below=below)


def column(place: int, number: int) -> tuple[float, float]:
    """Return the middle of a column, and half of its width."""
    extent = (WIDTH - LEFT - 10) / max(number, 1)
    return round(LEFT + extent * (place + 0.5), 1), round(min(extent * 0.42, 40.0), 1)


def of_values(x: float, label: str, members: Measured, scale: Scale, ideal: float | None) -> Column:
    """Return a column of some dispatches: their median, and their middle half if there are enough of them."""
    values = sorted(float(figures.speedup) for _, figures in members if figures.speedup is not None)
    middle = median(map(Fraction, values))
    if middle is None:
        return Column(x, label, 0, None, "-", ideal)
    box = None
    if len(values) >= _BOX:
        low, high = (scale.at(values[round(share * (len(values) - 1))]) for share in (0.25, 0.75))
        box = high, round(low - high, 1)
    return Column(x, label, len(members), scale.at(float(middle)), f"{float(middle):.2f}", ideal, box)


def spread(members: Measured, x: float, half: float, scale: Scale) -> list[Dot]:
    """Return a dot a dispatch, side by side where they'd lie on one another."""
    levels: dict[int, int] = {}
    dots = []
    for dispatch, figures in members:
        y = scale.at(float(figures.speedup or 0))
        number = levels[round(y / 7)] = levels.get(round(y / 7), 0) + 1
        side = (number // 2) * (1 if number % 2 else -1)
        offset = max(-half, min(half, side * 7.0))
        about = f"{dispatch.id}: {figures.width} agents, speed-up {float(figures.speedup or 0):.2f}"
        hurt = any(run.state.failed for run in dispatch.agents)
        dots.append(Dot(round(x + offset, 1), y, safe(about), hurt))
    return dots
