"""A simulation as lines for a terminal: a bar for each width, as long as the wall-clock."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import wrap

from allsettled.planning.durations import write_duration
from allsettled.planning.simulation import Simulation, Width

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_ROOM = 12  # columns, the least that bars get; columns of numbers give way to them
_HEAD = ("agents", "wall-clock", "speed-up", "efficiency")


def plot(simulation: Simulation, columns: int = 80, *, ascii_only: bool = False) -> str:
    """Return the outcome for each width in lines of at most `columns`, the recommended width marked with `>`.

    In fewer than 40 columns, efficiency and speed-up are left out; lines of 36 always fit.
    """
    shown = _shown(simulation)
    rows = [_cells(width) for width in shown]
    sizes = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    while len(sizes) > 2 and columns - _taken(sizes) < _ROOM:
        sizes.pop()
    room = max(columns - _taken(sizes), _ROOM)
    longest = max(width.wall for width in simulation.widths)
    lines = ["  " + "  ".join(name.rjust(size) for name, size in zip(_HEAD, sizes, strict=False))]
    for width, row in zip(shown, rows, strict=True):
        mark = ">" if width.width == simulation.recommended else " "
        cells = "  ".join(cell.rjust(size) for cell, size in zip(row, sizes, strict=False))
        lines.append(f"{mark} {cells}  {_bar(width.wall / longest, room, ascii_only=ascii_only)}".rstrip())
    if len(shown) < len(simulation.widths):
        lines.append(f"  up to {simulation.widths[-1].width}: the same")
    told = (line for sentence in _sentences(simulation) for line in wrap(sentence, max(columns, 36)))
    return "\n".join([*lines, "", *told]) + "\n"


def _taken(sizes: Sequence[int]) -> int:
    """Return how many columns the numbers of a line take up, with the mark in front and the gaps behind."""
    return 2 + sum(sizes) + 2 * len(sizes)


def _shown(simulation: Simulation) -> tuple[Width, ...]:
    """Return the widths up to the last that changes anything, and one more."""
    widths = simulation.widths
    last = len(widths) - 1
    while last > 0 and widths[last].wall == widths[last - 1].wall:
        last -= 1
    return widths[: last + 2]


def _cells(width: Width) -> tuple[str, str, str, str]:
    return str(width.width), write_duration(width.wall), f"{width.speed_up:.2f}x", f"{100 * width.efficiency:.0f} %"


def _bar(part: float, room: int, *, ascii_only: bool) -> str:
    eighths = max(round(part * room * 8), 1)
    if ascii_only:
        return "#" * max(eighths // 8, 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _one_by_one(simulation: Simulation) -> str:
    """Return what to say if one at once is recommended."""
    walls = [width.wall for width in simulation.widths]
    wall = write_duration(walls[0])
    if len(walls) == 1:
        more = "; more at once weren't played" if len(simulation.durations) > 1 else ""
        return f"One at once: {wall}{more}."
    if min(walls) < walls[0]:
        return f"One at once: {wall}; several at once save less than 5 % of that."
    return f"Several at once gain nothing: {wall}{' in any case' if max(walls) == walls[0] else ''}."


def _sentences(simulation: Simulation) -> Iterator[str]:
    """Yield what the numbers say, and what they rest on."""
    best = simulation.at(simulation.recommended)
    if best.width == 1:
        yield _one_by_one(simulation)
    else:
        more = "; more at once save less than 5 % of that" if best.width < simulation.widths[-1].width else ""
        yield (
            f"{best.width} at once: {write_duration(best.wall)} instead of {write_duration(simulation.sequential)} one "
            f"after the other, {best.speed_up:.2f} times as fast{more}."
        )
    for narrow, wide in pairwise(simulation.widths):
        if wide.wall > narrow.wall:
            yield (
                f"{wide.width} at once take longer than {narrow.width}: in {wide.dispatches} dispatches instead of "
                f"{narrow.dispatches}, more wait for the longest."
            )
    if simulation.cap is not None and simulation.cap < best.width:
        capped = simulation.at(simulation.cap)
        yield f"The cap is {simulation.cap}: {write_duration(capped.wall)}, {capped.speed_up:.2f} times as fast."
    sources = [duration.source for duration in simulation.durations.values()]
    for source, meaning in (
        ("timebox", "the timebox, the longest that they may take"),
        ("assumed", "the median of the others"),
    ):
        if count := sources.count(source):
            yield f"For {count} of {len(sources)} tasks the duration is {meaning}."
