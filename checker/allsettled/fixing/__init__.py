"""Findings that can be mended without inventing anything: the edits, and the proof that they do nothing else."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from allsettled.document import parse
from allsettled.document.model import Document
from allsettled.files.source import SourceText, decode
from allsettled.finding import Finding
from allsettled.fixing import comments, rows, values
from allsettled.fixing.changes import Change, Offsets, apart
from allsettled.fixing.lines import lines_before
from allsettled.fixing.obstacles import outside_regions, refuse_unfit
from allsettled.fixing.proof import prove
from allsettled.fixing.refused import Refused
from allsettled.protocol.value import Protocol
from allsettled.span import FILE
from allsettled.suppress import UNUSED

FIXABLE = frozenset({*values.RULES, rows.RULE, UNUSED})
"""The rules of which some findings can be mended."""

_ROUNDS = 8  # a mended row may hold a value to mend; nothing goes deeper than that
Check = Callable[[str], Sequence[Finding]]


class Fixed(NamedTuple):
    """A file after its fix: its text, how many findings are mended, and what kept the file from being fixed.

    With a `refusal`, or with nothing to mend, the text is the old one.
    """

    source: SourceText
    mended: int
    refusal: Refused | None = None


def fix(source: SourceText, path: str, findings: Sequence[Finding], check: Check, protocol: Protocol) -> Fixed:
    """Mend what can be mended in a Markdown file.

    `findings` are those that are reported for it: nothing else is mended. `check` returns those of another text of
    the file. Afterwards none that was mended is left and none is new, every byte outside of the edits is as it was,
    and all other blocks are read as before. What can't be proven to be so isn't done at all: see `refusal`.
    """
    try:
        return _fixed(source, path, findings, check, protocol)
    except Refused as refusal:
        return Fixed(source, 0, refusal)


def _fixed(source: SourceText, path: str, findings: Sequence[Finding], check: Check, protocol: Protocol) -> Fixed:
    now, left = source, findings
    origin = list(range(1, source.text.count("\n") + 2))  # of each line now: its line before
    due: list[Finding] = []  # of the findings at first, those that the first round mends
    for round_ in range(_ROUNDS):
        changes = _changes(now.text, left, protocol)
        if not changes:
            break
        if round_ == 0:
            refuse_unfit(source.text)
            due = [finding for change in changes for finding in change.mends]
        edits = [change.edit for change in changes]
        after = decode(now.edited(edits), path)
        prove(now.text, after.text, changes)
        origin = [origin[line - 1] for line in lines_before(now.text, after.text, edits)]
        now, left = after, check(after.text)
    else:
        raise Refused(due[0].span.line, "one fix leads to another without an end")
    if now is not source:
        _compare(findings, left, due, origin)
    return Fixed(now, len(findings) - len(left))


def _changes(text: str, findings: Sequence[Finding], protocol: Protocol) -> list[Change]:
    """Return the changes that mend findings of a text, apart from each other and outside of managed regions."""
    if not any(finding.rule in FIXABLE for finding in findings):
        return []
    document = parse(text)
    if document.text != text:  # a second byte order mark: places aren't offsets
        return []
    return outside_regions(text, apart(_proposed(document, findings, protocol)))


def _proposed(document: Document, findings: Sequence[Finding], protocol: Protocol) -> Iterator[Change]:
    offsets = Offsets(document.lines)
    yield from values.replacements(document, offsets, findings, protocol)
    yield from rows.joins(document, offsets, findings)
    yield from comments.shorter_comments(document, offsets, findings)


def _compare(before: Sequence[Finding], after: Sequence[Finding], due: Sequence[Finding], origin: list[int]) -> None:
    """Raise Refused unless what is left was there before, and what was to be mended is gone."""

    def known(finding: Finding, line: int) -> tuple[str, int]:
        return finding.rule, 0 if finding.span == FILE else line

    may_stay = Counter(known(finding, finding.span.line) for finding in before)
    may_stay.subtract(known(finding, finding.span.line) for finding in due)
    for finding in after:
        line = origin[finding.span.line - 1]
        key = known(finding, line)
        if may_stay[key] <= 0:
            raise Refused(line, f"{finding.rule} would be reported then: {finding.message}")
        may_stay[key] -= 1
