"""The report for GitLab's Code Quality widget."""

from collections.abc import Iterator, Mapping
from typing import Any

from allsettled.baseline import fingerprints
from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Severity
from allsettled.report.encoding import dump
from allsettled.report.model import Report, RuleHelp, Style
from allsettled.span import FILE

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def write(report: Report, _style: Style, _rules: Mapping[str, RuleHelp]) -> str:
    """Return a JSON list of issues. What couldn't be read is one too, a blocker: the format has no other place."""
    issues = [issue for file in report.files for issue in _issues(file)]
    issues += [_error(error, number) for number, error in enumerate(report.errors)]
    return dump(issues)


def _issues(file: CheckedFile) -> Iterator[dict[str, Any]]:
    findings = sorted(file.findings)
    made = fingerprints(file.path, file.lines, findings)
    for finding, fingerprint in zip(findings, made, strict=True):
        yield {
            "check_name": finding.rule,
            "description": f"{finding.message} ({finding.hint})" if finding.hint else finding.message,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": file.path.removeprefix("./"),
                "lines": {"begin": finding.span.line, "end": finding.span.end_line},
            },
        }


def _error(error: UserError, number: int) -> dict[str, Any]:
    from hashlib import sha256

    content = "\0".join(("could-not-check", error.path or "", error.message, str(number)))
    span = error.span or FILE
    return {
        "check_name": "could-not-check",
        "description": f"{error.message} ({error.hint})" if error.hint else error.message,
        "fingerprint": sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "severity": "blocker",
        "location": {"path": error.path or ".", "lines": {"begin": span.line, "end": span.end_line}},
    }
