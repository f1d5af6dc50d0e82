"""Comments that silence rules which have nothing to say there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allsettled.document.model import Document
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.fixing.changes import Change, Offsets, Removal, Replacement, source_of
from allsettled.span import Span
from allsettled.suppress import UNUSED, unused
from allsettled.suppress.comments import named_in, without


class _Idle(NamedTuple):
    """A comment of which nothing is left, alone on its lines."""

    first: int
    last: int
    source: str
    findings: tuple[Finding, ...]


def shorter_comments(document: Document, offsets: Offsets, findings: Iterable[Finding]) -> Iterator[Change]:
    """Yield the changes that take unused rules out of comments: a comment that has no other rule goes, reason and all.

    A comment that has to go is left alone where it shares its line with something else.
    """
    by_comment: dict[Span, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule == UNUSED:
            by_comment[finding.span].append(finding)
    idle = []
    for span, about in sorted(by_comment.items()):
        old = source_of(document, span)
        messages = {finding.message for finding in about}
        new = without(old, [name for name in named_in(old) if unused(span, name).message in messages])
        if new and new != old:
            yield Replacement(Edit(*offsets.stretch(span), new), tuple(about), span.line)
        elif not new and _alone(document, span):
            idle.append(_Idle(span.line, span.end_line, old, tuple(about)))
    yield from _removals(document, offsets, idle)


def _alone(document: Document, span: Span) -> bool:
    before = document.lines[span.line - 1][: span.column - 1]
    after = document.lines[span.end_line - 1][span.end_column - 1 :]
    return not before.strip() and not after.strip()


def _removals(document: Document, offsets: Offsets, idle: Iterable[_Idle]) -> Iterator[Removal]:
    """Yield one removal for each run of such comments on neighbouring lines."""
    runs: list[list[_Idle]] = []
    for comment in idle:
        if runs and runs[-1][-1].last + 1 == comment.first:
            runs[-1].append(comment)
        else:
            runs.append([comment])
    for run in runs:
        lines = range(run[0].first, run[-1].last + 1)
        mended = tuple(finding for comment in run for finding in comment.findings)
        yield Removal(_without(document, offsets, lines), mended, lines, tuple(comment.source for comment in run))


def _without(document: Document, offsets: Offsets, lines: range) -> Edit:
    """Return the edit that takes lines out: with one of two blank lines around them, or leaving one where none is."""
    first, last = lines[0], lines[-1]
    count = len(document.lines)
    foot = last == count or (last == count - 1 and not document.lines[-1])  # nothing follows
    above = first > 1 and not document.lines[first - 2].strip()
    below = not foot and not document.lines[last].strip()
    if first > 1 and not foot and not above and not below:
        return Edit(offsets.of(first, 1), offsets.of(last, len(document.lines[last - 1]) + 1), "")
    if above and foot:
        first -= 1
    elif below and (above or first == 1):
        last += 1
    if last < count:
        return Edit(offsets.of(first, 1), offsets.of(last + 1, 1), "")
    start = offsets.of(first, 1)
    return Edit(max(start - 1, 0), offsets.of(last, len(document.lines[last - 1]) + 1), "")  # no line end at the foot
