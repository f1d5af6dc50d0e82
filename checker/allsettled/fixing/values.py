"""Values that are written another way than the protocol's: times, statuses, strategies, tiers, actions."""

from collections.abc import Iterable, Iterator
from types import ModuleType

from allsettled.document.model import Document, Item, Paragraph, Table
from allsettled.files.source import Edit
from allsettled.finding import Finding
from allsettled.fixing.changes import Offsets, Replacement, source_of
from allsettled.protocol.value import Protocol
from allsettled.rules import bad_timestamp, unknown_action, unknown_status, unknown_strategy, unknown_tier
from allsettled.span import Span

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
    """Yield the change of each value that can mean one thing only. In code, none does."""
    done = set()
    titles = {section.title.span for section in document.sections()}
    looks = _Looks(document)
    for finding in findings:
        span = finding.span
        if finding.rule not in RULES or span in done or span in looks.running or span.line != span.end_line:
            continue
        old = source_of(document, span)
        new = _mended(old, RULES[finding.rule], protocol, heading=span in titles)
        if new is not None and new != old:
            done.add(span)
            start, end = offsets.stretch(span)
            line, header = document.lines[span.line - 1], looks.headers.get(span.line, "")
            spaces = _spaces(line, span.end_column - 1, header, len(old) - len(new))
            edit = Edit(start, end - min(spaces, 0), new + " " * spaces)
            yield Replacement(edit, (finding,), span.line)


class _Looks:
    """What a document's layout says of its values: the lines of running text, and of each row its table's header."""

    def __init__(self, document: Document) -> None:
        self.running: set[Span] = set()
        self.headers: dict[int, str] = {}
        for block in document.blocks():
            if isinstance(block, Table):
                self.headers |= {row.span.line: block.header.source for row in block.rows}
            elif isinstance(block, Paragraph | Item) and len(block.lines) > 1:
                self.running |= {line.span for line in block.lines}


def _mended(text: str, rule: ModuleType, protocol: Protocol, *, heading: bool) -> str | None:
    """Return a value's text as it should be, or None if that isn't certain; in a heading the value follows a colon."""
    title, colon, value = text.partition(":") if heading else ("", "", text)
    new: str | None = rule.fix(value, protocol)
    return None if new is None else title + colon + new


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
