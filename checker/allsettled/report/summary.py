"""The whole run in one line, and its findings counted by rule."""

from allsettled.finding import Severity
from allsettled.report.model import Report
from allsettled.terminal import safe


def summary_line(report: Report) -> str:
    """Return the run in one line without its end: `2 errors in 1 of 3 files; 1 known from the baseline`."""
    found = report.severities()
    counts = [_count(found[severity], severity) for severity in Severity if found[severity]]
    broken = sum(1 for file in report.files if file.findings)
    if counts:
        parts = [f"{', '.join(counts)} in {broken} of {_count(len(report.files), 'file')}"]
    else:
        parts = [f"{_count(len(report.files), 'file')} checked, nothing to report"]
    if report.errors:
        parts.insert(0, f"{_count(len(report.errors), 'problem')} kept the check from being complete")
    if report.suppressed:
        parts.append(f"{report.suppressed} suppressed by comments")
    if report.baselined:
        parts.append(f"{report.baselined} known from the baseline")
    if report.stale:
        parts.append(
            f"{_count(report.stale, 'stale entry', 'stale entries')} in the baseline (--write-baseline drops them)"
        )
    if report.open_logs:
        parts.append(f"{_count(report.open_logs, 'log')} still open")
    return "; ".join(parts)


def statistics(report: Report) -> str:
    """Return how often each rule was broken, as a table, the most frequent first; empty without findings."""
    rules = sorted(report.rules().items(), key=lambda item: (-item[1], item[0]))
    if not rules:
        return ""
    digits = len(str(rules[0][1]))
    letters = max(len(severity) for (_, severity), _ in rules)
    return "".join(f"{count:>{digits}}  {severity:<{letters}}  {safe(rule)}\n" for (rule, severity), count in rules)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
