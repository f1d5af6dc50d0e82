"""What a check has to say: a place, a rule, a sentence and a cure."""

from enum import StrEnum
from typing import NamedTuple

from allsettled.span import Span, Text

INTERNAL_ERROR = "internal-error"
"""The rule of findings about ourselves: no setting, comment or baseline silences them."""


class Severity(StrEnum):
    """How much a finding weighs; it follows the requirement's own word (RFC 2119)."""

    ERROR = "error"  # MUST
    WARNING = "warning"  # SHOULD
    NOTE = "note"  # MAY


class Finding(NamedTuple):
    """One fault at one place. Findings of a file sort by place, then by rule."""

    span: Span
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    requirement: str = ""


class CheckedFile(NamedTuple):
    """A file that was checked: its path with `/`, as the user names it, its findings, and its lines without ends.

    Where there's no finding, nobody needs the lines, and there may be none.
    """

    path: str
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Title(NamedTuple):
    """A log's title with its place, and its whole line; `silent` if comments silence what other logs make of it."""

    text: Text
    line: str
    silent: bool


class Inspected(NamedTuple):
    """A file that was checked, how many findings its comments silenced, and whether it's a log that is open.

    The title is that of a log where the rules are asked that look at all files of a run, and else None.
    """

    file: CheckedFile
    silenced: int
    open_log: bool
    title: Title | None = None
