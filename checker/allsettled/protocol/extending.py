"""A project's own protocol: a built-in one, and what the settings add to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from allsettled import shape
from allsettled.protocol.clashes import clashes
from allsettled.protocol.columns import fold
from allsettled.protocol.parts import Pointer
from allsettled.protocol.value import BUILT_IN, PROTOCOLS, Demand, DutyRow, Protocol

_NUMBERS = ("cap", "retries", "domains")
_LISTS = ("checklist", "tiers", "agents")


def faults(value: Mapping[str, Any]) -> Iterator[tuple[Pointer, str, str]]:
    """Yield what is wrong with an extension: where, what, and the cure. By `schemas/protocol.schema.json` and sense."""
    wrong = shape.errors(value, "protocol")
    yield from wrong
    if wrong:
        return
    told: set[Pointer] = set()
    for at, message, hint in _clashes(value, PROTOCOLS[value.get("extends", BUILT_IN.name)]):
        if at not in told:  # one word, one fault
            told.add(at)
            yield at, message, hint


def _clashes(value: Mapping[str, Any], base: Protocol) -> Iterator[tuple[Pointer, str, str]]:
    for key, known in (("checklist", base.checklist), ("tiers", base.tiers)):
        seen = {fold(text) for text in known}
        for number, text in enumerate(value.get(key, ())):
            if any(fold(text).startswith(other) or other.startswith(fold(text)) for other in seen):
                yield (key, number), f'"{text}" cannot be told from an item that is there already', "choose other words"
            seen.add(fold(text))
    yield from clashes(value, base)


def extend(value: Mapping[str, Any]) -> Protocol:
    """Return the protocol that an extension without faults makes. Of several blanks in a text one is kept."""
    value = _with_single_blanks(value)
    base = PROTOCOLS[value.get("extends", BUILT_IN.name)]
    changes: dict[str, Any] = {key: value[key] for key in (*_NUMBERS, "name") if key in value}
    for key in _LISTS:
        changes[key] = (*getattr(base, key), *value.get(key, ()))
    changes["skip_reasons"] = (*base.skip_reasons, *value.get("skip-reasons", ()))
    changes["statuses"] = {**base.statuses, **value.get("statuses", {})}
    changes["weights"] = {**base.weights, **value.get("weights", {})}
    changes["aliases"] = {
        key: (*base.aliases.get(key, ()), *value.get("aliases", {}).get(key, ()))
        for key in {*base.aliases, *value.get("aliases", {})}
    }
    changes["sections"] = (
        *base.sections,
        *(Demand(section["title"], tuple(section.get("aliases", ()))) for section in value.get("sections", ())),
    )
    changes["duties"] = (*base.duties, *(DutyRow(**duty) for duty in value.get("duties", ())))
    return base._replace(**changes)


def _with_single_blanks(value: Any) -> Any:
    """Return a value with its texts as Markdown shows them, which knows no more than one blank between two words."""
    if isinstance(value, Mapping):
        return {_with_single_blanks(key): _with_single_blanks(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_single_blanks(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def plain(protocol: Protocol) -> dict[str, Any]:
    """Return a protocol as the value of the schema: what `extend` takes."""
    return {
        "name": protocol.name,
        "checklist": list(protocol.checklist),
        "statuses": dict(protocol.statuses),
        "tiers": list(protocol.tiers),
        "aliases": {key: list(names) for key, names in protocol.aliases.items()},
        "sections": [{"title": demand.title, "aliases": list(demand.aliases)} for demand in protocol.sections],
        "duties": [{"level": duty.level, "step": duty.step, "phase": duty.phase} for duty in protocol.duties],
        "skip-reasons": list(protocol.skip_reasons),
        "agents": list(protocol.agents),
        "weights": dict(protocol.weights),
        "cap": protocol.cap,
        "retries": protocol.retries,
        "domains": protocol.domains,
    }
