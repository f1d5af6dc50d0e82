"""`surely_valid` never says yes where the standard says no, and is sure of what our own schemas allow."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from allsettled.shape import errors, surely_valid

scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.0, 1.0, 1.5, "", "a", "ab", "b1", "é"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "ab", "x1"]), inner, max_size=3)
    ),
    max_leaves=6,
)
types = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])
patterns = st.sampled_from(["^a", "b$", "[0-9]", "^$"])
sizes = st.integers(0, 3)


def object_of(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


def schemas_over(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(st.sampled_from(["a", "b", "x1"]), inner, max_size=2)
    return object_of(
        type=types | st.lists(types, min_size=1, max_size=2, unique=True),
        properties=named,
        patternProperties=st.dictionaries(patterns, inner, max_size=2),
        additionalProperties=inner,
        propertyNames=inner,
        items=inner,
        anyOf=st.lists(inner, min_size=1, max_size=3),
        allOf=st.lists(inner, min_size=1, max_size=2),
        required=st.lists(st.sampled_from(["a", "b"]), unique=True),
        uniqueItems=st.booleans(),
        minItems=sizes,
        maxProperties=sizes,
    )


leaves = (
    st.booleans()
    | object_of(type=types)
    | object_of(enum=st.lists(values, min_size=1, max_size=3))
    | object_of(const=values)
    | object_of(minLength=sizes, maxLength=sizes, pattern=patterns)
    | object_of(minimum=sizes, maximum=sizes, exclusiveMinimum=sizes, exclusiveMaximum=sizes)
    | object_of(maxItems=sizes, minProperties=sizes)
    | object_of(oneOf=st.just([{"type": "string"}, {"minLength": 2}]), **{"not": st.just({"type": "null"})})
    | st.sampled_from([{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/own"}, {"$ref": "#/$defs/a~1b"}])
)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    schema = draw(schemas_over(st.recursive(leaves, schemas_over, max_leaves=4)))
    definitions = {
        "one": draw(leaves.filter(lambda part: not isinstance(part, dict) or "$ref" not in part)),
        "own": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/own"}}]},
        "a/b": {"type": "object"},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions, **schema}


@settings(max_examples=200, deadline=None)
@given(schema=schemas(), instances=st.lists(values, min_size=1, max_size=8))
def test_sure_means_valid_and_errors_are_there_exactly_when_it_is_not(schema: dict[str, Any], instances: Any) -> None:
    validator = Draft202012Validator(schema)
    for instance in instances:
        valid = validator.is_valid(instance)
        if surely_valid(instance, schema):
            assert valid
        assert valid == (errors(instance, schema) == [])


@pytest.mark.parametrize(
    ("schema", "instance"),
    [
        ({"type": ["string", "null"]}, None),
        ({"enum": ["A", 1, None, True]}, 1),
        ({"const": 1}, 1),
        ({"const": {"a": 1}, "anyOf": [True]}, {"a": 2}),
        ({"properties": {"a": {"minimum": 2}}, "additionalProperties": False}, {"a": 2}),
        ({"patternProperties": {"^x-": {}}, "additionalProperties": False}, {"x-y": []}),
        ({"propertyNames": {"maxLength": 3}}, {"abc": 1}),
        ({"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}}, [1, 2]),
        ({"uniqueItems": True}, ["a", "b"]),
        ({"title": "t", "description": "d", "format": "date", "type": "string"}, "x"),
    ],
)
def test_it_is_sure_of_what_its_keywords_allow(schema: dict[str, Any], instance: Any) -> None:
    assert Draft202012Validator(schema).is_valid(instance) == surely_valid(instance, schema)


@pytest.mark.parametrize(
    ("schema", "instance"),
    [
        ({"type": "integer"}, True),
        ({"const": 1}, True),
        ({"const": 0}, False),
        ({"enum": [1]}, 1.0),
        ({"minimum": 1}, float("nan")),
        ({"uniqueItems": True}, [1, True]),
        ({"unheardOf": 1}, "x"),
        ({"$ref": "https://example.org/other"}, "x"),
        ({"$ref": "#/$defs/none"}, "x"),
        ({"properties": {"a": {"$id": "https://example.org/b"}}}, {"a": 1}),
        ({"patternProperties": {"a": True}}, {1: 2}),
    ],
)
def test_it_is_not_sure(schema: dict[str, Any], instance: Any) -> None:
    assert False is surely_valid(instance, schema)


def test_a_deep_value_under_a_schema_that_refers_to_itself_neither_crashes_nor_passes() -> None:
    schema = {"$ref": "#/$defs/own", "$defs": {"own": {"items": {"$ref": "#/$defs/own"}, "type": "array"}}}
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert False is surely_valid(deep, schema)
    assert [error.message for error in errors(deep, schema)] == ["item 1 is nested more than 100 levels deep"]


def test_a_valid_value_loads_no_jsonschema() -> None:
    code = (
        "import sys; from allsettled.shape import errors;"
        "print(errors({'a': ['x']}, {'type': 'object', 'properties': {'a': {'items': {'enum': ['x']}}}}),"
        " 'jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"
