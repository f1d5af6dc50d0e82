"""Evidence that is the template's own words (NFR-2.1)."""

from collections.abc import Iterator
from itertools import groupby

from allsettled.protocol.columns import fold
from allsettled.rules import Problem
from allsettled.subject import Subject
from allsettled.subject.duties import Duty

_TEMPLATE = frozenset(
    {
        "all sections filled",
        "content in context",
        "file complete",
        "file modified",
        "git status output",
        "list memories loaded",
        "memory results present",
        "memory write confirmed",
        "on feature branch",
        "tasks checked off",
        "this file exists",
        "tool output present",
    }
)
"""What session templates write into the evidence column beforehand, folded.

Left out is what may well be true as it stands: `HANDOFF.md unchanged`, and `Output below` where there's output below.
"""

_FEWEST = 4  # ticked rows; of three, two say little


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each table of whose ticked rows more than half have the template's words for evidence."""
    ticked = [duty for duty in subject.duties if duty.table and duty.evidence and duty.done and not duty.struck]
    for _, group in groupby(ticked, key=lambda duty: id(duty.table)):
        duties = list(group)
        same = [duty for duty in duties if _is_template(duty)]
        if len(duties) >= _FEWEST and len(same) * 2 > len(duties):
            yield _problem(duties, same)


def _is_template(duty: Duty) -> bool:
    return duty.evidence is not None and fold(duty.evidence.text) in _TEMPLATE


def _problem(duties: list[Duty], same: list[Duty]) -> Problem:
    words = list(dict.fromkeys(f'"{duty.evidence.text}"' for duty in same if duty.evidence))
    shown = ", ".join(words[:3]) + (", ..." if len(words) > 3 else "")
    first = same[0].evidence.span if same[0].evidence else same[0].span
    return Problem(
        first,
        f"{len(same)} of the {len(duties)} ticked rows have the template's own words for evidence: {shown}",
        "write what shows it: the command's last line, the commit, the file, the number",
    )
