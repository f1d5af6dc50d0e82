"""A section of a closed log with nothing in it (NFR-1.3)."""

from collections.abc import Iterator

from allsettled.protocol.agent_sections import Reader, may_be_of_agent
from allsettled.protocol.layout import parts
from allsettled.protocol.tables import TablePart
from allsettled.rules import Problem
from allsettled.rules.failures import endings
from allsettled.rules.sections import Known, is_empty, known_sections
from allsettled.subject import Subject

_SAID_ELSEWHERE = frozenset(
    {"strategy", "majority", "result"}
)  # the heading holds the value, or missing-aggregation says it


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each known section that has a heading and no content."""
    failed = any(end.status is not None and end.status.failed for r in subject.records for end in endings(r).values())
    for known in (*known_sections(subject), *_agents(subject)):
        if _judged(known, failed=failed) and is_empty(known.section, subject.document.lines):
            yield Problem(
                known.section.title.span,
                f'the log is closed, and "{known.section.title.text}" is empty',
                "write what belongs there, or that there was nothing: `None.`",
            )


def _agents(subject: Subject) -> Iterator[Known]:
    """Yield the sections that agents have beside each other, if any of them is one: `Agent: qa`."""
    if not subject.records:
        return
    reader = Reader(part for part in parts(subject.protocol) if isinstance(part, TablePart))
    alike = [section for section in subject.document.sections() if may_be_of_agent(section.title.text)]
    homes = {id(section.parent) for section in alike if reader.read(section) is not None}
    yield from (Known(section, "agent") for section in alike if id(section.parent) in homes)


def _judged(known: Known, *, failed: bool) -> bool:
    """Say whether an empty section isn't said of already: without its table, Agent Outputs are missing altogether.

    That Failed Agents has no row for one who failed is `unhandled-failure`.
    """
    if known.name == "failures" and failed:
        return False
    return known.name not in _SAID_ELSEWHERE and not (known.name == "outputs" and not known.section.blocks)
