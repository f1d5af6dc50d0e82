"""A section that must stand once and stands twice (NFR-1.3)."""

from collections.abc import Iterator

from allsettled.protocol.columns import fold
from allsettled.rules import Problem
from allsettled.rules.sections import known_sections
from allsettled.subject import Subject

_ONE = frozenset({"strategy", "majority", "result"})  # parts that are one value, whatever else the heading says


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each known section that stands a second time under the same heading."""
    first: dict[tuple[str, str, int], int] = {}
    for known in known_sections(subject):
        section = known.section
        wording = "" if known.name in _ONE else fold(section.title.text)
        key = (known.name, wording, id(section.parent))
        if (line := first.setdefault(key, section.span.line)) != section.span.line:
            yield Problem(
                section.title.span,
                f'"{section.title.text}" stands twice, first in line {line}',
                "keep one; of several dispatches, give each a heading of its own: `## Dispatch 2`"
                if known.part
                else "keep one",
            )
