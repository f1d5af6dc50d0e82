"""What a template may speak of: the protocol's words and examples, and the platform's facts. Plain values only."""

from dataclasses import replace
from typing import Any

from allsettled.protocol.duties import write_duties, write_sections
from allsettled.protocol.layout import RESULTS, part_of, parts
from allsettled.protocol.record import Record
from allsettled.protocol.tables import PairsPart, TablePart
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy
from allsettled.protocol.writing import skeleton, write
from allsettled.render.examples import STRATEGIES, example
from allsettled.render.mechanics import mechanics
from allsettled.render.platforms.model import Platform
from allsettled.requirements import table


def context(protocol: Protocol, platform: Platform) -> dict[str, Any]:
    """Return the names that templates use, and what they stand for.

    `title`, `columns`: of the record's parts, by key. `status`, `tier`, `action`, `strategy`: the protocol's words.
    `checklist`: its items. `example`: worked records in Markdown, by strategy, and `example_part` parts of the first.
    `cap`, `retries`, `domains`: its numbers. `platform`: how this platform starts agents (see `mechanics`).
    """
    tables = [part for part in parts(protocol) if isinstance(part, TablePart)]
    pairs = [part for part in parts(protocol) if isinstance(part, PairsPart)]
    merged = example(Strategy.MERGE, protocol)
    return {
        "title": {part.key: part.title for part in parts(protocol)} | {"results": RESULTS},
        "columns": {part.key: [column.title for column in part.columns] for part in tables}
        | {part.key: [name.title for name in part.names] for part in pairs},
        "status": {status.name: str(status) for status in Status},
        "settled": [str(status) for status in Status if status.settled],
        "unsettled": [str(status) for status in Status if not status.settled],
        "tier": list(protocol.tiers),
        "action": {action.name: str(action) for action in Action},
        "strategy": {strategy.name: str(strategy) for strategy in Strategy},
        "checklist": list(protocol.checklist),
        "cap": protocol.cap,
        "retries": protocol.retries,
        "domains": protocol.domains,
        "example": {str(strategy): write(example(strategy, protocol), protocol) for strategy in STRATEGIES},
        "example_part": {
            "validation": part_of("validation", protocol).write(_open(merged)),
            "runs": part_of("runs", protocol).write(merged.runs),
            "results": write(replace(merged, validation=(), runs=()), protocol),
        },
        "skeleton": skeleton(protocol),
        "session": {
            "start": write_duties(protocol, "start"),
            "end": write_duties(protocol, "end"),
            "sections": write_sections(protocol),
        },
        "requirements": table(),
        "platform": mechanics(platform),
    }


def _open(record: Record) -> tuple[Any, ...]:
    return tuple(replace(check, mark="open") for check in record.validation)
