"""A prompt that shows another platform's call to start an agent (NFR-1.2)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.rules.prompts import platforms_of
from allsettled.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each call that no platform which reads the file knows."""
    platforms = platforms_of(subject)
    if not platforms:
        return
    from allsettled.render.platforms import foreign_calls

    home, *others = platforms
    for call in foreign_calls(home, subject.document.text, others):
        problem = call.problem(home)
        yield Problem(problem.span, problem.message, problem.hint)
