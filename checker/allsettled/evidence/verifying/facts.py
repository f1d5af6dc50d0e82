"""What comes of holding one fact of a log against evidence."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from allsettled.finding import Severity
from allsettled.rules.failures import listed
from allsettled.span import FILE, Span


class Standing(Enum):
    """The three ways in which a fact can turn out."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNVERIFIABLE = "cannot be verified"


class Fact(NamedTuple):
    """One fact and how it stands; unless it's confirmed, the rule that says so, where, and the cure.

    A fact without a message is counted and not reported: another one tells the same cause.
    """

    standing: Standing
    rule: str = ""
    span: Span = FILE
    message: str = ""
    hint: str = ""
    severity: Severity | None = None
    left_open: str = ""  # the agent it's about, if what it hangs on could not be read


_MOST = 6  # names that a message lists
CONFIRMED = Fact(Standing.CONFIRMED)
UNKNOWN = Fact(Standing.UNVERIFIABLE)


def contradicted(rule: str, span: Span, message: str, hint: str = "", severity: Severity | None = None) -> Fact:
    """Return a fact that the evidence contradicts."""
    return Fact(Standing.CONTRADICTED, rule, span, message, hint, severity)


def unverifiable(span: Span, message: str, hint: str = "") -> Fact:
    """Return a fact that the evidence says nothing about."""
    return Fact(Standing.UNVERIFIABLE, "unverifiable", span, message, hint)


def first_of(names: Sequence[str]) -> str:
    """Return names as a message lists them: `security, qa and 10 more`."""
    return listed(names) if len(names) <= _MOST else f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
