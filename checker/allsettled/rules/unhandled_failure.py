"""An agent failed, and the record doesn't say why, what it means and what was done (FR-3.1, FR-3.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.rules.failures import endings, failure_rows, misspelt
from allsettled.subject import Subject
from allsettled.subject.state import State


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each failed agent without a row in Failed Agents, and for each such row with a gap."""
    may_come = subject.state is State.OPEN and not record.has("failures")
    failed, meant = failure_rows(record), misspelt(record)  # one slip of the pen is `orphan-failure`, and not both
    for name, ending in endings(record).items():
        if ending.status is None or not ending.status.failed or may_come:
            continue
        rows = failed.get(name, [])
        if not rows and name not in meant and name not in subject.torn("failures"):
            yield Fault(
                ending.at,
                f"{ending.agent} is {ending.status}, and Failed Agents has no row for it",
                "add its row: the error, its impact on the decision, and the action (Retry, Skip or Escalate)",
            )
        for index, row in rows:
            gaps = [name for name in ("impact", "action") if not getattr(row, name)]
            if gaps:
                yield Fault(
                    ("failures", index, gaps[0]),
                    f"{ending.agent} is {ending.status}, and its row in Failed Agents gives no {' and no '.join(gaps)}",
                    "say what the failure means for the decision, and what was done (Retry, Skip or Escalate)",
                )
