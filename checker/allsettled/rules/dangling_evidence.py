"""Evidence that points to a place further down where there's nothing (NFR-2.1)."""

import re
from collections.abc import Iterator, Mapping

from allsettled.document.model import Block, Fence, Item, Paragraph, Section, Table
from allsettled.expressions import expression
from allsettled.protocol.columns import fold
from allsettled.rules import Problem
from allsettled.subject import Subject
from allsettled.subject.duties import Duty

_POINTER = expression(r"\bbelow\b", re.IGNORECASE)
_SHA = r"\b[0-9a-f]{7,40}\b"
_TOPICS: Mapping[str, tuple[str, str]] = {  # what the row is about -> the words of it; those that answer it
    "a commit": (r"\bcommit|\bsha\b", _SHA),
    "a lint": (r"\blint|\bmarkdownlint", r"lint|\berrors?\b|\bpass"),
    "a git status": (r"\bstatus\b", r"\bstatus\b|\bclean\b|\bworking tree\b|nothing to commit|\bmodified\b"),
    "a branch": (r"\bbranch\b", r"\bbranch\b"),
    "the skills": (r"\bskills?\b", r"\bskill"),
    "a memory": (r"\bmemor(?:y|ies)\b", r"\bmemor"),
}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each ticked row whose evidence is said to stand below, where nothing is about it."""
    pointing = [duty for duty in subject.duties if duty.done and not duty.struck and _points(duty)]
    if not pointing:
        return
    last = _last_lines(subject, {id(duty.table) for duty in subject.duties if duty.table is not None})
    titles = {
        fold(section.title.text): section.span.line for section in subject.document.sections() if _filled(section)
    }
    for duty in pointing:
        evidence = duty.evidence
        topic = _topic(duty)
        if (
            evidence is None
            or topic is None
            or last[topic] > duty.span.line
            or _named(fold(evidence.text), duty, titles)
        ):
            continue
        yield Problem(
            evidence.span,
            f'"{evidence.text}" is said here, and nothing below is about {topic}',
            "write it here, or put it where this says that it stands",
        )


def _points(duty: Duty) -> bool:
    return duty.evidence is not None and bool(_POINTER.search(duty.evidence.text))


def _topic(duty: Duty) -> str | None:
    """Return what the evidence is about by its own words, or by those of the step."""
    for text in (duty.evidence.text if duty.evidence else "", duty.step.text):
        for topic, (words, _) in _TOPICS.items():
            if re.search(words, text, re.IGNORECASE):
                return topic
    return None


def _named(evidence: str, duty: Duty, titles: Mapping[str, int]) -> bool:
    """Say whether the evidence names a heading that stands further down."""
    return any(len(title) > 3 and title in evidence and line > duty.span.line for title, line in titles.items())


def _last_lines(subject: Subject, duty_tables: set[int]) -> dict[str, int]:
    """Return for each topic the last line that's about it, of the duties themselves only their commits."""
    last = dict.fromkeys(_TOPICS, 0)
    for section in subject.document.root.walk():
        texts = [(section.span.line, section.title.text)] if _filled(section) else []
        for block in section.blocks:
            if id(block) not in duty_tables:
                texts.extend(_texts(block))
            else:
                texts.extend((line, " ".join(re.findall(_SHA, text))) for line, text in _texts(block))
        for line, text in texts:
            for topic, (_, answer) in _TOPICS.items():
                if line > last[topic] and re.search(answer, text, re.IGNORECASE):
                    last[topic] = line
    return last


def _texts(block: Block) -> Iterator[tuple[int, str]]:
    if isinstance(block, Paragraph | Item):
        for line in block.lines:
            yield line.span.line, line.text
    elif isinstance(block, Fence):
        yield block.span.end_line, block.text
    elif isinstance(block, Table):
        for row in block.rows:
            yield row.span.line, row.source


def _filled(section: Section) -> bool:
    return bool(section.blocks or section.sections)
