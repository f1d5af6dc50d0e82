"""A closed log that lacks a section which its protocol requires (FR-2.1)."""

import re
from collections.abc import Iterator

from allsettled.document.model import Section
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.protocol.parts import titled
from allsettled.protocol.record import Record
from allsettled.protocol.value import Demand
from allsettled.rules import Problem
from allsettled.span import Span
from allsettled.subject import Subject
from allsettled.subject.labels import section_labels

_START = expression(r"\bsession start\b|\bprotocol compliance\b|\bbefore (?:any )?work\b", re.IGNORECASE)
_ENDING = expression(
    r"\b(?:end|ended|clos\w*|final\w*|complet\w*|conclu\w*|outcomes?|results?|summary|verdict|hand-?(?:off|over)"
    r"|wrap[- ]?up|next|remediation)\b",
    re.IGNORECASE,
)
_COMMIT = expression(r"^(?:all )?(?:changes )?commit", re.IGNORECASE)
_END_HINT = "add the section that says how the session ended: what was committed, checked and handed over"


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for a record without its outcomes, for each demanded section and for a session without an end."""
    for record in subject.records:
        if _lacks_outcomes(record):
            place = record.place("results")
            yield Problem(
                place,
                "the record has no Agent Outputs: what came of each agent isn't said",
                subject.cure(
                    "add the table `Agent Outputs` with the columns Agent, Status, Output Location, Key Findings",
                    'add `"outputs"`: a list with the agent, status, location and findings of each',
                ),
            )
    for demand in subject.protocol.sections if subject.given is None else ():  # JSON has no headings
        if not _has(subject, demand):
            yield Problem(
                subject.document.title().span,
                f'the log is closed, and has no section "{demand.title}"',
                f"add it under the heading `## {demand.title}`",
            )
    if (start := _session_without_end(subject)) is not None:
        yield Problem(start, "the log is closed, and no section says how the session ended", _END_HINT)


def _lacks_outcomes(record: Record) -> bool:
    """Say whether there's a result of outputs that aren't listed. A record with neither is another rule's."""
    made = record.strategy or record.result or record.failures
    if record.votes and not record.runs:
        return False  # the ballots are what came back
    return bool(made) and not record.has("outputs") and (bool(record.runs) or ("results",) in record.places)


def _has(subject: Subject, demand: Demand) -> bool:
    """Say whether the log has a section, at any level and by any of its names, or a label: `**Objective**: ...`."""
    names = (demand.title, *demand.aliases)
    folded = {fold(name) for name in names}
    return any(
        titled(section, names) is not None
        or any(name in folded and value.text for name, value in section_labels(section))
        for section in subject.document.root.walk()
    )


def _session_without_end(subject: Subject) -> Span | None:
    """Return where a session starts, by rows with levels (RFC 2119), in a log that has nothing like an end."""
    start = next((duty.section for duty in subject.duties if duty.table and duty.level and _starts(duty.section)), None)
    if start is None or any(_ends(section) for section in subject.document.sections()):
        return None
    return None if any(_COMMIT.search(duty.step.text) for duty in subject.duties) else start.span


def _starts(section: Section) -> bool:
    return bool(_START.search(section.title.text))


def _ends(section: Section) -> bool:
    return section.level > 1 and not _starts(section) and bool(_ENDING.search(section.title.text))
