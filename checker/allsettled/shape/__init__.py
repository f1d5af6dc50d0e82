"""A value against a JSON Schema (Draft 2020-12): does it surely fit, and if not, what's wrong and where?

`surely_valid` is quick and loads nothing; only for a value that it isn't sure of does `errors` load jsonschema.
`format` is a note to the reader in both: what has to hold is said by `pattern`.
"""

from typing import Any, NamedTuple

from allsettled.shape.schemas import Schema, certain, load


class ShapeError(NamedTuple):
    """What is wrong with one part of a value; `pointer` leads to it, key by key and index by index (0-based)."""

    pointer: tuple[str | int, ...]
    message: str
    hint: str = ""


def surely_valid(instance: Any, schema: Schema) -> bool:
    """Say whether a value certainly fits a schema (its name, or itself); False means "not sure, ask `errors`"."""
    return certain(schema)(instance)


def errors(instance: Any, schema: Schema) -> list[ShapeError]:
    """Return all that is wrong with a value, in plain words; nothing if it fits the schema.

    `instance` is what JSON, TOML or YAML hold; it may be of any depth and may have keys that aren't text.
    """
    if surely_valid(instance, schema):
        return []
    from allsettled.shape.explain import explain  # loads jsonschema

    return explain(instance, load(schema))


__all__ = ["Schema", "ShapeError", "errors", "surely_valid"]
