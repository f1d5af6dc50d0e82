"""What is kept of a checked file, and its form on the disk."""

from typing import Any, NamedTuple

from allsettled.finding import Finding, Severity
from allsettled.span import Span

Asked = tuple[tuple[str, bool | None], ...]
"""The paths whose presence was asked for, in that order, and the answers: while these hold, so does the rest."""


class Kept(NamedTuple):
    """The findings of a file before any baseline, how many its comments silenced, and whether it's an open log."""

    findings: tuple[Finding, ...] = ()
    silenced: int = 0
    open_log: bool = False
    asked: Asked = ()


NOTHING = Kept()
"""What is kept of most files."""


def written(kept: Kept) -> bytes:
    """Return the form on the disk."""
    import json  # only where there's something to keep

    findings = [[*finding.span, *finding[1:]] for finding in kept.findings]
    whole = [findings, kept.silenced, int(kept.open_log), list(map(list, kept.asked))]
    return json.dumps(whole, separators=(",", ":")).encode("ascii")


def read(data: bytes) -> Kept | None:
    """Return what `written` wrote, or None if it isn't of that form."""
    import json

    try:
        findings, silenced, open_log, asked = json.loads(data)
        if type(silenced) is not int or silenced < 0 or open_log not in (0, 1):
            return None
        return Kept(tuple(map(_finding, findings)), silenced, bool(open_log), tuple(map(_asked, asked)))
    except (ValueError, TypeError, RecursionError):  # not JSON, or not of that form
        return None


def _finding(fields: Any) -> Finding:
    line, column, end_line, end_column, rule, severity, message, hint, requirement = fields
    place = (line, column, end_line, end_column)
    if not all(type(number) is int and number > 0 for number in place):
        raise ValueError("no place")
    if not all(type(text) is str for text in (rule, severity, message, hint, requirement)):
        raise ValueError("no text")
    return Finding(Span(*place), rule, Severity(severity), message, hint, requirement)


def _asked(fields: Any) -> tuple[str, bool | None]:
    path, answer = fields
    if type(path) is not str or answer not in (True, False, None):
        raise ValueError("no answer")
    return path, answer
