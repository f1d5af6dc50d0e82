"""What is kept of a checked file, and its form on the disk."""

from typing import Any, NamedTuple

from allsettled.finding import Finding, Severity, Title
from allsettled.span import Span, Text

Asked = tuple[tuple[str, bool | None], ...]
"""The paths whose presence was asked for, in that order, and the answers: while these hold, so does the rest."""


class Kept(NamedTuple):
    """The findings of a file before any baseline, and what else `Inspected` says of it, and what that hangs on."""

    findings: tuple[Finding, ...] = ()
    silenced: int = 0
    open_log: bool = False
    asked: Asked = ()
    title: Title | None = None


NOTHING = Kept()
"""What is kept of most files."""


def written(kept: Kept) -> bytes:
    """Return the form on the disk."""
    import json  # only where there's something to keep

    findings = [[*finding.span, *finding[1:]] for finding in kept.findings]
    title = [*kept.title.text.span, kept.title.text.text, kept.title.line, int(kept.title.silent)] if kept.title else []
    whole = [findings, kept.silenced, int(kept.open_log), list(map(list, kept.asked)), title]
    return json.dumps(whole, separators=(",", ":")).encode("ascii")


def read(data: bytes) -> Kept | None:
    """Return what `written` wrote, or None if it isn't of that form."""
    import json

    try:
        findings, silenced, open_log, asked, title = json.loads(data)
        if type(silenced) is not int or silenced < 0 or open_log not in (0, 1):
            return None
        told = tuple(map(_finding, findings))
        return Kept(told, silenced, bool(open_log), tuple(map(_asked, asked)), _title(title) if title else None)
    except (ValueError, TypeError, RecursionError):  # not JSON, or not of that form
        return None


def _finding(fields: Any) -> Finding:
    *place, rule, severity, message, hint, requirement = fields
    if not all(type(text) is str for text in (rule, severity, message, hint, requirement)):
        raise ValueError("no text")
    return Finding(_span(place), rule, Severity(severity), message, hint, requirement)


def _title(fields: Any) -> Title:
    *place, text, line, silent = fields
    if type(text) is not str or type(line) is not str or silent not in (0, 1):
        raise ValueError("no title")
    return Title(Text(text, _span(place)), line, bool(silent))


def _span(place: Any) -> Span:
    if len(place) != 4 or not all(type(number) is int and number > 0 for number in place):
        raise ValueError("no place")
    return Span(*place)


def _asked(fields: Any) -> tuple[str, bool | None]:
    path, answer = fields
    if type(path) is not str or answer not in (True, False, None):
        raise ValueError("no answer")
    return path, answer
