"""The keywords that the quick check knows: each as the standard has it, or stricter."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, int], bool]
"""From a value, and how many more references may be followed, to whether it certainly fits."""

Compile = Callable[[Any], Check]
Keyword = Callable[[Any, Mapping[str, Any], Compile], Check]
"""From a keyword's argument, the schema it stands in and the compiler of subschemas, to its check."""

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict) and all(isinstance(key, str) for key in value),
}


def _type(names: str | list[str], _schema: Mapping[str, Any], _compile: Compile) -> Check:
    tests = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return lambda value, _left: any(test(value) for test in tests)


def _enum(known: list[Any], _schema: Mapping[str, Any], _compile: Compile) -> Check:
    scalars = [one for one in known if one is None or isinstance(one, str | int | float)]
    return lambda value, _left: any(type(value) is type(one) and value == one for one in scalars)


def _properties(parts: Mapping[str, Any], _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    checks = {name: compile_part(part) for name, part in parts.items()}

    def check(value: Any, left: int) -> bool:
        if not isinstance(value, dict):
            return True
        return all(test(value[name], left) for name, test in checks.items() if name in value)

    return check


def _pattern_properties(parts: Mapping[str, Any], _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    checks = [(re.compile(pattern), compile_part(part)) for pattern, part in parts.items()]

    def check(value: Any, left: int) -> bool:
        if not isinstance(value, dict):
            return True
        return all(
            isinstance(key, str) and (not pattern.search(key) or test(part, left))
            for key, part in value.items()
            for pattern, test in checks
        )

    return check


def _additional(part: Any, schema: Mapping[str, Any], compile_part: Compile) -> Check:
    named = schema.get("properties", {})
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", {})]
    test = compile_part(part)

    def is_named(key: Any) -> bool:
        return key in named or (isinstance(key, str) and any(pattern.search(key) for pattern in patterns))

    def check(value: Any, left: int) -> bool:
        return not isinstance(value, dict) or all(is_named(key) or test(one, left) for key, one in value.items())

    return check


def _items(part: Any, _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    test = compile_part(part)
    return lambda value, left: not isinstance(value, list) or all(test(one, left) for one in value)


def _names(part: Any, _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    test = compile_part(part)
    return lambda value, left: not isinstance(value, dict) or all(test(key, left) for key in value)


def _required(names: list[str], _schema: Mapping[str, Any], _compile: Compile) -> Check:
    return lambda value, _left: not isinstance(value, dict) or all(name in value for name in names)


def _unique(wanted: bool, _schema: Mapping[str, Any], _compile: Compile) -> Check:
    def check(value: Any, _left: int) -> bool:
        if not wanted or not isinstance(value, list):
            return True
        return all(isinstance(one, str) for one in value) and len(set(value)) == len(value)

    return check


def _pattern(pattern: str, _schema: Mapping[str, Any], _compile: Compile) -> Check:
    search = re.compile(pattern).search
    return lambda value, _left: not isinstance(value, str) or search(value) is not None


def _any_of(parts: list[Any], _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    tests = [compile_part(part) for part in parts]
    return lambda value, left: any(test(value, left) for test in tests)


def _all_of(parts: list[Any], _schema: Mapping[str, Any], compile_part: Compile) -> Check:
    tests = [compile_part(part) for part in parts]
    return lambda value, left: all(test(value, left) for test in tests)


def _measured(kind: Any, holds: Callable[[Any, Any], bool]) -> Keyword:
    """Return the keyword that compares a value of a kind with the keyword's own number."""

    def build(limit: Any, _schema: Mapping[str, Any], _compile: Compile) -> Check:
        return lambda value, _left: not isinstance(value, kind) or holds(value, limit)

    return build


_NUMBER = int | float
KEYWORDS: Mapping[str, Keyword] = {
    "type": _type,
    "enum": _enum,
    "const": lambda one, schema, compile_part: _enum([one], schema, compile_part),
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "required": _required,
    "items": _items,
    "uniqueItems": _unique,
    "pattern": _pattern,
    "anyOf": _any_of,
    "allOf": _all_of,
    "minLength": _measured(str, lambda value, limit: len(value) >= limit),
    "maxLength": _measured(str, lambda value, limit: len(value) <= limit),
    "minItems": _measured(list, lambda value, limit: len(value) >= limit),
    "maxItems": _measured(list, lambda value, limit: len(value) <= limit),
    "minProperties": _measured(dict, lambda value, limit: len(value) >= limit),
    "maxProperties": _measured(dict, lambda value, limit: len(value) <= limit),
    "minimum": _measured(_NUMBER, lambda value, limit: isinstance(value, bool) or value >= limit),
    "maximum": _measured(_NUMBER, lambda value, limit: isinstance(value, bool) or value <= limit),
    "exclusiveMinimum": _measured(_NUMBER, lambda value, limit: isinstance(value, bool) or value > limit),
    "exclusiveMaximum": _measured(_NUMBER, lambda value, limit: isinstance(value, bool) or value < limit),
}
