"""A simulation as SVG: self-contained, in the colours of a light or a dark page, and readable by a screen reader."""

from html import escape

from allsettled.planning.durations import write_duration
from allsettled.planning.simulation import Simulation, Width

_WIDE, _HIGH = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 16, 96, 72
_HEAD = "Wall-clock by agents at once"
_MOST = 80  # characters of a line, in letters of 12 pixels
_HALF = 44  # pixels, half of the word "recommended"
_STYLE = """
    svg { color-scheme: light dark; }
    .page { fill: #ffffff; } .ink { fill: #1f2328; } .soft { fill: #59636e; }
    .line { stroke: #d1d9e0; stroke-width: 1; } .bar { fill: #8c959f; } .best { fill: #0969da; }
    .cap { stroke: #9a6700; stroke-width: 1.5; stroke-dasharray: 5 4; } .warn { fill: #9a6700; }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; } .ink { fill: #f0f6fc; } .soft { fill: #9198a1; }
      .line { stroke: #3d444d; } .bar { fill: #656c76; } .best { fill: #4493f8; }
      .cap { stroke: #d29922; } .warn { fill: #d29922; }
    }
    text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
    .head { font-size: 16px; font-weight: 600; }
"""


def draw(simulation: Simulation, title: str = "") -> str:
    """Return an SVG document with a bar for each width, as high as the wall-clock."""
    title = " ".join(title.split())
    name = f"{_HEAD}: {title}".rstrip(": ")
    best = simulation.at(simulation.recommended)
    what = (
        f"Expected wall-clock for 1 to {len(simulation.widths)} agents at once. One after the other: "
        f"{write_duration(simulation.sequential)}. Recommended: {best.width} at once, {write_duration(best.wall)}, "
        f"{best.speed_up:.2f} times as fast."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}" '
        'role="img" aria-labelledby="allsettled-title allsettled-desc">',
        f'  <title id="allsettled-title">{_safe(name)}</title>',
        f'  <desc id="allsettled-desc">{_safe(what)}</desc>',
        f"  <style>{_STYLE}  </style>",
        f'  <rect class="page" width="{_WIDE}" height="{_HIGH}"/>',
        f'  <text class="ink head" x="{_LEFT}" y="26">{_HEAD}</text>',
        f'  <text class="soft" x="{_LEFT}" y="46">{_safe(_cut(title, _MOST))}</text>',
        f'  <text class="ink" x="{_LEFT}" y="{66 if title else 46}">{_safe(_summary(simulation, best))}</text>',
        *_grid(simulation),
        *(part for width in simulation.widths for part in _bar(simulation, width)),
        *_cap(simulation),
        f'  <text class="soft" x="{(_LEFT + _WIDE - _RIGHT) / 2:.0f}" y="{_HIGH - 14}" text-anchor="middle">'
        "agents at once</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _summary(simulation: Simulation, best: Width) -> str:
    said = (
        f"{best.width} at once: {write_duration(best.wall)} instead of {write_duration(simulation.sequential)}, "
        f"{best.speed_up:.2f} times as fast"
    )
    if simulation.cap is None or simulation.cap >= best.width:
        return said
    return f"{said}; {simulation.cap} at once, the cap: {write_duration(simulation.at(simulation.cap).wall)}"


def _safe(text: str) -> str:
    """Return a text as XML may have it: escaped, without the characters that XML can't hold."""
    return escape("".join(char for char in text if char.isprintable()))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _longest(simulation: Simulation) -> float:
    return max(width.wall for width in simulation.widths)


def _height(simulation: Simulation, seconds: float) -> float:
    return (_HIGH - _TOP - _BOTTOM) * seconds / _longest(simulation)


def _grid(simulation: Simulation) -> list[str]:
    """Return lines across at round durations, each with its label."""
    step = _step(_longest(simulation))
    lines, at = [], 0.0
    while at <= _longest(simulation) * 1.001:
        y = _HIGH - _BOTTOM - _height(simulation, at)
        lines.append(f'  <line class="line" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDE - _RIGHT}" y2="{y:.1f}"/>')
        label = write_duration(at) if at else "0"
        lines.append(f'  <text class="soft" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
        at += step
    return lines


def _step(longest: float) -> float:
    """Return a round duration of which three to seven fit."""
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400):
        if longest / step <= 7:
            return float(step) if longest >= step * 2 or step > 1 else longest / 4
    return longest / 5


def _bar(simulation: Simulation, width: Width) -> list[str]:
    slot = (_WIDE - _LEFT - _RIGHT) / len(simulation.widths)
    wide = min(slot * 0.7, 72)
    middle = _LEFT + slot * (width.width - 0.5)
    high = _height(simulation, width.wall)
    top = _HIGH - _BOTTOM - high
    best = width.width == simulation.recommended
    label = f"{width.width} at once: {write_duration(width.wall)}, {width.speed_up:.2f} times as fast"
    parts = [
        f'  <rect class="{"best" if best else "bar"}" x="{middle - wide / 2:.1f}" y="{top:.1f}" width="{wide:.1f}" '
        f'height="{high:.1f}" rx="2"><title>{label}</title></rect>',
        f'  <text class="{"ink" if best else "soft"}" x="{middle:.1f}" y="{_HIGH - _BOTTOM + 18}" '
        f'text-anchor="middle">{width.width}</text>',
    ]
    if slot >= 44:
        parts.append(
            f'  <text class="ink" x="{middle:.1f}" y="{top - 6:.1f}" text-anchor="middle">{width.speed_up:.2f}x</text>'
        )
    if best:
        end = min(max(middle, _LEFT + _HALF), _WIDE - _RIGHT - _HALF)  # the word stays on the page
        parts.append(
            f'  <text class="ink" x="{end:.1f}" y="{_HIGH - _BOTTOM + 34}" text-anchor="middle">recommended</text>'
        )
    return parts


def _cap(simulation: Simulation) -> list[str]:
    """Return a line behind the widths that the cap allows, if it forbids some."""
    if simulation.cap is None or simulation.cap >= len(simulation.widths):
        return []
    x = _LEFT + (_WIDE - _LEFT - _RIGHT) / len(simulation.widths) * simulation.cap
    return [
        f'  <line class="cap" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{_HIGH - _BOTTOM}"/>',
        f'  <text class="warn" x="{x + 5:.1f}" y="{_TOP + 12}">cap {simulation.cap}</text>',
    ]
