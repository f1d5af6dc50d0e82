"""A figure that isn't what the text's own numbers give (NFR-2.2)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each figure that its passage's or row's numbers contradict."""
    for claim in subject.wrong_claims:
        if claim.kind == "arithmetic":
            yield Problem(claim.span, claim.message, claim.hint)
