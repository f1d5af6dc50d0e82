"""The charts over time: the speed-up, and the agents by how they ended."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from allsettled.evidence.model import Dispatch, State
from allsettled.evidence.page.charts import (
    BOTTOM,
    DOTS,
    HEIGHT,
    TOP,
    Chart,
    Column,
    Measured,
    column,
    of_values,
    spread,
)
from allsettled.evidence.page.gantt import KINDS
from allsettled.evidence.page.scale import Scale, numbers, round_up

_PERIODS = 32  # spans of time that a chart shows
_SPANS = (timedelta(hours=1), *(timedelta(days=days) for days in (1, 7, 28, 91, 364)))
_EACH = {1: "a day", 7: "a week", 28: "four weeks", 91: "13 weeks", 364: "52 weeks"}
_EPOCH = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday


def over_time(measured: Measured) -> Chart:
    """Return how the speed-up went over time: a dot a dispatch, a line through the medians."""
    timed = [item for item in measured if item[1].parallel and item[0].at is not None]
    spans, form, below = _spans([dispatch for dispatch, _ in timed])
    top = round_up(max((float(figures.speedup or 0) for _, figures in timed), default=1.0))
    scale = Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    columns, dots, points = [], [], []
    for place, start in enumerate(spans):
        x, half = column(place, len(spans))
        end = spans[place + 1] if place + 1 < len(spans) else None
        members = [item for item in timed if _within(item[0], start, end)]
        columns.append(of_values(x, f"{start:{form}}", members, scale, None))
        dots += spread(members[-DOTS // len(spans) :], x, half, scale)
        if columns[-1].median is not None:
            points.append(f"{x:g},{columns[-1].median:g}")
    half = column(0, len(spans) or 1)[1]
    told = [one for one in columns if one.number]
    said = "; ".join(f"from {one.label}: {one.value} over {one.number}" for one in told)
    about = f"Speed-up over time ({below}), medians: {said}." if said else "No dispatch has known times."
    line = " ".join(points)
    return Chart(tuple(columns), tuple(dots), tuple(numbers(scale)), half, about, line, len(timed) - len(dots), below)


def agents_over_time(measured: Measured) -> Chart:
    """Return how many agents ran over time, and how they ended: a stack for each span."""
    dated = [dispatch for dispatch, _ in measured if dispatch.at is not None]
    spans, form, below = _spans(dated)
    counts = []
    for place, start in enumerate(spans):
        end = spans[place + 1] if place + 1 < len(spans) else None
        states = Counter(run.state for dispatch in dated if _within(dispatch, start, end) for run in dispatch.agents)
        counts.append(_kinds(states))
    top = round_up(max((sum(kinds.values()) for kinds in counts), default=1))
    scale = Scale(0.0, top, HEIGHT - BOTTOM, TOP)
    columns = []
    for place, (start, kinds) in enumerate(zip(spans, counts, strict=True)):
        x, _ = column(place, len(spans))
        label, number = f"{start:{form}}", sum(kinds.values())
        columns.append(Column(x, label, number, None, str(number), None, stack=_stack(kinds, scale)))
    half = column(0, len(spans) or 1)[1]
    said = "; ".join(f"from {one.label}: {_said(kinds)}" for one, kinds in zip(columns, counts, strict=True))
    about = f"Agents over time ({below}): {said}." if said else "No call has a known time."
    return Chart(tuple(columns), (), tuple(numbers(scale)), half, about, below=below)


def _spans(dispatches: Sequence[Dispatch]) -> tuple[list[datetime], str, str]:
    """Return the starts of the spans of time, of one length each, that hold all of these.

    Also how a start is written, and what the spans are, in words.
    """
    moments = [at for dispatch in dispatches if (at := dispatch.at) is not None]
    if not moments:
        return [], "", ""
    first, last = min(moments), max(moments)
    span = next((span for span in _SPANS if (last - first) / span <= _PERIODS - 2), _SPANS[-1])
    while (last - first) / span > _PERIODS - 2:
        span *= 2
    start = _EPOCH + (first - _EPOCH) // span * span
    starts = [start + span * place for place in range((last - start) // span + 1)]
    return starts, *_wording(span, starts)


def _wording(span: timedelta, starts: Sequence[datetime]) -> tuple[str, str]:
    """Return how the start of a span is written, and what the spans are: the year once, if it's but one."""
    if span < timedelta(days=1):
        day = f"{starts[0]:%Y-%m-%d}"
        same = starts[0].date() == starts[-1].date()
        return "%H:%M" if same else "%m-%d %H:%M", f"{day}, UTC, an hour each" if same else "UTC, an hour each"
    each = f"{_EACH.get(span.days, f'{span.days // 364} years')} each"
    if starts[0].year == starts[-1].year:
        return "%m-%d", f"{starts[0]:%Y}, {each}"
    return "%Y-%m-%d", each


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
