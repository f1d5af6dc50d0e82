"""The outcome of a run of `check`."""

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from allsettled.errors import UserError
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Finding, Severity


class ExitCode(IntEnum):
    """What a run ends with; the greater one wins."""

    CLEAN = 0
    FINDINGS = 1  # errors or warnings; notes don't count
    COULD_NOT = 2  # something couldn't be read or used
    OUR_BUG = 3


class RuleHelp(NamedTuple):
    """What is to be known of a rule: one sentence, its page in Markdown, its own level and its requirement."""

    summary: str
    page: str
    severity: Severity
    requirement: str = ""


class Style(NamedTuple):
    """How a report for readers looks.

    `colour` by ANSI sequences; `width` in terminal columns, for the lines of files that are quoted; `most` is how
    many findings an agent is told.
    """

    colour: bool = False
    width: int = 100
    most: int = 50


class Report(NamedTuple):
    """What a run found: the files that were checked, also the clean ones, in the order of the report.

    `errors` are the files and other things that couldn't be read or used. `suppressed` findings were silenced by
    comments, `baselined` ones are recorded in the baseline, of which `stale` entries can go; `open_logs` aren't
    held to what a closed log must have.
    """

    files: tuple[CheckedFile, ...] = ()
    errors: tuple[UserError, ...] = ()
    suppressed: int = 0
    baselined: int = 0
    stale: int = 0
    open_logs: int = 0

    def placed(self) -> Iterator[tuple[CheckedFile, Finding]]:
        """Yield each finding with its file: in the files' order, by place and then by rule."""
        for file in self.files:
            for finding in sorted(file.findings):
                yield file, finding

    def rules(self) -> Counter[tuple[str, Severity]]:
        """Return how often each rule was broken, by the level of its findings."""
        return Counter((finding.rule, finding.severity) for _, finding in self.placed())

    def severities(self) -> Counter[Severity]:
        """Return how many findings there are of each level."""
        return Counter(finding.severity for _, finding in self.placed())

    def exit_code(self) -> ExitCode:
        """Return what the run ends with, whatever the report's format."""
        found = self.severities()
        if any(finding.rule == INTERNAL_ERROR for _, finding in self.placed()):
            return ExitCode.OUR_BUG
        if self.errors:
            return ExitCode.COULD_NOT
        return ExitCode.FINDINGS if found[Severity.ERROR] or found[Severity.WARNING] else ExitCode.CLEAN
