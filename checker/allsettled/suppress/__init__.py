"""Comments in a file that silence a rule, each with its reason.

`<!-- allsettled: ignore RULE[, RULE] -- reason -->` silences rules in the next block: a paragraph, a table, a
whole list, or the heading that comes next. `ignore-file` silences them in the whole file.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from allsettled.document.model import Document
from allsettled.finding import Finding, Severity
from allsettled.span import Span

if TYPE_CHECKING:
    from allsettled.suppress.comments import Suppression

UNUSED = "unused-suppression"


class Suppressed(NamedTuple):
    """What is left of a file's findings, how many were silenced, what is wrong with the comments themselves."""

    kept: tuple[Finding, ...]
    silenced: int
    new: tuple[Finding, ...]


def suppress(
    document: Document, findings: Sequence[Finding], rules: Collection[str], ran: Collection[str]
) -> Suppressed:
    """Take the findings out that a comment silences.

    `rules` are the names of all rules, `ran` those that were asked about this file: only of them can be said
    that a suppression is unused.
    """
    if "allsettled:" not in document.text:
        return Suppressed(tuple(findings), 0, ())
    from allsettled.suppress.comments import read_comments  # most files have none
    from allsettled.suppress.stray import stray_comments

    suppressions, new = read_comments(document, rules)
    new.extend(stray_comments(document))
    cover = _Cover(suppressions)
    kept = tuple(finding for finding in findings if not cover.silences(finding))
    for one in suppressions:
        for rule in one.rules:
            if rule in ran and not cover.used(one, rule):
                new.append(unused(one.span, rule))
    return Suppressed(kept, len(findings) - len(kept), tuple(sorted(new)))


def unused(span: Span, rule: str) -> Finding:
    """Return the finding about a comment that silences a rule which has nothing to say."""
    message = f'"{rule}" is suppressed here, but not reported'
    return Finding(span, UNUSED, Severity.WARNING, message, "remove it from the comment")


class _Cover:
    """Finds the suppression that covers a line. Their stretches of lines are equal or apart, but for whole files."""

    def __init__(self, suppressions: "Iterable[Suppression]") -> None:
        stretches: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.files: set[str] = set()
        self.hits: set[tuple[str, int | None]] = set()  # rule and first line; None for a whole file
        for one in suppressions:
            for rule in one.rules:
                if one.lines is None:
                    self.files.add(rule)
                else:
                    stretches[rule].add(one.lines)
        self.stretches = {rule: sorted(of_rule) for rule, of_rule in stretches.items()}

    def silences(self, finding: Finding) -> bool:
        """Say whether a finding is covered, and remember by what."""
        rule, line = finding.rule, finding.span.line
        covered = rule in self.files
        if covered:
            self.hits.add((rule, None))
        stretches = self.stretches.get(rule, [])
        before = bisect_right(stretches, line, key=lambda stretch: stretch[0])
        if before and line <= stretches[before - 1][1]:
            self.hits.add((rule, stretches[before - 1][0]))
            covered = True
        return covered

    def used(self, one: "Suppression", rule: str) -> bool:
        """Say whether a suppression silenced a finding of a rule."""
        return (rule, None if one.lines is None else one.lines[0]) in self.hits
