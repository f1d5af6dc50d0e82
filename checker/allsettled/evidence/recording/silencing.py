"""Faults of the dispatch itself, which no log can mend: each is named in a comment that waits for a person's reason.

That a dispatch was wider than the protocol allows is true, and stays true; and a time that the harness didn't write
down is not known. In a log that was taken from a transcript,
the rule is silenced where it speaks, with the reason `not assessed` and what was found; `unassessed-record` keeps
reporting it, as a note, until somebody writes why.
"""

from collections.abc import Iterator

from allsettled.checking import Checker
from allsettled.document.model import Document, Table
from allsettled.finding import Finding
from allsettled.protocol.value import Protocol
from allsettled.rules import RULES
from allsettled.rules.unassessed_record import MARK

_OF_THE_RUN = ("serial-dispatch", "too-wide", "abandoned-run", "missing-timestamp")


def silenced(text: str, protocol: Protocol) -> str:
    """Return a log in which the faults of its dispatches are silenced, each in front of its table."""
    checker = Checker(rules=[RULES[name] for name in _OF_THE_RUN if name in RULES], protocol=protocol)
    subject = checker.read(text, "session-log.md")
    found = checker.inspect(text, "session-log.md").file.findings
    lines = text.split("\n")
    comments = sorted(_comments(found, subject.document), reverse=True)
    for line, comment in comments:
        lines[line - 1 : line - 1] = [comment, ""]
    return "\n".join(lines)


def _comments(found: tuple[Finding, ...], document: Document) -> Iterator[tuple[int, str]]:
    """Yield a comment for each table with a fault, and the line in front of which it belongs."""
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    told: set[tuple[int, str]] = set()
    for finding in found:
        table = next((one for one in tables if one.span.line <= finding.span.line <= one.span.end_line), None)
        if finding.rule in _OF_THE_RUN and table is not None and (table.span.line, finding.rule) not in told:
            told.add((table.span.line, finding.rule))
            why = " ".join(finding.message.replace("--", "-").split())
            yield table.span.line, f"<!-- allsettled: ignore {finding.rule} -- {MARK}: {why} -->"
