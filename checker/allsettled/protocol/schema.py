"""A record's plain value against its schema, with the words of the project's protocol."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from allsettled import shape
from allsettled.protocol.parts import Pointer
from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status
from allsettled.shape.schemas import load


def record_schema(protocol: Protocol) -> dict[str, Any]:
    """Return `schemas/record.schema.json` with the protocol's own tiers, strategies and actions."""
    schema = dict(load("record"))
    words = {
        "tier": {"enum": [str(tier) for tier in protocol.tiers]},
        "status": {"enum": [str(status) for status in Status]},
        "strategy": {"enum": [str(strategy) for strategy in protocol.strategies]},
        "action": {"type": "string", "pattern": f"^({'|'.join(map(re.escape, protocol.actions))})([^A-Za-z]|$)"},
    }
    schema["$defs"] = dict(schema["$defs"]) | words
    return schema


def record_errors(value: Mapping[str, Any], protocol: Protocol) -> Iterator[tuple[Pointer, Any]]:
    """Yield the way to each value that the schema refuses, and that value; what's missing is the rules' business."""
    for error in shape.errors(value, record_schema(protocol)):
        found: Any = value
        for key in error.pointer:
            found = found[key]
        if error.pointer and not isinstance(found, dict | list):
            yield error.pointer, found
