"""The report for other programs: `schemas/report.schema.json`."""

from collections.abc import Mapping
from typing import Any

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report.encoding import dump
from allsettled.report.model import Report, RuleHelp, Style

VERSION = 1


def write(report: Report, _style: Style, _rules: Mapping[str, RuleHelp]) -> str:
    """Return the report as JSON: lines and columns are 1-based, the end column is exclusive."""
    return dump(
        {
            "version": VERSION,
            "findings": [_finding(file, finding) for file, finding in report.placed()],
            "errors": [_error(error) for error in report.errors],
            "summary": _summary(report),
        }
    )


def _finding(file: CheckedFile, finding: Finding) -> dict[str, Any]:
    return {
        "path": file.path,
        **finding.span._asdict(),
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "requirement": finding.requirement,
    }


def _error(error: UserError) -> dict[str, Any]:
    return {
        "path": error.path,
        "line": error.span.line if error.span else None,
        "column": error.span.column if error.span else None,
        "message": error.message,
        "hint": error.hint,
    }


def _summary(report: Report) -> dict[str, Any]:
    severities = report.severities()
    rules: dict[str, int] = {}
    for (rule, _), number in sorted(report.rules().items()):
        rules[rule] = rules.get(rule, 0) + number
    return {
        "exit_code": int(report.exit_code()),
        "files": len(report.files),
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "notes": severities[Severity.NOTE],
        "could_not": len(report.errors),
        "suppressed": report.suppressed,
        "baselined": report.baselined,
        "stale": report.stale,
        "open_logs": report.open_logs,
        "rules": rules,
    }
