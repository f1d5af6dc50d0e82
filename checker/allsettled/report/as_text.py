"""The report for people: each finding with its line, and the cure."""

from collections.abc import Iterator, Mapping

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report.frame import frame
from allsettled.report.model import Report, RuleHelp, Style
from allsettled.terminal import safe

_INDENT = "    "
_BOLD, _CYAN, _RESET = "\x1b[1m", "\x1b[36m", "\x1b[0m"
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;34m"}


def write(report: Report, style: Style, _rules: Mapping[str, RuleHelp]) -> str:
    """Return `path:line:column: severity rule: message [requirement]`, the line itself and the cure, for each."""
    parts = [line for file, finding in report.placed() for line in _finding(file, finding, style)]
    parts += [line for error in report.errors for line in _error(error, style)]
    return "".join(line + "\n" for line in parts)


def _finding(file: CheckedFile, finding: Finding, style: Style) -> Iterator[str]:
    red = _COLOURS[finding.severity]
    place = _paint(f"{safe(file.path)}:{finding.span.line}:{finding.span.column}:", _BOLD, style)
    severity = _paint(finding.severity, red, style)
    answers = f" [{safe(finding.requirement)}]" if finding.requirement else ""
    yield f"{place} {severity} {_paint(safe(finding.rule), _BOLD, style)}: {safe(finding.message)}{answers}"
    if shown := frame(file.lines, finding.span, style.width - len(_INDENT)):
        yield (_INDENT + shown.before + _paint(shown.meant, red, style) + shown.after).rstrip()
        blank = shown.underline().rstrip("^")
        yield _INDENT + blank + _paint(shown.underline()[len(blank) :], red, style)
    if finding.hint:
        yield f"{_INDENT}{_paint('help:', _CYAN, style)} {safe(finding.hint)}"


def _error(error: UserError, style: Style) -> Iterator[str]:
    place = ""
    if error.path is not None:
        at = f"{error.span.line}:{error.span.column}:" if error.span else ""
        place = _paint(f"{safe(error.path)}:{at}", _BOLD, style) + " "
    yield f"{place}{_paint('error', _COLOURS[Severity.ERROR], style)}: {safe(error.message)}"
    if error.hint:
        yield f"{_INDENT}{_paint('help:', _CYAN, style)} {safe(error.hint)}"


def _paint(text: str, colour: str, style: Style) -> str:
    return f"{colour}{text}{_RESET}" if style.colour and text else text
