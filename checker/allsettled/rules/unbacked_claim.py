"""A speed-up that nothing beside it backs (NFR-2.2)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each speed-up without a baseline, and for a sequential time that's given as a fact."""
    for claim in subject.claims:
        if claim.kind == "unbacked":
            yield Problem(claim.span, claim.message, claim.hint)
