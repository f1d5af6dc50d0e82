"""A failure is logged, and its error isn't (FR-3.2)."""

from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import leading_status
from allsettled.rules import Fault
from allsettled.subject import Subject
from allsettled.subject.placeholders import is_placeholder

_HINT = "write what the agent or its harness reported: the message, the exit code, the limit that was reached"
_WORD = expression(r"[a-z][a-z-]*")
_EMPTY = expression(
    r"(?:an?|agent|and|did(?:n't)?|error(?:ed)?|execution|fail(?:ed|ing|ure)?|ha[ds]|its?|job|not|run|status|stopped"
    r"|succeed|task|the|timed?|timed-out|timeout|out|unknown|was|with)"
)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each Failed Agents row whose error is blank, a placeholder, or only says that it failed."""
    for index, row in enumerate(record.failures):
        if not row.error:
            what = "has no error in Failed Agents"
        elif is_placeholder(row.error):
            what = f"still has a placeholder for its error: {row.error}"
        elif only_failed(row.error, row.agent):
            what = f'has "{row.error}" for an error, which says no more than that it failed'
        else:
            continue
        yield Fault(("failures", index, "error"), f"{row.agent} {what}", _HINT)


def only_failed(error: str, agent: str) -> bool:
    """Say whether an error is nothing but words that say that something failed."""
    words = set(_WORD.findall(error.casefold())) - set(_WORD.findall(agent.casefold()))
    says = leading_status(error) is not None or bool(words & {"failed", "failure", "error", "timeout", "unknown"})
    return says and all(map(_EMPTY.fullmatch, words)) and not any(char.isdigit() for char in error)
