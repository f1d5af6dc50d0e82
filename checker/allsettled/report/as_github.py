"""The report as workflow commands, which GitHub shows as annotations."""

from collections.abc import Mapping

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report.model import Report, RuleHelp, Style
from allsettled.span import FILE
from allsettled.terminal import safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(report: Report, _style: Style, _rules: Mapping[str, RuleHelp]) -> str:
    """Return one command a line: `::error file=a.md,line=7,endLine=7,col=8,title=rule::message`."""
    lines = [_finding(file, finding) for file, finding in report.placed()]
    lines += [_error(error) for error in report.errors]
    return "".join(line + "\n" for line in lines)


def _finding(file: CheckedFile, finding: Finding) -> str:
    span = finding.span
    properties = {"file": file.path.removeprefix("./"), "line": str(span.line)}
    if span != FILE:
        properties["endLine"] = str(span.end_line)
        if span.line == span.end_line:  # GitHub refuses columns over several lines
            properties["col"] = str(span.column)
    return _command(_COMMANDS[finding.severity], {**properties, "title": finding.rule}, finding.message, finding.hint)


def _error(error: UserError) -> str:
    properties = {}
    if error.path is not None:
        span = error.span or FILE
        properties = {"file": error.path.removeprefix("./"), "line": str(span.line)}
    return _command("error", {**properties, "title": "could not check"}, error.message, error.hint)


def _command(name: str, properties: Mapping[str, str], message: str, hint: str) -> str:
    listed = ",".join(f"{key}={_property(safe(value))}" for key, value in properties.items())
    text = safe(message) + (f"\nhelp: {safe(hint)}" if hint else "")
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
