"""What jsonschema finds, in plain words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from allsettled.shape import ShapeError
from allsettled.shape.phrase import kind, listed, nearest_hint, show, subject
from allsettled.shape.sentences import Fault, sentence, wrong_type, wrong_word

_DEEPEST = 100  # levels; jsonschema and the comparison of values recurse
_LONGEST = 4096  # bits of a number; Python refuses to write very long ones
_ON_SIGHT = {"type", "enum", "const", "required"}  # what tells that a value isn't of an alternative at all


def explain(instance: Any, schema: Mapping[str, Any]) -> list[ShapeError]:
    """Return each fault of a value once, in the order of the schema's keywords."""
    found = list(_untellable(instance))
    if not found:
        for error in Draft202012Validator(schema).iter_errors(instance):
            found.extend(_describe(error))
    return list(dict.fromkeys(found))


def _untellable(instance: Any) -> Iterator[ShapeError]:
    """Yield what can't be held against a schema at all: too deep, too long, or keys that aren't text."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), instance)]
    while waiting:
        pointer, value = waiting.pop()
        if len(pointer) > _DEEPEST:
            top = pointer[:1]
            yield ShapeError(top, f"{subject(top)} is nested more than {_DEEPEST} levels deep")
            return
        if isinstance(value, int) and value.bit_length() > _LONGEST:
            yield ShapeError(pointer, f"{subject(pointer)} is a number of more than {_LONGEST} bits")
        elif isinstance(value, list):
            waiting.extend(((*pointer, index), part) for index, part in enumerate(value))
        elif isinstance(value, dict):
            for key, part in value.items():
                if isinstance(key, str):
                    waiting.append(((*pointer, key), part))
                else:
                    yield ShapeError(pointer, f"the key {show(key)} is {kind(key)}, not text", "put it in quotes")


def _describe(error: ValidationError) -> Iterator[ShapeError]:
    fault = _fault(error)
    hint = str(fault.schema.get("description", ""))
    if "propertyNames" in list(error.absolute_schema_path)[-2:-1]:
        yield from _describe_name(fault, hint)
    elif fault.keyword == "required":
        for name in fault.wanted:
            if name not in fault.value:
                yield ShapeError(fault.pointer, f'"{name}" is missing', _description(fault.schema, name))
    elif fault.keyword == "additionalProperties":
        yield from _unknown_keys(fault)
    elif fault.keyword in {"anyOf", "oneOf"}:
        yield from _describe_choice(error, fault, hint)
    else:
        known = fault.wanted if fault.keyword == "enum" else [fault.wanted] if fault.keyword == "const" else []
        yield ShapeError(fault.pointer, sentence(fault), nearest_hint(fault.value, known) or hint)


def _fault(error: ValidationError) -> Fault:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return Fault(tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, schema)


def _description(schema: Mapping[str, Any], name: str) -> str:
    part = schema.get("properties", {}).get(name, {})
    return str(part.get("description", "")) if isinstance(part, Mapping) else ""


def _describe_name(fault: Fault, hint: str) -> Iterator[ShapeError]:
    """Explain a key that isn't one of the allowed names: it stands in `value`, the pointer leads to its owner."""
    key = fault.value
    if fault.keyword == "enum":
        hint = nearest_hint(key, fault.wanted) or f"the known keys are {listed(fault.wanted)}"
        yield ShapeError((*fault.pointer, key), f'unknown key "{key}"', hint)
    else:
        named = fault._replace(pointer=(*fault.pointer, key))
        yield ShapeError(named.pointer, f"the key {sentence(named)}", hint)


def _unknown_keys(fault: Fault) -> Iterator[ShapeError]:
    known = fault.schema.get("properties", {})
    patterns = fault.schema.get("patternProperties", {})
    for key in fault.value:
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            hint = nearest_hint(key, known) or (f"the known keys are {listed(known)}" if known else "")
            yield ShapeError((*fault.pointer, key), f'unknown key "{key}"', hint)


def _describe_choice(error: ValidationError, fault: Fault, hint: str) -> Iterator[ShapeError]:
    """Explain the one alternative that a value was meant for, or else name what is possible."""
    branches: dict[Any, list[ValidationError]] = {}
    for part in error.context or ():
        which = part.relative_schema_path[0] if part.relative_schema_path else id(part)  # none: `false`
        branches.setdefault(which, []).append(part)
    if not branches:
        yield ShapeError(fault.pointer, f"{subject(fault.pointer)} fits more than one of the forms", hint)
        return
    depth = len(fault.pointer)

    def on_sight(part: ValidationError) -> bool:
        return part.validator in _ON_SIGHT and len(part.absolute_path) == depth

    faults = [_fault(part) for parts in branches.values() for part in parts if on_sight(part)]
    words = [word for one in faults if one.keyword == "enum" for word in one.wanted]
    words += [one.wanted for one in faults if one.keyword == "const"]
    types = [one.wanted for one in faults if one.keyword == "type" and isinstance(one.wanted, str)]
    meant = [parts for parts in branches.values() if not any(on_sight(part) for part in parts)]
    if words and not isinstance(fault.value, dict | list):
        yield ShapeError(fault.pointer, wrong_word(fault.value, words), nearest_hint(fault.value, words) or hint)
    elif len(meant) == 1:
        for part in meant[0]:
            yield from _describe(part)
    elif len(types) == len(branches):
        yield ShapeError(fault.pointer, wrong_type(fault.pointer, fault.value, types), hint)
    else:
        yield ShapeError(fault.pointer, f"{subject(fault.pointer)} fits none of the forms that are possible", hint)
