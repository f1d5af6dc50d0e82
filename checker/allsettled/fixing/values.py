"""Values that are written another way than the protocol's: times, statuses, strategies, tiers, actions."""

from collections.abc import Iterable, Iterator
from types import ModuleType

from allsettled.document.model import Document, Table
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.fixing.changes import Offsets, Replacement, source_of
from allsettled.protocol.value import Protocol
from allsettled.rules import bad_timestamp, unknown_action, unknown_status, unknown_strategy, unknown_tier

RULES: dict[str, ModuleType] = {
    "bad-timestamp": bad_timestamp,
    "unknown-status": unknown_status,
    "unknown-strategy": unknown_strategy,
    "unknown-tier": unknown_tier,
    "unknown-action": unknown_action,
}
"""The rules whose modules know, by `fix(text, protocol)`, how a value that they report should have been written."""


def replacements(
    document: Document, offsets: Offsets, findings: Iterable[Finding], protocol: Protocol
) -> Iterator[Replacement]:
    """Yield the change of each value that can mean one thing only. What stands in code is left alone."""
    done = set()
    headers = {
        row.span.line: block.header.source
        for block in document.blocks()
        if isinstance(block, Table)
        for row in block.rows
    }
    for finding in findings:
        span = finding.span
        if finding.rule not in RULES or span in done or span.line != span.end_line:
            continue
        old = source_of(document, span)
        new = None if "`" in old else RULES[finding.rule].fix(old, protocol)
        if new is not None and new != old:
            done.add(span)
            start, end = offsets.stretch(span)
            line, header = document.lines[span.line - 1], headers.get(span.line, "")
            spaces = _spaces(line, span.end_column - 1, header, len(old) - len(new))
            edit = Edit(start, end - min(spaces, 0), new + " " * spaces)
            yield Replacement(edit, (finding,), span.line)


def _spaces(line: str, end: int, header: str, shorter: int) -> int:
    """Return how many spaces to put behind a cell that gets `shorter`, or to take, so that its table stays aligned.

    It's aligned if all pipes of the row stand below the header's.
    """
    pipe = line.find("|", end)
    if pipe <= end or line[end:pipe].strip(" ") or _pipes(line) != _pipes(header):
        return 0
    return max(shorter, 1 + end - pipe)


def _pipes(line: str) -> list[int]:
    return [at for at, char in enumerate(line) if char == "|"]
