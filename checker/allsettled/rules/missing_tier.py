"""Some agents of a dispatch have a tier, and others don't (FR-4.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Outcome, Record, Run
from allsettled.rules import Fault
from allsettled.rules.failures import listed
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for the agents without a tier, at the first of them."""
    part = "runs" if record.runs else "outputs"
    rows: tuple[Run | Outcome, ...] = record.runs or record.outputs
    both: tuple[Run | Outcome, ...] = (*record.runs, *record.outputs)
    ranked = {row.agent.casefold() for row in both if row.tier}
    bare: dict[str, int] = {}  # of each agent without one: its first row
    for index, row in enumerate(rows):
        if row.agent and row.agent.casefold() not in ranked:
            bare.setdefault(row.agent.casefold(), index)
    if not ranked or not bare:
        return
    names = [rows[index].agent for index in bare.values()]
    yield Fault(
        (part, min(bare.values()), "tier"),
        f"{listed(names)} {'has' if len(names) == 1 else 'have'} no tier, though other agents of the dispatch do",
        f"give every agent one of {', '.join(subject.protocol.tiers)}",
    )
