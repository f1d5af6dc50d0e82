"""An agent stands twice in one dispatch, and nothing says why (FR-2.1)."""

from collections.abc import Iterator

from allsettled.protocol.record import Ballot, Outcome, Record, Run
from allsettled.rules import Fault
from allsettled.subject import Subject

_WHERE = {"runs": "the Dispatch Log", "outputs": "Agent Outputs", "votes": "Votes"}
_HINT = "write `(retry)` or `(ballot 2)` behind the second, or give two agents of one kind names of their own"


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each row that names an agent again, in the first table that does so."""
    told: set[str] = set()
    parts: dict[str, tuple[Run | Outcome | Ballot, ...]] = {
        "runs": record.runs,
        "outputs": record.outputs,
        "votes": record.votes,
    }
    for part, rows in parts.items():
        seen: set[str] = set()
        for index, row in enumerate(rows):
            name = row.agent.casefold()
            if name and name in seen and not row.note and name not in told:
                told.add(name)
                yield Fault((part, index, "agent"), f"{row.agent} stands in {_WHERE[part]} twice", _HINT)
            seen.add(name)
