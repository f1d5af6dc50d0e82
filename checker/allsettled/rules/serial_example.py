"""A dispatch example that is said to be parallel and isn't: it waits between its calls, or has only one (FR-1.1)."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from allsettled.document.model import Document, Fence, Item, Paragraph
from allsettled.rules import Problem
from allsettled.rules.dispatch_calls import Call, read_calls
from allsettled.span import Span
from allsettled.subject import Subject

_CALL = re.compile(r"agent|task", re.IGNORECASE)  # whatever a platform calls its tool
_PARALLEL = re.compile(
    r"\b(?:parallel\w*|concurren\w+|simultaneous\w*|all at once|at the same time"
    r"|(?:same|one|single) (?:\w+ )?(?:message|response|turn))\b",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\b(?:sequential\w*|serial\w*|one (?:at a time|by one|after)|in (?:order|turn|sequence)|today|current(?:ly)?|old"
    r"|wrong|bad|avoid|incorrect|slow\w*|anti-?patterns?)\b|[❌✗✘🚫]",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(  # an example of what not to do, or a choice
    r"\b(?:before|don't|do not|not|never|no longer|instead|rather|unlike|depend\w*|if|unless|or|versus|vs)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:agents|subagents|tasks|calls|specialists|reviewers|workers|both|all|several|multiple|two|three|four|five|six"
    r"|[2-9])\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\.\.\.|…|\b(?:each|every|per|repeat\w*|for|again|likewise|same|etc|others?|map|loop)\b|×", re.IGNORECASE
)
_WAITS = re.compile(
    r"\bwait\w*\b|\b(?:once|after|when)\b.{0,60}\b(?:returns?|returned|completes?|completed|finish\w*|done|settle[sd]?|result)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"\b(?:P[0-9]|(?:tier|phase|stage|wave|gate|batch)(?:e?s)?)\b", re.IGNORECASE)  # a reason to wait
_MESSAGE = re.compile(r"^\W*(?:message|response|turn)\s*#?[2-9]\b", re.IGNORECASE)
_NO_AGENT = re.compile(
    r"(?:(?:your|my|some|the|an?|example)[-_])?(?:sub)?agent(?:[-_]?(?:name|type|\d+|[a-z]))?", re.IGNORECASE
)


class _Said(Enum):
    PARALLEL = "parallel"
    OTHERWISE = "otherwise"


class _Part(NamedTuple):
    """The calls of an example under one label; `waits` are the lines (0-based) on which it waits between them."""

    label: str
    calls: list[Call]
    waits: list[int]


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for each example that is said to be parallel and whose calls all stand alone."""
    document = subject.document
    for section in document.root.walk():
        only = sum(isinstance(block, Fence) for block in section.blocks) == 1
        lead = ""
        for block in section.blocks:
            if isinstance(block, Fence):
                if _CALL.search(block.text) and (calls := read_calls(block.text)):
                    yield from _judge(block, calls, lead, only, document)
            elif isinstance(block, Paragraph):
                lead = block.lines[-1].text
            else:
                lead = block.text.text if isinstance(block, Item) else ""


def _judge(fence: Fence, calls: Sequence[Call], lead: str, only: bool, document: Document) -> Iterator[Problem]:
    lines = fence.text.split("\n")
    parts = list(_parts(lines, calls))
    ordered = any(map(_ORDERED.search, (lead, *lines)))
    for part in parts:
        said = _said(part.label) or _said(lead) or _said(fence.section.title.text)
        if said is not _Said.PARALLEL:
            continue
        if len(part.calls) > 1 and not ordered and _all_alone(part):
            first, then = part.calls[0].agent or "one agent", part.calls[1].agent or "the next"
            yield Problem(
                _place(fence, part.waits[0], document),
                f"the example is said to be parallel, but it waits for {first} before it starts {then}",
                "put all calls into one response, and wait once, after the last of them",
            )
        elif only and len(part.calls) == 1 and _is_the_whole(part, parts, lines, lead):
            yield Problem(
                _place(fence, part.calls[0].first, document),
                f"the example is said to start several agents in parallel, but it starts only {part.calls[0].agent}",
                "show every call of the dispatch, all in one response",
            )


def _parts(lines: Sequence[str], calls: Sequence[Call]) -> Iterator[_Part]:
    """Cut an example at the lines that say what follows: parallel, or otherwise."""
    starts: dict[int, list[Call]] = {}
    for call in calls:
        starts.setdefault(call.first, []).append(call)
    part = _Part("", [], [])
    number = 0
    while number < len(lines):
        if here := starts.get(number):
            if here[0].awaited and part.calls:
                part.waits.append(number)
            part.calls.extend(here)
            number = here[-1].last + 1
            continue
        line = lines[number]
        if part.calls and _waits(line):
            part.waits.append(number)
        elif _said(line) is not None:
            if part.calls:
                yield part
            part = _Part(line, [], [])
        number += 1
    if part.calls:
        yield part


def _waits(line: str) -> bool:
    return bool(_MESSAGE.match(line) or (_WAITS.search(line) and not _SERIAL.search(line)))


def _said(text: str) -> _Said | None:
    """Return what a line says of the calls that follow."""
    if not text:
        return None
    if _SERIAL.search(text) or _DOUBTFUL.search(text):
        return _Said.OTHERWISE
    return _Said.PARALLEL if _PARALLEL.search(text) else None


def _all_alone(part: _Part) -> bool:
    """Say whether it waits between any two of its calls."""
    if any(call.with_prose for call in part.calls):
        return False  # where a prompt ends that is running text can't be told
    waits = iter(part.waits)
    return all(
        any(earlier.last < line <= later.first for line in waits)
        for earlier, later in zip(part.calls, part.calls[1:], strict=False)
    )


def _is_the_whole(part: _Part, parts: Sequence[_Part], lines: Sequence[str], lead: str) -> bool:
    """Say whether the one call is all that there is, though several were spoken of."""
    call, words = part.calls[0], part.label or lead
    if not call.agent or _NO_AGENT.fullmatch(call.agent) or "background" in call.text:
        return False
    if not (_PARALLEL.search(words) and _SEVERAL.search(words)):
        return False
    if any(_said(other.label) is not _Said.OTHERWISE for other in parts if other is not part):
        return False
    around = [lead, *lines[: call.first], *lines[call.last + 1 :]]
    return not any(map(_MORE.search, around))


def _place(fence: Fence, number: int, document: Document) -> Span:
    """Return the place of a line of an example (0-based), without its indent."""
    opening = document.lines[fence.span.line - 1]
    line = fence.span.line + number + ("```" in opening or "~~~" in opening)
    text = document.lines[line - 1]
    return Span(line, len(text) - len(text.lstrip()) + 1, line, len(text) + 1)
