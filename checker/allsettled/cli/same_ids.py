"""Logs of one run that have the same id: what `duplicate-id` says of them, their comments obeyed."""

from collections.abc import Mapping, Sequence

from allsettled.finding import CheckedFile, Finding, Inspected, Severity, Title
from allsettled.rules import RULES
from allsettled.rules.duplicate_id import Log, check

RULE = "duplicate-id"


def with_same_ids(answers: Sequence[Inspected], levels: Mapping[str, Severity]) -> tuple[list[CheckedFile], int]:
    """Return the files with what is to be said of their ids, and how many such findings their comments silenced."""
    titles = {answer.file.path: answer.title for answer in answers if answer.title is not None}
    told: dict[str, Finding] = {}
    silenced = 0
    for log, problem in check([Log(path, title.text) for path, title in titles.items()]):
        if titles[log.path].silent:
            silenced += 1
        else:
            finding = Finding(problem.span, RULE, levels[RULE], problem.message, problem.hint, RULES[RULE].requirement)
            told[log.path] = finding
    files = []
    for file, *_ in answers:
        found = told.get(file.path)
        files.append(file if found is None else _with(file, found, titles[file.path]))
    return files, silenced


def _with(file: CheckedFile, finding: Finding, title: Title) -> CheckedFile:
    """Add a finding; a file that had none has no lines, and needs only the one that this finding is about."""
    lines = file.lines or (*[""] * (finding.span.line - 1), title.line)
    return file._replace(findings=tuple(sorted((*file.findings, finding))), lines=lines)
