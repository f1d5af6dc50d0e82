"""A system document whose section on parallel work lacks one of its three parts (NFR-3.2)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allsettled.document.model import Document, Item, Paragraph, Row, Section, Table
from allsettled.rules import Problem
from allsettled.rules.regions import has_region, lines_of
from allsettled.subject import Subject

_REGION = "parallel-execution"
_PARALLEL = re.compile(r"\b(?:parallel\w*|concurren\w+|simultaneous\w*|fan[- ]?out)\b", re.IGNORECASE)
_ENOUGH = 2  # passages that speak of a part, or things that they say of it, where no heading names it


class _Part(NamedTuple):
    """A part: what it tells, the headings that name it (`anywhere`: in other sections too), and passages on it."""

    tells: str
    heading: re.Pattern[str]
    anywhere: re.Pattern[str]
    passage: tuple[re.Pattern[str], ...]  # all of them are found in a passage on the part
    says: re.Pattern[str]  # what such a passage may say, each in words of its own


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


def _stems(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_PATTERN = r"patterns?|sectioning|voting|fan[- ]?(?:out|in)|divide[- ]and[- ]conquer|refinement|map[- ]?reduce"
_RESULTS = r"results?|outputs?|findings|answers"
_CONTRADICT = r"disagree|contradict|conflict"
_PARTS = (
    _Part(
        "in which patterns agents work at once",
        _words(_PATTERN),
        _words(r"(?:parallel|dispatch|orchestration) patterns?"),
        (
            _words(
                rf"{_PATTERN}|in parallel|at once|at the same time|concurrently"
                r"|(?:one|same|single) (?:message|response)"
            ),
        ),
        _words(_PATTERN),
    ),
    _Part(
        "how their outputs become one result",
        _words(rf"aggregat\w+|synthesis|fan[- ]?in|consolidation|(?:merging|combining) (?:{_RESULTS})"),
        _words(rf"(?:result )?aggregation|aggregat\w+ (?:{_RESULTS}|strateg\w+)"),
        (
            _words(
                rf"aggregat\w+|synthesi\w+|consolidat\w+|majority"
                rf"|(?:merg|combin|collect)(?:e|es|ing) (?:\w+ ){{0,3}}(?:{_RESULTS})"
                rf"|(?:{_RESULTS}) (?:\w+ ){{0,3}}(?:merged|combined|collected|joined)"
            ),
        ),
        _stems(rf"aggregat|synthesi|consolidat|majority|vot(?:e|ing)|merg|combin|collect|{_CONTRADICT}"),
    ),
    _Part(
        "what happens when one of them fails",
        _words(r"fail\w*|errors?|time-?outs?|retr(?:y|ies)|fallbacks?|partial results?|recovery"),
        _words(
            r"(?:failure|error) handling|(?:partial|agent|dispatch) failures?|failed (?:sub)?agents?"
            r"|(?:when|if) (?:an?|one) (?:sub)?agent fails"
        ),
        (
            _words(r"fail(?:s|ed|ure|ures|ing)?|times out|timed out|time-?outs?|crash\w*|errors?"),
            _words(
                r"log(?:s|ged)?|record(?:s|ed)?|continu\w+|go(?:es)? on|retr(?:y|ies|ied)|skip(?:s|ped)?|escalat\w+"
                r"|resum\w+|report(?:s|ed)?|mark(?:s|ed)?|warn\w*|notif\w+|re-?dispatch\w*|re-?run\w*|fall(?:s)? ?back"
            ),
        ),
        _stems("log|record|continu|go(?:es)? on|retr(?:y|i)|skip|escalat|resum|report|mark|warn|notif|re-?run|fall"),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem that says which parts are missing, if any are."""
    document = subject.document
    if has_region(document, _REGION):
        return
    sections = _about_parallel(document)
    if not sections:
        message = "the system document has no section on parallel execution"
        yield Problem(document.title().span, message, f"add the lines {lines_of(_REGION)}, then run: allsettled render")
        return
    if missing := [part.tells for part in _PARTS if not _found(part, sections, document)]:
        title = sections[0].title.text[:60]
        yield Problem(
            sections[0].span,
            f'the section "{title}" doesn\'t say {_joined(missing)}',
            f"write it, or put the lines {lines_of(_REGION)} into the section and run: allsettled render",
        )


def _about_parallel(document: Document) -> list[Section]:
    """Return the outermost sections below the title whose headings speak of parallel work."""
    found: list[Section] = []
    end = 0
    for section in document.sections():
        if section.span.line > end and section.level > 1 and _PARALLEL.search(section.title.text):
            found.append(section)
            end = section.end_line
    return found


def _found(part: _Part, sections: Sequence[Section], document: Document) -> bool:
    if any(part.anywhere.search(section.title.text) for section in document.sections()):
        return True
    inner = [section for outer in sections for section in outer.walk()]
    if any(part.heading.search(section.title.text) for section in inner):
        return True
    passages = (text for section in inner for text in _passages(section))
    on_it = [text for text in passages if all(word.search(text) for word in part.passage)]
    said = {found.casefold() for text in on_it for found in part.says.findall(text)}
    return len(on_it) >= _ENOUGH or len(said) >= _ENOUGH


def _passages(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield from map(_row_text, block.rows)
        elif isinstance(block, Item):
            yield block.text.text
        elif isinstance(block, Paragraph):
            yield block.text


def _row_text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells)


def _joined(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
