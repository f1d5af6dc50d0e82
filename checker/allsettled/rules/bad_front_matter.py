"""Front matter that the prompt's platform refuses, warns of or can't read (NFR-1.2)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.rules.prompts import platforms_of
from allsettled.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield what is wrong for every platform that the file may be for."""
    front_matter = subject.document.front_matter
    if platforms := platforms_of(subject):
        from allsettled.render.frontmatter import shared_problems

        for span, message, hint, severity in shared_problems(platforms, front_matter):
            yield Problem(span, message, hint, severity)
    elif front_matter is not None and front_matter.error:
        yield Problem(front_matter.error_span, f"the front matter cannot be read: {front_matter.error}")
