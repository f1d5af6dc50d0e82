"""The charts: speed-up by width, and both over time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.page.gantt import KINDS
from allsettled.evidence.page.scale import Scale, Tick, numbers, round_up
from allsettled.evidence.stats.measure import Measure
from allsettled.evidence.stats.numbers import median
from allsettled.terminal import safe

Measured = Sequence[tuple[Dispatch, Measure]]

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 560, 300, 46, 40, 28
_COLUMNS = 16  # widths that a chart shows
_PERIODS = 32  # spans of time
_DOTS = 240
_BOX = 5  # dispatches from which on their middle half is drawn
_SPANS = (
    (timedelta(hours=1), "%m-%d %H:00"),
    (timedelta(days=1), "%Y-%m-%d"),
    (timedelta(days=7), "%Y-%m-%d"),
    (timedelta(days=28), "%Y-%m-%d"),
    (timedelta(days=91), "%Y-%m-%d"),
    (timedelta(days=364), "%Y-%m-%d"),
)
_EPOCH = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday


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
        x, half = _column(place, len(groups))
        ideal = scale.at(width) if width is not None and width <= top else None
        columns.append(_of(x, label, members, scale, ideal))
        dots += _spread(members[-_DOTS // len(groups) :], x, half, scale)
    half = _column(0, len(groups) or 1)[1]
    said = "; ".join(f"width {column.label}: {column.value} over {column.number}" for column in columns)
    about = f"Speed-up by width, medians: {said}." if said else "No dispatch has known times."
    return Chart(tuple(columns), tuple(dots), tuple(numbers(scale)), half, about, hidden=len(timed) - len(dots))


def over_time(measured: Measured) -> Chart:
    """Return how the speed-up went over time: a dot a dispatch, a line through the medians."""
    timed = [item for item in measured if item[1].parallel and item[0].at is not None]
    spans, form = _spans([dispatch for dispatch, _ in timed])
    top = round_up(max((float(figures.speedup or 0) for _, figures in timed), default=1.0))
    scale = Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    columns, dots, points = [], [], []
    for place, start in enumerate(spans):
        x, half = _column(place, len(spans))
        end = spans[place + 1] if place + 1 < len(spans) else None
        members = [item for item in timed if _within(item[0], start, end)]
        columns.append(_of(x, f"{start:{form}}", members, scale, None))
        dots += _spread(members[-_DOTS // len(spans) :], x, half, scale)
        if columns[-1].median is not None:
            points.append(f"{x:g},{columns[-1].median:g}")
    half = _column(0, len(spans) or 1)[1]
    told = [column for column in columns if column.number]
    said = "; ".join(f"from {column.label}: {column.value} over {column.number}" for column in told)
    about = f"Speed-up over time, medians: {said}." if said else "No dispatch has known times."
    line = " ".join(points)
    return Chart(tuple(columns), tuple(dots), tuple(numbers(scale)), half, about, line, len(timed) - len(dots))


def agents_over_time(measured: Measured) -> Chart:
    """Return how many agents ran over time, and how they ended: a stack for each span."""
    dated = [dispatch for dispatch, _ in measured if dispatch.at is not None]
    spans, form = _spans(dated)
    counts = []
    for place, start in enumerate(spans):
        end = spans[place + 1] if place + 1 < len(spans) else None
        states = Counter(run.state for dispatch in dated if _within(dispatch, start, end) for run in dispatch.agents)
        counts.append(_kinds(states))
    top = round_up(max((sum(kinds.values()) for kinds in counts), default=1))
    scale = Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    columns = []
    for place, (start, kinds) in enumerate(zip(spans, counts, strict=True)):
        x, _ = _column(place, len(spans))
        label, number = f"{start:{form}}", sum(kinds.values())
        columns.append(Column(x, label, number, None, str(number), None, stack=_stack(kinds, scale)))
    half = _column(0, len(spans) or 1)[1]
    said = "; ".join(f"from {column.label}: {_said(kinds)}" for column, kinds in zip(columns, counts, strict=True))
    about = f"Agents over time: {said}." if said else "No call has a known time."
    return Chart(tuple(columns), (), tuple(numbers(scale)), half, about)


def _column(place: int, number: int) -> tuple[float, float]:
    """Return the middle of a column, and half of its width."""
    extent = (WIDTH - LEFT - 10) / max(number, 1)
    return round(LEFT + extent * (place + 0.5), 1), round(min(extent * 0.42, 40.0), 1)


def _of(x: float, label: str, members: Measured, scale: Scale, ideal: float | None) -> Column:
    values = sorted(float(figures.speedup) for _, figures in members if figures.speedup is not None)
    middle = median(map(Fraction, values))
    if middle is None:
        return Column(x, label, 0, None, "-", ideal)
    box = None
    if len(values) >= _BOX:
        low, high = (scale.at(values[round(share * (len(values) - 1))]) for share in (0.25, 0.75))
        box = high, round(low - high, 1)
    return Column(x, label, len(members), scale.at(float(middle)), f"{float(middle):.2f}", ideal, box)


def _spread(members: Measured, x: float, half: float, scale: Scale) -> list[Dot]:
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


def _spans(dispatches: Sequence[Dispatch]) -> tuple[list[datetime], str]:
    """Return the starts of the spans of time, of one length each, that hold all of these; and how they're written."""
    moments = [at for dispatch in dispatches if (at := dispatch.at) is not None]
    if not moments:
        return [], ""
    first, last = min(moments), max(moments)
    span, form = next(((span, form) for span, form in _SPANS if (last - first) / span <= _PERIODS - 2), _SPANS[-1])
    while (last - first) / span > _PERIODS - 2:
        span *= 2
    start = _EPOCH + (first - _EPOCH) // span * span
    number = (last - start) // span + 1
    return [start + span * place for place in range(number)], form


def _within(dispatch: Dispatch, start: datetime, end: datetime | None) -> bool:
    return dispatch.at is not None and dispatch.at >= start and (end is None or dispatch.at < end)


def _kinds(states: Counter[State]) -> dict[str, int]:
    kinds = dict.fromkeys(("ok", "failed", "stopped", "unknown"), 0)
    for state, number in states.items():
        kinds[KINDS[state]] += number
    return kinds


def _stack(kinds: dict[str, int], scale: Scale) -> tuple[tuple[str, float, float, int], ...]:
    below, pieces = 0, []
    for kind, number in kinds.items():
        if number:
            y = scale.at(below + number)
            pieces.append((kind, y, round(scale.at(below) - y, 1), number))
            below += number
    return tuple(pieces)


def _said(kinds: dict[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number) or "none"
