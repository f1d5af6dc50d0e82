"""The report as SARIF 2.1.0, for code scanning."""

from collections.abc import Iterator, Mapping
from typing import Any

from allsettled import __version__
from allsettled.baseline import fingerprints
from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding
from allsettled.report.encoding import dump
from allsettled.report.model import ExitCode, Report, RuleHelp, Style
from allsettled.span import FILE, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "allsettled/v1"
_ROOT = "%SRCROOT%"


def write(report: Report, _style: Style, rules: Mapping[str, RuleHelp]) -> str:
    """Return one SARIF run. What couldn't be read is told as a notification of the tool."""
    broken = sorted({rule for rule, _ in report.rules()})
    numbers = {rule: number for number, rule in enumerate(broken)}
    invocation: dict[str, Any] = {"executionSuccessful": report.exit_code() < ExitCode.COULD_NOT}
    if report.errors:
        invocation["toolExecutionNotifications"] = [_notification(error) for error in report.errors]
    run = {
        "tool": {
            "driver": {
                "name": "allsettled",
                "version": __version__,
                "rules": [_rule(rule, rules.get(rule)) for rule in broken],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that allsettled was run in."}}},
        "results": [result for file in report.files for result in _results(file, numbers)],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, about: RuleHelp | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": name}
    if about is not None:
        rule["shortDescription"] = {"text": about.summary}
        rule["help"] = {"text": about.page, "markdown": about.page}
        rule["defaultConfiguration"] = {"level": about.severity}
        if about.requirement:
            rule["properties"] = {"tags": [about.requirement]}
    return rule


def _results(file: CheckedFile, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    findings = sorted(file.findings)
    made = fingerprints(file.path, file.lines, findings)
    for finding, fingerprint in zip(findings, made, strict=True):
        yield {
            "ruleId": finding.rule,
            "ruleIndex": numbers[finding.rule],
            "level": finding.severity,
            "message": {"text": _message(finding.message, finding.hint)},
            "locations": [_location(file.path, finding.span)],
            "partialFingerprints": {FINGERPRINT: fingerprint},
            **_properties(finding),
        }


def _properties(finding: Finding) -> dict[str, Any]:
    return {"properties": {"requirement": finding.requirement}} if finding.requirement else {}


def _notification(error: UserError) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": "error", "message": {"text": _message(error.message, error.hint)}}
    if error.path is not None:
        notification["locations"] = [_location(error.path, error.span or FILE)]
    return notification


def _message(message: str, hint: str) -> str:
    """Return a plain text message, in which braces and links would be read as SARIF's own."""
    text = f"{message}\nhelp: {hint}" if hint else message
    return text.replace("{", "{{").replace("}", "}}").replace("](", "]\\(")


def _location(path: str, span: Span) -> dict[str, Any]:
    region = {"startLine": span.line}
    if span != FILE:
        region |= {"startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    """Return a path as a URI: relative to the folder of the run, or a whole one if it's absolute."""
    from urllib.parse import quote

    path = path.removeprefix("./")
    try:
        name = path.encode("utf-8", "surrogateescape")  # the bytes of a name that isn't UTF-8
    except UnicodeEncodeError:
        name = path.encode("utf-8", "surrogatepass")  # a name that Windows let through
    uri = quote(name)
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}
