"""A record that still waits for what only a person can say (FR-2.1)."""

import re
from collections.abc import Iterator

from allsettled.document.model import Comment
from allsettled.expressions import expression
from allsettled.finding import Severity
from allsettled.protocol.record import Record
from allsettled.rules import Problem
from allsettled.rules.failures import listed
from allsettled.subject import Subject

MARK = "not assessed"
"""What stands where a record was written by a machine and a person must still judge."""

_MARK = expression(rf"[\s*_`(\[]*{MARK}\b", re.IGNORECASE)
_SILENCED = expression(rf"allsettled:\s*ignore\s+(?P<rules>[\w, -]+?)\s+--\s*{MARK}\b:?\s*(?P<why>.*)", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a note for each part of a record that's marked, and for each fault of a dispatch that nobody explained."""
    for record in subject.records:
        yield from _of_record(record)
    for block in subject.document.blocks():
        if isinstance(block, Comment) and (found := _SILENCED.match(block.text.strip())):
            why = found["why"].strip()
            yield _note(block, f"{found['rules']}{f': {why}' if why else ''}", "say why, instead of `not assessed`")


def _note(block: Comment, what: str, hint: str) -> Problem:
    return Problem(block.span, f"nobody has explained this yet: {what}", hint, Severity.NOTE)


def _of_record(record: Record) -> Iterator[Problem]:
    waived = [number for number, item in enumerate(record.validation) if _MARK.match(item.reason)]
    if waived:
        yield Problem(
            record.place("validation", waived[0]),
            "nobody has said whether the agents were independent: "
            f"{len(waived)} of {len(record.validation)} items of the checklist are not assessed",
            "tick what was checked before the dispatch, or write why it doesn't apply",
            Severity.NOTE,
        )
    if _MARK.match(record.result):
        yield Problem(
            record.place("result"),
            "nobody has said what the outputs together say, or by which strategy they became one result",
            "write the result, and mend the strategy if it wasn't this one",
            Severity.NOTE,
        )
    unsaid = [number for number, row in enumerate(record.failures) if _MARK.match(row.impact)]
    if unsaid:
        names = listed([record.failures[number].agent for number in unsaid])
        yield Problem(
            record.place("failures", unsaid[0], "impact"),
            f"nobody has said what the failure of {names} means for the decision",
            "write the impact, and mend the action if another one was taken",
            Severity.NOTE,
        )
