"""An agent waits for another one of the same dispatch (FR-1.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record, Run
from allsettled.rules import Fault
from allsettled.rules.dependence import needs, outputs_of
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each agent whose run needs the result of one that isn't finished before it starts."""
    if not any(run.depends_on or run.inputs or run.prompt for run in record.runs):
        return
    others = {name.casefold(): name for name in record.agents()}
    runs = {run.agent.casefold(): run for run in record.runs}
    owners = outputs_of(record)
    for index, run in enumerate(record.runs):
        for need in needs(run, others, owners):
            other = runs.get(need.agent.casefold())
            if other is None or not _before(other, run, subject.protocol.tiers):
                yield Fault(
                    ("runs", index, need.field),
                    f"{run.agent} {need.how}, and the two are in one dispatch",
                    f"start {run.agent} in a later dispatch, when {need.agent} has finished",
                )
                break


def _before(other: Run, run: Run, tiers: tuple[str, ...]) -> bool:
    """Say whether one run is over when the other starts: by its tier (kept or not, see `late-tier`) or the times."""
    if other.tier in tiers and run.tier in tiers and tiers.index(other.tier) < tiers.index(run.tier):
        return True
    return other.finish is not None and run.start is not None and other.finish <= run.start
