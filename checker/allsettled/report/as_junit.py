"""The report as JUnit XML, for CI systems that show test results."""

import re
from collections.abc import Iterator, Mapping

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report.model import Report, RuleHelp, Style
from allsettled.terminal import safe

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, _style: Style, _rules: Mapping[str, RuleHelp]) -> str:
    """Return a suite a file, a case a finding; a clean file is a case that passed. A note fails nothing."""
    suites = [_suite(file) for file in report.files]
    suites += [_failed_suite(error) for error in report.errors]
    cases = sum(max(len(file.findings), 1) for file in report.files) + len(report.errors)
    found = report.severities()
    failures = found[Severity.ERROR] + found[Severity.WARNING]
    counts = f'tests="{cases}" failures="{failures}" errors="{len(report.errors)}"'
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="allsettled" {counts}>\n'
    return head + "".join(suites) + "</testsuites>\n"


def _suite(file: CheckedFile) -> str:
    findings = sorted(file.findings)
    failures = sum(1 for finding in findings if finding.severity is not Severity.NOTE)
    name = _attribute(file.path)
    counts = f'tests="{max(len(findings), 1)}" failures="{failures}" errors="0"'
    cases = [case for finding in findings for case in _case(name, file.path, finding)]
    if not cases:
        cases = [f'    <testcase classname={name} name="allsettled"/>\n']
    return f"  <testsuite name={name} {counts}>\n{''.join(cases)}  </testsuite>\n"


def _case(name: str, path: str, finding: Finding) -> Iterator[str]:
    line, column = finding.span.line, finding.span.column
    yield f"    <testcase classname={name} name={_attribute(f'{finding.rule} {line}:{column}')} "
    yield f'file={name} line="{line}">\n'
    place = f"{path}:{line}:{column}: {finding.severity} {finding.rule}: {finding.message}"
    text = _text(place) + (f"\nhelp: {_text(finding.hint)}" if finding.hint else "")
    if finding.severity is Severity.NOTE:
        yield f"      <system-out>{text}</system-out>\n"
    else:
        kind = f"message={_attribute(finding.message)} type={_attribute(finding.severity)}"
        yield f"      <failure {kind}>{text}</failure>\n"
    yield "    </testcase>\n"


def _failed_suite(error: UserError) -> str:
    name = _attribute(error.path or "allsettled")
    text = _text(str(error)) + (f"\nhelp: {_text(error.hint)}" if error.hint else "")
    return (
        f'  <testsuite name={name} tests="1" failures="0" errors="1">\n'
        f'    <testcase classname={name} name="could not check">\n'
        f'      <error message={_attribute(error.message)} type="error">{text}</error>\n'
        "    </testcase>\n  </testsuite>\n"
    )


def _text(text: str) -> str:
    """Return what XML 1.0 can hold of a text: the rest stands as its escape, visible as such."""
    clean = _NO_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", safe(text))
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return '"' + _text(text).replace('"', "&quot;") + '"'
