"""What a check found, as a string: for people, for other programs and for agents.

No format changes the exit code: `Report.exit_code` alone decides it.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module

from allsettled.report.model import ExitCode, Report, RuleHelp, Style
from allsettled.report.summary import statistics, summary_line
from allsettled.rules import Rule

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "agent")

_PLAIN = Style()


def render(report: Report, form: str, style: Style = _PLAIN, rules: Mapping[str, RuleHelp] | None = None) -> str:
    """Return a report in one of FORMATS, with a final line feed if there is anything to say.

    `rules` says of each rule what SARIF tells about it. Raises KeyError for another format.
    """
    if form not in FORMATS:
        raise KeyError(form)
    if form == "text" and not report.errors and not any(file.findings for file in report.files):
        return ""  # as of most runs: nothing is loaded for it
    write = import_module(f"allsettled.report.as_{form}").write  # each is loaded only where it's wanted
    text: str = write(report, style, rules or {})
    return text


def help_of(rules: Iterable[Rule]) -> dict[str, RuleHelp]:
    """Return what SARIF tells about rules, by their names."""
    return {rule.name: RuleHelp(rule.summary(), rule.page(), rule.severity, rule.requirement) for rule in rules}


__all__ = ["FORMATS", "ExitCode", "Report", "RuleHelp", "Style", "help_of", "render", "statistics", "summary_line"]
