"""A prompt that is bigger than its platform takes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from allsettled.finding import Severity
from allsettled.kinds import CONTEXT_FILES, Kind
from allsettled.rules import Problem
from allsettled.rules.prompts import platforms_of
from allsettled.subject import Subject

if TYPE_CHECKING:
    from allsettled.render.platforms import Platform

_PROMPTS = frozenset({Kind.ORCHESTRATOR, Kind.AGENT})


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem where every platform that may be meant takes less; what is mere advice isn't reported."""
    if subject.path.rpartition("/")[2] in CONTEXT_FILES:
        yield from _over(_context_platforms(subject.path), subject, "context")
    elif subject.kind in _PROMPTS:
        yield from _over(platforms_of(subject), subject, "agent")


def _over(platforms: tuple["Platform", ...], subject: Subject, of: str) -> Iterator[Problem]:
    from allsettled.render.budgets import over_budget

    problems = [over_budget(platform, subject.document.text, of) for platform in platforms]
    found = [problem for problem in problems if problem is not None and problem.severity is Severity.ERROR]
    if found and len(found) == len(problems):
        yield Problem(found[0].span, found[0].message, found[0].hint)


def _context_platforms(path: str) -> tuple["Platform", ...]:
    """Return the platform that a file of instructions for a whole repository or folder belongs to."""
    from allsettled.render.platforms import platforms

    named = (one for one in platforms() if one.context_file and f"/{path}".endswith(f"/{one.context_file}"))
    return tuple(named)[:1]
