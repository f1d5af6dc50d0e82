"""The schemas that ship with the package, read and compiled once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from allsettled.shape.certain import compile_schema

Schema = str | Mapping[str, Any]
"""A schema: the name of one that ships (`settings`), or the schema itself."""


def load(schema: Schema) -> Mapping[str, Any]:
    """Return a schema as a value."""
    return _named(schema) if isinstance(schema, str) else schema


def certain(schema: Schema) -> Callable[[Any], bool]:
    """Return the quick check of a schema."""
    return _certain_named(schema) if isinstance(schema, str) else compile_schema(schema)


@cache
def _named(name: str) -> Mapping[str, Any]:
    import json

    from allsettled import assets

    loaded: Mapping[str, Any] = json.loads(assets.schema(name))
    return loaded


@cache
def _certain_named(name: str) -> Callable[[Any], bool]:
    return compile_schema(_named(name))
