"""One sentence for each keyword that a value can fail."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from allsettled.shape.phrase import KINDS, kind, listed, show, subject


class Fault(NamedTuple):
    """A keyword that a value fails: where, what it wants, what it got, and the schema that it stands in."""

    pointer: tuple[str | int, ...]
    keyword: str
    wanted: Any
    value: Any
    schema: Mapping[str, Any]


def sentence(fault: Fault) -> str:
    """Return what is wrong, in plain words."""
    return _SENTENCES.get(fault.keyword, _refused)(fault)


def wrong_type(pointer: tuple[str | int, ...], value: Any, names: list[str]) -> str:
    """Return the sentence about a value that is none of these types of JSON."""
    wanted = " or ".join(KINDS[name] for name in names)
    shown = f" ({show(value)})" if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return f"{subject(pointer)} must be {wanted}, not {kind(value)}{shown}"


def wrong_word(value: Any, known: list[Any]) -> str:
    """Return the sentence about a value that is none of the known ones."""
    return f"{show(value)} is not {'one of ' if len(known) > 1 else ''}{listed(known)}"


def _type(fault: Fault) -> str:
    return wrong_type(fault.pointer, fault.value, [fault.wanted] if isinstance(fault.wanted, str) else fault.wanted)


def _bounded(relation: str) -> Callable[[Fault], str]:
    return lambda fault: f"{subject(fault.pointer)} must be {relation} {fault.wanted}, not {show(fault.value)}"


def _sized(relation: str, unit: str) -> Callable[[Fault], str]:
    def build(fault: Fault) -> str:
        if relation == "at least" and fault.wanted == 1:
            return f"{subject(fault.pointer)} is empty"
        return f"{subject(fault.pointer)} must have {relation} {fault.wanted} {unit}; it has {len(fault.value)}"

    return build


def _together(fault: Fault) -> str:
    wanted = [name for key, names in fault.wanted.items() if key in fault.value for name in names]
    missing = dict.fromkeys(name for name in wanted if name not in fault.value)
    return f"{subject(fault.pointer)} must also have {listed(missing)}"


def _refused(fault: Fault) -> str:
    return f"{subject(fault.pointer)} is not allowed here"


_SENTENCES: Mapping[str, Callable[[Fault], str]] = {
    "type": _type,
    "enum": lambda fault: wrong_word(fault.value, fault.wanted),
    "const": lambda fault: wrong_word(fault.value, [fault.wanted]),
    "pattern": lambda fault: f"{show(fault.value)} does not have the form {fault.wanted}",
    "minLength": _sized("at least", "characters"),
    "maxLength": _sized("at most", "characters"),
    "minItems": _sized("at least", "entries"),
    "maxItems": _sized("at most", "entries"),
    "minProperties": _sized("at least", "entries"),
    "maxProperties": _sized("at most", "entries"),
    "minimum": _bounded("at least"),
    "maximum": _bounded("at most"),
    "exclusiveMinimum": _bounded("more than"),
    "exclusiveMaximum": _bounded("less than"),
    "multipleOf": _bounded("a multiple of"),
    "uniqueItems": lambda fault: f"{subject(fault.pointer)} has the same entry twice",
    "contains": lambda fault: f"{subject(fault.pointer)} lacks an entry that it must have",
    "dependentRequired": _together,
}
