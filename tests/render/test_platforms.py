"""The platforms' facts: whole, in the form of their schema, and the same as values, as a table and as JSON."""

import json
import tomllib
from dataclasses import MISSING, fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from allsettled import assets
from allsettled.errors import UserError
from allsettled.render.frontmatter import front_matter_schema
from allsettled.render.platforms import (
    CAPABILITIES,
    COLUMNS,
    IDS,
    MODEL_TIERS,
    Platform,
    as_json,
    model,
    platform,
    platforms,
    read_platform,
    rows,
)
from allsettled.shape import errors

SCHEMA = json.loads(assets.schema("platform"))
PLACES: dict[str, type[Any]] = {
    "agent_files": model.AgentFiles,
    "front_matter": model.FrontMatterKeys,
    "emit": model.Emit,
    "tools": model.Tools,
    "dispatch": model.Dispatch,
    "call": model.Call,
    "worker": model.Worker,
    "caps": model.Caps,
    "failure": model.Failure,
    "limit": model.Limit,
}


def text(name: str) -> str:
    return assets.template(f"platforms/{name}.toml")


def test_there_is_one_file_for_each_platform() -> None:
    files = sorted(entry.name for entry in (assets.directory("templates") / "platforms").iterdir())
    assert sorted(f"{name}.toml" for name in IDS) == files
    assert list(IDS) == [one.id for one in platforms()]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", IDS)
def test_a_file_has_the_form_of_the_schema(name: str) -> None:
    assert [] == errors(tomllib.loads(text(name)), "platform")
    assert [] == list(Draft202012Validator(SCHEMA).iter_errors(tomllib.loads(text(name))))


@pytest.mark.parametrize("part", ["platform", *PLACES])
def test_the_schema_has_the_fields_of_the_classes(part: str) -> None:
    kind, schema = (Platform, SCHEMA) if part == "platform" else (PLACES[part], SCHEMA["$defs"][part])
    named = {"from" if one.name == "source" else one.name for one in fields(kind)}
    assert named == set(schema["properties"])
    demanded = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    assert demanded <= set(schema.get("required", []))


def test_the_schema_has_the_capabilities_and_the_tiers_of_models() -> None:
    assert list(CAPABILITIES) == list(SCHEMA["$defs"]["tools"]["properties"]["names"]["properties"])
    assert list(MODEL_TIERS) == list(SCHEMA["properties"]["models"]["properties"])


@pytest.mark.parametrize("one", platforms(), ids=IDS)
def test_what_a_platform_names_is_there(one: Platform) -> None:
    keys = set(one.front_matter.keys)
    for name in (*one.front_matter.required, *(emit.key for emit in one.front_matter.emit)):
        assert name in keys
    assert {sign.partition("=")[0] for sign in one.agent_files.signs} <= keys
    assert set(one.front_matter.unless.values()) <= keys
    assert not set(one.front_matter.refused) & keys
    for limit in one.limits:
        assert set(limit.unless) <= keys
    if one.worker.repo_rules_key:
        assert one.worker.repo_rules_key in keys
    for call in one.dispatch.calls:
        assert call.known_by or call.references
    if one.dispatch.parallel != "prose":
        assert one.dispatch.calls


@pytest.mark.parametrize("one", platforms(), ids=IDS)
def test_who_is_not_sure_says_why(one: Platform) -> None:
    assert one.doubts
    assert not one.experimental or one.confidence == "low"


@pytest.mark.parametrize("one", platforms(), ids=IDS)
def test_front_matter_has_a_json_schema(one: Platform) -> None:
    Draft202012Validator.check_schema(front_matter_schema(one))


@pytest.mark.parametrize("name", IDS)
def test_json_says_what_the_file_says(name: str) -> None:
    listed = as_json(platform(name))
    assert listed == json.loads(json.dumps(listed))
    assert [] == errors(told(listed), "platform")
    assert contained(tomllib.loads(text(name)), listed)


def told(value: Any) -> Any:
    """Leave out what JSON says of what isn't known."""
    if isinstance(value, dict):
        return {
            key: told(part)
            for key, part in value.items()
            if part is not None and (key, part) not in (("version", ""), ("since", ""))
        }
    return [told(part) for part in value] if isinstance(value, list) else value


def contained(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return all(key in whole and contained(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(contained, part, whole))
    return bool(part == whole)


def test_the_table_has_a_row_for_each() -> None:
    table = rows(platforms())
    assert {len(COLUMNS)} == {len(row) for row in table}
    assert ("claude", "Claude Code", ".claude/agents/{name}.md", "Agent", "high", "2026-08-22") == table[0]
    assert ("cursor", "Cursor", ".cursor/agents/{name}.md", "prose", "low", "2026-11") == table[3]
    assert "spawn_agent (v1), spawn_agent (v2)" == table[6][3]


def test_an_unknown_platform_names_the_nearest() -> None:
    with pytest.raises(UserError, match='unknown platform "claud"') as raised:
        platform("claud")
    assert 'did you mean "claude"?' == raised.value.hint


def test_an_unknown_platform_that_is_near_none_names_all() -> None:
    with pytest.raises(UserError) as raised:
        platform("../../etc/passwd")
    assert raised.value.hint.startswith("the platforms are claude, vscode, ")


def test_a_platform_is_read_from_a_text() -> None:
    assert platform("gemini") == read_platform(text("gemini"), "own.toml")


def test_a_platform_that_is_no_toml_is_refused() -> None:
    with pytest.raises(UserError, match=r"own\.toml: not a TOML file: "):
        read_platform("id = ", "own.toml")


def test_a_platform_of_another_form_is_refused_with_the_place() -> None:
    broken = text("gemini").replace('parallel = "one-response"', 'parallel = "at once"')
    with pytest.raises(UserError) as raised:
        read_platform(broken, "own.toml")
    assert "own.toml: dispatch: 'at once' is not one of one-response, spawn-then-wait, prose" == str(raised.value)


@pytest.mark.parametrize("path", ["/etc/{name}.md", "../{name}.md", "a/../../{name}.md", "a/agent.md", "a\\\\{name}"])
def test_a_platform_that_writes_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(UserError, match=r"own\.toml: agent_files: '.*' does not have the form"):
        read_platform(text("gemini").replace(".gemini/agents/{name}.md", path), "own.toml")


def test_the_call_of_a_version() -> None:
    calls = [platform("opencode").dispatch.call(version) for version in ("", "V2", "V3")]
    assert ["task", "subagent", "task"] == [call.tool for call in calls if call]
    assert platform("cursor").dispatch.call() is None


def test_a_platform_with_an_unknown_key_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError, match='unknown key "doubt"') as raised:
        read_platform(text("gemini").replace("doubts =", "doubt ="), "own.toml")
    assert 'did you mean "doubts"?' == raised.value.hint
