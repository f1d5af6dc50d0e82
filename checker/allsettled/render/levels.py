"""A text's headings, moved so that it fits under the heading above it."""

from allsettled.render.blocks import Walk
from allsettled.render.lines import split_lines

_DEEPEST = 6


def with_level(text: str, level: int) -> str:
    """Return the text with its first heading on a level (1 to 6), and all others moved by as much; 6 is the deepest."""
    walk = Walk()
    lines = split_lines(text)
    heads = [line for line in lines if walk.seat(line.text).level and line.text.startswith("#")]
    if not heads:
        return text
    by = level - _signs(heads[0].text)
    if not by:
        return text
    moved = {line.number: min(max(_signs(line.text) + by, 1), _DEEPEST) for line in heads}
    written = [
        "#" * moved[line.number] + line.text.lstrip("#") if line.number in moved else line.text for line in lines
    ]
    return "\n".join(written) + ("\n" if text.endswith("\n") else "")


def _signs(line: str) -> int:
    return len(line) - len(line.lstrip("#"))
