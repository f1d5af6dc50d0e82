"""A record's plain value against its schema, with the words of the project's protocol."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from allsettled import shape
from allsettled.protocol.parts import Pointer
from allsettled.protocol.record import ROWS, Metrics
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


def output_errors(value: Any, protocol: Protocol) -> Iterator["RecordError"]:
    """Yield what the schema refuses in the value of an agent's output, with the protocol's own tiers."""
    schema = dict(load("agent-output"))
    words = {
        "status": {"enum": [str(status) for status in Status]},
        "tier": {"enum": [str(tier) for tier in protocol.tiers]},
    }
    schema["properties"] = schema["properties"] | words
    yield from _placed(value, shape.errors(value, schema))


class RecordError(NamedTuple):
    """What the schema refuses in a record's value: the way to it, the value there, what's wrong, and the cure.

    The message speaks of the form; of a word that isn't the protocol's, the rule for such words says more.
    """

    pointer: Pointer
    value: Any
    message: str
    hint: str

    @property
    def word(self) -> bool:
        """Say whether it's a text where a text belongs, and only the word is wrong."""
        return isinstance(self.value, str) and bool(self.value) and self.known

    @property
    def known(self) -> bool:
        """Say whether the way to it is one of the record's own: no key on it is unknown."""
        match self.pointer:
            case (str(part), int(), str(key)):
                return part in ROWS and key in ROWS[part]._fields
            case ("metrics", str(key)):
                return key in Metrics._fields
            case (str(part),):
                return part in load("record")["properties"]
        return True


def record_errors(value: Any, protocol: Protocol) -> Iterator[RecordError]:
    """Yield what the schema refuses in a record's value."""
    yield from _placed(value, shape.errors(value, record_schema(protocol)))


def _placed(value: Any, errors: Iterable[shape.ShapeError]) -> Iterator[RecordError]:
    for error in errors:
        found: Any = value
        for key in error.pointer:
            found = found[key]
        yield RecordError(error.pointer, found, error.message, error.hint)
