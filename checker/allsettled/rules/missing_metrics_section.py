"""A retrospective template without a part on what parallel runs cost and saved (phase 5.2)."""

import re
from collections.abc import Iterator

from allsettled.rules import Problem
from allsettled.rules.regions import has_region, lines_of
from allsettled.rules.templates import has_place, is_template
from allsettled.subject import Subject

_REGION = "parallel-metrics"
_METRICS = re.compile(
    r"\b(?:metrics?|measure(?:s|d|ments?)?|wall[- ]?clock|durations?|time (?:spent|saved|taken)|timings?|speed-?up"
    r"|performance|statistics|numbers|baselines?)\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem where a template's headings, columns, labels and slots name nothing that is measured."""
    document = subject.document
    if has_region(document, _REGION) or not is_template(subject.path, document) or has_place(document, _METRICS):
        return
    yield Problem(
        document.title().span,
        "the retrospective template has no part for metrics: what the agents' runs cost and saved is left to memory",
        f"add the lines {lines_of(_REGION)}, then run: allsettled render",
    )
