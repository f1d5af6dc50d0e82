"""An orchestrator's prompt that doesn't say how to dispatch in parallel (NFR-3.1)."""

import re
from collections.abc import Iterator

from allsettled.document.model import Item, Paragraph, Section
from allsettled.rules import Problem
from allsettled.rules.regions import has_region, lines_of
from allsettled.subject import Subject

_WORK = r"(?:dispatch\w*|execut\w+|delegat\w+|spawn\w*|invo\w+|agents?|tasks?|calls?|work\w*|run\w*|waves?)"
_TOGETHER = r"(?:parallel|concurrent(?:ly)?|simultaneous(?:ly)?|side by side|at once|at the same time)"
_HEADING = re.compile(
    rf"\b{_TOGETHER}\b.*\b{_WORK}\b|\b{_WORK}\b.*\b{_TOGETHER}\b"
    r"|\bfan[- ]?out\b|\bbatch (?:dispatch|spawn\w*|invocation)\b"
    r"|^\W*(?:parallelism|paralleli[sz]ation|concurrency)\W*$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:parallel\w*|concurren\w+|waves?|fans? out|fan-out|at once)\b", re.IGNORECASE)
_ENOUGH = 3  # passages of one section that speak of parallel work: then it's what the section is about
_LONGEST = 200  # characters of a heading
_REGION = "parallel-dispatch"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem where neither a managed region nor a section is about parallel dispatch."""
    if has_region(subject.document, _REGION):
        return
    if any(
        _HEADING.search(section.title.text[:_LONGEST]) or _is_about(section) for section in subject.document.sections()
    ):
        return
    yield Problem(
        subject.document.title().span,
        "the orchestrator's prompt has no section on parallel dispatch",
        f"add the lines {lines_of(_REGION)}, then run: allsettled render",
    )


def _is_about(section: Section) -> bool:
    passages = (block for block in section.blocks if isinstance(block, Paragraph | Item))
    return sum(any(_SPEAKS.search(line.text) for line in passage.lines) for passage in passages) >= _ENOUGH
