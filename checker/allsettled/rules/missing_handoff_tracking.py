"""A handoff template without a place for parallel runs (NFR-3.3)."""

import re
from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.rules.regions import has_region, lines_of
from allsettled.rules.templates import has_place, is_template
from allsettled.subject import Subject

_REGION = "handoff-tracking"
_RUNS = re.compile(
    r"\bparallel\w*|\bconcurren\w+|\bdispatch(?:es|ed)?\b|\bfan[- ]?out\b|(?<![\w./-])(?:sub-?)?agents?\b(?![/-])",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem where a template's headings, columns, labels and slots name neither agents nor dispatches."""
    document = subject.document
    if has_region(document, _REGION) or not is_template(subject.path, document) or has_place(document, _RUNS):
        return
    yield Problem(
        document.title().span,
        "the handoff template has no place for parallel runs: nobody is asked which agents ran, failed or are open",
        f"add the lines {lines_of(_REGION)}, then run: allsettled render",
    )
