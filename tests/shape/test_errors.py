"""What is said about a value that doesn't fit, and where."""

from typing import Any

import pytest

from allsettled.shape import ShapeError, errors

STATUS = {"enum": ["COMPLETE", "FAILED", "TIMEOUT"]}
AGENT = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "description": "The agent's name."},
        "status": STATUS,
        "retries": {"type": "integer", "minimum": 0},
    },
    "required": ["name", "status"],
    "additionalProperties": False,
}
SCHEMA = {"type": "object", "properties": {"agents": {"type": "array", "items": AGENT}}}


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (
            {"name": "qa", "status": "DONE"},
            [(("agents", 0, "status"), "'DONE' is not one of COMPLETE, FAILED, TIMEOUT", "")],
        ),
        (
            {"name": "qa", "status": "complete"},
            [
                (
                    ("agents", 0, "status"),
                    "'complete' is not one of COMPLETE, FAILED, TIMEOUT",
                    'did you mean "COMPLETE"?',
                )
            ],
        ),
        (
            {"name": "qa", "staus": "FAILED"},
            [
                (("agents", 0), '"status" is missing', ""),
                (("agents", 0, "staus"), 'unknown key "staus"', 'did you mean "status"?'),
            ],
        ),
        (
            {"name": "", "status": "FAILED", "retries": "two"},
            [
                (("agents", 0, "name"), '"name" is empty', "The agent's name."),
                (("agents", 0, "retries"), "\"retries\" must be a whole number, not text ('two')", ""),
            ],
        ),
        (
            {"name": 7, "status": "FAILED", "retries": -1, "zzz": 1},
            [
                (("agents", 0, "name"), '"name" must be text, not a whole number (7)', "The agent's name."),
                (("agents", 0, "retries"), '"retries" must be at least 0, not -1', ""),
                (("agents", 0, "zzz"), 'unknown key "zzz"', "the known keys are name, status, retries"),
            ],
        ),
        ("qa", [(("agents", 0), "item 1 of \"agents\" must be keys with values, not text ('qa')", "")]),
    ],
)
def test_each_fault_is_said_in_plain_words_at_its_place(agent: Any, expected: list[Any]) -> None:
    found = sorted(errors({"agents": [agent]}, SCHEMA), key=lambda error: [str(step) for step in error.pointer])
    assert sorted(expected, key=lambda error: [str(step) for step in error[0]]) == [tuple(error) for error in found]


@pytest.mark.parametrize(
    ("schema", "instance", "message", "hint"),
    [
        ({"const": 1}, 2, "2 is not 1", ""),
        ({"type": ["string", "null"]}, [], "the whole must be text or nothing, not a list", ""),
        ({"pattern": "^a$"}, "b", "'b' does not have the form ^a$", ""),
        ({"maxLength": 3}, "four", "the whole must have at most 3 characters; it has 4", ""),
        ({"minItems": 2}, [1], "the whole must have at least 2 entries; it has 1", ""),
        ({"uniqueItems": True}, ["a", "a"], "the whole has the same entry twice", ""),
        ({"exclusiveMaximum": 3}, 3, "the whole must be less than 3, not 3", ""),
        ({"multipleOf": 2}, 3, "the whole must be a multiple of 2, not 3", ""),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "the whole must also have b", ""),
        ({"contains": {"type": "string"}}, [1], "the whole lacks an entry that it must have", ""),
        ({"not": {"type": "null"}}, None, "the whole is not allowed here", ""),
        ({"propertyNames": {"enum": ["log", "agent"]}}, {"lgo": 1}, 'unknown key "lgo"', 'did you mean "log"?'),
        ({"propertyNames": {"pattern": "^[a-z]+$"}}, {"A": 1}, "the key 'A' does not have the form ^[a-z]+$", ""),
        (
            {"anyOf": [{"type": "string"}, {"type": "array"}]},
            3,
            "the whole must be text or a list, not a whole number (3)",
            "",
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "array", "items": {"minimum": 1}}]},
            [0],
            "item 1 must be at least 1, not 0",
            "",
        ),
        ({"anyOf": [STATUS, {"pattern": "^N/A"}]}, "DONE", "'DONE' is not one of COMPLETE, FAILED, TIMEOUT", ""),
        (
            {"anyOf": [{"minLength": 2}, {"pattern": "z"}]},
            "a",
            "the whole fits none of the forms that are possible",
            "",
        ),
        ({"oneOf": [{"type": "string"}, {"minLength": 2}]}, "ab", "the whole fits more than one of the forms", ""),
        ({"type": "object"}, {1: 2}, "the key 1 is a whole number, not text", "put it in quotes"),
    ],
)
def test_every_keyword_has_its_sentence(schema: dict[str, Any], instance: Any, message: str, hint: str) -> None:
    assert [(message, hint)] == [error[1:] for error in errors(instance, schema)]


def test_a_long_value_is_cut() -> None:
    (error,) = errors("x" * 1000, {"enum": ["a"]})
    assert ShapeError((), f"'{'x' * 59}…' is not a", "") == error


def test_a_schema_can_be_named() -> None:
    (error,) = errors({"slect": []}, "settings")
    assert ShapeError(("slect",), 'unknown key "slect"', 'did you mean "select"?') == error


def test_a_number_too_long_to_write_is_not_written() -> None:
    assert errors({"a": 10**5000}, {"required": ["b"]}) == [
        ShapeError(("a",), '"a" is a number of more than 4096 bits', "")
    ]
    assert errors(10**70, {"maximum": 3}) == [ShapeError((), "the whole must be at most 3, not a huge number", "")]
    assert errors(float("inf"), {"maximum": 3}) == [ShapeError((), "the whole must be at most 3, not inf", "")]
