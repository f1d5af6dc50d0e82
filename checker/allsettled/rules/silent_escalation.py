"""A P0 agent failed, and nobody was told (FR-3.3)."""

import re
from collections.abc import Iterator

from allsettled.expressions import expression
from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Action
from allsettled.rules import Fault
from allsettled.rules.failures import endings, failure_rows, tiers
from allsettled.subject import Subject

_NOTICE = expression(
    r"\b(?:escalat\w+|(?:user|human|owner|maintainer)\w*\b.{0,40}\b(?:told|notified|informed|asked))\b", re.IGNORECASE
)
_TOLD = expression(
    r"\b(?:told|notified|informed|asked|reported to|raised with)\b.{0,40}\b(?:user|human|owner|maintainer)",
    re.IGNORECASE,
)


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each failed agent of the first tier that was neither escalated nor reported to the user."""
    first = subject.protocol.tiers[0] if subject.protocol.tiers else ""
    ranks, failed = tiers(record), failure_rows(record)
    for name, ending in endings(record).items():
        if ending.status is None or not ending.status.failed or ranks.get(name, "") != first:
            continue
        rows = failed.get(name, [])  # without a row it's an unhandled failure, and said so
        for index, row in rows:
            texts = (row.action, row.impact, record.result)
            if row.kind is not Action.ESCALATE and not any(
                _NOTICE.search(text) or _TOLD.search(text) for text in texts
            ):
                yield Fault(
                    ("failures", index, "action"),
                    f"{ending.agent} is {first} and {ending.status}, and the user wasn't told",
                    "a critical failure is escalated: make the action Escalate, and say to whom",
                )
