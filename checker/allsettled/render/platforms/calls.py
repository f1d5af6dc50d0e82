"""Dispatch calls of another platform in a text: `Task(subagent_type=...)` in a VS Code agent."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from allsettled.document.model import Comment, Document, Fence
from allsettled.finding import Severity
from allsettled.render.platforms.model import Platform
from allsettled.render.platforms.problem import Problem
from allsettled.render.platforms.signs import Sighting, sightings
from allsettled.span import Span

_NEAR = 200  # characters on either side of a call that may say what it's about
_CONTRAST = re.compile(
    r"\b(?:not|never|don't|doesn't|isn't|no longer|instead of|unlike|rather than|avoid|without|replaces?|formerly)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"[`\"']*\s+(?:is|are|does|do|will|would|can|could)(?:n't|\s?not|\s+no\s+longer)\b")
_SENTENCE_END = re.compile(r"[.;!?]\s")


class ForeignCall(NamedTuple):
    """A call that another platform's agents make: `text[start:end]` is its head, up to the argument that tells."""

    start: int
    end: int
    span: Span
    call: str  # on one line: `Task(subagent_type=…)`
    platforms: tuple[Platform, ...]  # whose call it is

    def problem(self, home: Platform) -> Problem:
        """Return the call as a problem of a file that is for `home`."""
        owners = " or ".join(platform.title for platform in self.platforms)
        message = f"`{self.call}` is how an agent is started in {owners}, not in {home.title}"
        return Problem(self.span, message, _cure(home), Severity.WARNING)


def foreign_calls(platform: Platform, text: str, also: Sequence[Platform] = ()) -> list[ForeignCall]:
    """Return the calls in a text that are other platforms' own; `also` are further platforms that read the file.

    Offsets count in `document.normalise(text)`. No call is: a tool's bare name, what stands in an HTML comment,
    what prose says not to do, one of several platforms' calls on one line (a comparison), and what its line, the line
    before its fence or a heading above says of another product.
    """
    from allsettled.document import normalise, parse

    text = normalise(text)
    home = {one.id for one in (platform, *also)}
    seen = [sighting for sighting in sightings(text) if sighting.owners]
    if all(_at_home(sighting, home) for sighting in seen):
        return []
    context = _Context(parse(text))
    lines: dict[int, set[tuple[str, ...]]] = {}
    calls = []
    for sighting in seen:
        place = context.place(sighting.start)
        lines.setdefault(place[0], set()).add(tuple(owner.id for owner in sighting.owners))
        if not _at_home(sighting, home):
            calls.append(_call(text, sighting, place))
    return [call for call in calls if len(lines[call.span.line]) == 1 and not context.speaks_about(call)]


def _at_home(sighting: Sighting, home: set[str]) -> bool:
    return any(platform.id in home for platform in (*sighting.owners, *sighting.alike))


def _call(text: str, sighting: Sighting, place: tuple[int, int]) -> ForeignCall:
    head = text[sighting.start : sighting.end]
    line, column = place
    span = Span(line, column, line, column + len(head.partition("\n")[0]))
    return ForeignCall(sighting.start, sighting.end, span, sighting.spelled, sighting.owners)


class _Context:
    """What stands around a call in its document."""

    def __init__(self, document: Document) -> None:
        self.lines = document.lines
        self.starts = [0]
        for line in document.lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.sections = list(document.root.walk())
        self.section_lines = [0, *(section.span.line for section in self.sections[1:])]
        blocks = list(document.blocks())
        self.fences = [block.span for block in blocks if isinstance(block, Fence)]
        self.comments = [block.span for block in blocks if isinstance(block, Comment)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def speaks_about(self, call: ForeignCall) -> bool:
        """Say whether the text names the call only to speak about it, or of the product that it belongs to."""
        line, column = call.span.line, call.span.column - 1
        if _around(self.comments, line):
            return True
        source = self.lines[line - 1]
        before = source[max(column - _NEAR, 0) : column]
        if _CONTRAST.search(_SENTENCE_END.split(before)[-1]):
            return True
        after = source[call.span.end_column - 1 : call.span.end_column - 1 + _NEAR]
        if _DENIAL.match(after.partition(")")[2] if call.call.endswith(")") else after):
            return True
        near = f"{before} {after}"
        said = "\n".join((near, self.lead(line), *self.titles(line)))
        return any(_named(owner.called).search(said) for owner in call.platforms)

    def titles(self, line: int) -> list[str]:
        """Return the headings above a line, the nearest first."""
        section = self.sections[bisect_right(self.section_lines, line) - 1]
        titles = [section.title.text]
        while section.parent is not None:
            section = section.parent
            titles.append(section.title.text)
        return [title[:_NEAR] for title in titles]

    def lead(self, line: int) -> str:
        """Return the line of prose before the fence that a line stands in."""
        fence = _around(self.fences, line)
        if fence is None:
            return ""
        before = self.lines[max(fence.line - 3, 0) : fence.line - 1]
        return next((text[-_NEAR:] for text in reversed(before) if text.strip()), "")


def _around(spans: Sequence[Span], line: int) -> Span | None:
    """Return the span that has a line, of spans in the order of the file."""
    at = bisect_right(spans, line, key=lambda span: span.line) - 1
    return spans[at] if at >= 0 and line <= spans[at].end_line else None


@cache
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a product's names in prose: not those in a path (`.claude/agents`)."""
    return re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, names))})(?![\w/-])", re.IGNORECASE)


def _cure(home: Platform) -> str:
    call = home.dispatch.call()
    if call is None:
        return "name the agents and what each is to do in prose: each tool that reads the file has its own call"
    agent = call.arguments.get("agent")
    return f"in {home.title} call `{call.tool}`" + (f" with `{agent}`" if agent else ", naming the agent")
