"""Two agents of one dispatch write to the same place (FR-1.2)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.rules.paths import Owners, paths
from allsettled.subject import Subject


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for each agent whose output is, holds or lies in that of an agent further up."""
    seen = Owners()
    for index, outcome in enumerate(record.outputs):
        own = paths(outcome.location)
        for path in own:
            if clash := seen.holder(path, outcome.agent) or seen.inside(path, outcome.agent):
                other, agent = clash
                where = f"{path}, as does {agent}" if path == other else f"{path}, and {agent} to {other}"
                yield Fault(
                    ("outputs", index, "location"),
                    f"{outcome.agent} writes to {where}",
                    "give each agent an output location of its own, neither inside the other",
                )
                break
        for path in own:
            seen.add(path, outcome.agent)
