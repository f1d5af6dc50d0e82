"""What is wrong with a file for a platform, at its place."""

from typing import NamedTuple

from allsettled.finding import Severity
from allsettled.span import Span


class Problem(NamedTuple):
    """A fault, its cure, and how much it weighs: an error stops the platform, a warning is only to be looked at."""

    span: Span
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
