"""What a template may speak of: the protocol's words and examples, and the platform's facts. Plain values only."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from allsettled.protocol.layout import RESULTS, part_of, parts
from allsettled.protocol.record import Record
from allsettled.protocol.tables import PairsPart, TablePart
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.vocabulary import Action, Status, Strategy
from allsettled.protocol.writing import skeleton, write
from allsettled.render.agents import AgentSource
from allsettled.render.examples import PATTERNS, STRATEGIES, example, pattern_example
from allsettled.render.mechanics import mechanics
from allsettled.render.names import NAMES
from allsettled.render.platforms.model import Platform


def context(
    protocol: Protocol,
    platform: Platform,
    names: Iterable[str] | None = None,
    *,
    agents: Sequence[AgentSource] = (),
    pointer: str = "",
) -> dict[str, Any]:
    """Return what the names of `NAMES` stand for: all, or those that are asked for."""
    made = _makers(protocol, platform) | {"agents": lambda: list(map(_agent, agents)), "pointer": lambda: pointer}
    return {name: made[name]() for name in (NAMES if names is None else names) if name in made}


def _makers(protocol: Protocol, platform: Platform) -> dict[str, Callable[[], Any]]:
    return {
        "action": lambda: {action.name: str(action) for action in Action},
        "cap": lambda: min(protocol.cap, platform.caps.concurrent or protocol.cap),
        "checklist": lambda: list(protocol.checklist),
        "columns": lambda: _columns(protocol),
        "domains": lambda: protocol.domains,
        "example": lambda: {str(one): _written(example(one, protocol), protocol) for one in STRATEGIES},
        "example_of": lambda: {one: _written(pattern_example(one, protocol), protocol) for one in PATTERNS},
        "example_part": lambda: _example_parts(protocol),
        "platform": lambda: mechanics(platform),
        "platforms": _platforms,
        "requirements": _requirements,
        "retries": lambda: protocol.retries,
        "session": lambda: _session(protocol),
        "settled": lambda: [str(status) for status in Status if status.settled],
        "skeleton": lambda: skeleton(protocol),
        "status": lambda: {status.name: str(status) for status in Status},
        "strategy": lambda: {strategy.name: str(strategy) for strategy in Strategy},
        "tier": lambda: list(protocol.tiers),
        "title": lambda: {part.key: part.title for part in parts(protocol)} | {"results": RESULTS},
        "unsettled": lambda: [str(status) for status in Status if not status.settled],
    }


def _columns(protocol: Protocol) -> dict[str, list[str]]:
    tables = {part.key: part.columns for part in parts(protocol) if isinstance(part, TablePart)}
    pairs = {part.key: part.names for part in parts(protocol) if isinstance(part, PairsPart)}
    return {key: [column.title for column in columns] for key, columns in (tables | pairs).items()}


def _example_parts(protocol: Protocol) -> dict[str, str]:
    merged = example(Strategy.MERGE, protocol)
    return {
        "validation": part_of("validation", protocol).write(_open(merged)),
        "runs": part_of("runs", protocol).write(merged.runs),
        "results": _written(merged._replace(validation=(), runs=()), protocol),
    }


def _written(record: Record, protocol: Protocol) -> str:
    """Return an example in Markdown. Those of the built-in protocol are known to read back as they are."""
    return write(record, protocol, sure=protocol is BUILT_IN)


def _session(protocol: Protocol) -> dict[str, str]:
    from allsettled.protocol.duties import write_duties, write_sections

    return {
        "start": write_duties(protocol, "start"),
        "end": write_duties(protocol, "end"),
        "sections": write_sections(protocol),
    }


def _platforms() -> list[list[str]]:
    from allsettled.render.platforms import COLUMNS, platforms, rows

    return [[*map(str.capitalize, COLUMNS)], *map(list, rows(platforms()))]


def _requirements() -> list[list[str]]:
    from allsettled.requirements import table  # it loads the rules

    return table()


def _agent(source: AgentSource) -> dict[str, Any]:
    return {
        "name": source.name,
        "description": source.description,
        "role": source.role,
        "tier": str(source.tier or ""),
        "inputs": list(source.inputs),
        "outputs": list(source.outputs),
    }


def _open(record: Record) -> tuple[Any, ...]:
    return tuple(check._replace(mark="open") for check in record.validation)
