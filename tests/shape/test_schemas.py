"""The schemas that ship with the package are schemas, and the quick check knows all that they say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from allsettled.shape.certain import ANNOTATIONS, ROOT_ONLY
from allsettled.shape.keywords import KEYWORDS

SCHEMAS = sorted((Path(__file__).parents[2] / "schemas").glob("*.schema.json"))
NAMED = {"properties", "patternProperties", "$defs"}


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and all below it that is a schema."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            for keyword, argument in part.items():
                if keyword in NAMED:
                    waiting.extend(argument.values())
                elif keyword in KEYWORDS and isinstance(argument, list):
                    waiting.extend(argument)
                elif keyword in KEYWORDS:
                    waiting.append(argument)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_shipped_schema_is_one_and_needs_no_jsonschema_for_what_is_valid(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    known = {*KEYWORDS, *ANNOTATIONS, "$ref"}
    for part in parts(schema):
        assert set() == part.keys() - known - (ROOT_ONLY if part is schema else set())
        if "$ref" in part:
            target = schema
            for step in part["$ref"].removeprefix("#/").split("/"):
                target = target[step]
