"""A total that isn't the sum, or the count, of what the text lists (NFR-2.2)."""

from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each total that the rows or times it's the total of contradict."""
    for claim in subject.wrong_claims:
        if claim.kind == "total":
            yield Problem(claim.span, claim.message, claim.hint)
