"""Reading the source of an agent, and what is said about its faults."""

import json

import pytest
from jsonschema import Draft202012Validator

from allsettled import assets
from allsettled.protocol.vocabulary import Tier
from allsettled.render.agents import AgentSource
from allsettled.render.agents_reading import read_agent
from allsettled.render.platforms import CAPABILITIES, MODEL_TIERS

FULL = """\
---
name: security
description: >-
  Looks for weak spots
  before a change ships.
role: worker
tools: [read, search]
model: strong
tier: P0
inputs: [the plan]
outputs: [".agents/security/REPORT.md"]
platforms:
  claude: {color: red, maxTurns: 12}
---

# Security

Look twice.


"""


def faults(*lines: str, path: str = "agents/qa.md", body: str = "Check it.\n") -> list[tuple[int, str, str]]:
    source, problems = read_agent("\n".join(["---", *lines, "---", body]), path)
    assert source is None
    return [(one.span.line, one.message, one.hint) for one in problems]


def test_a_whole_source_is_read() -> None:
    source, problems = read_agent(FULL, "agents/security.md")
    assert [] == problems
    assert source == AgentSource(
        name="security",
        description="Looks for weak spots before a change ships.",
        body="# Security\n\nLook twice.\n",
        role="worker",
        tools=("read", "search"),
        model="strong",
        tier=Tier.P0,
        inputs=("the plan",),
        outputs=(".agents/security/REPORT.md",),
        platforms={"claude": {"color": "red", "maxTurns": 12}},
        path="agents/security.md",
        body_line=16,
    )
    assert FULL.split("\n")[source.body_line - 1] == "# Security"
    assert source.read_only


def test_little_is_needed() -> None:
    source, problems = read_agent("\ufeff---\r\nname: qa\r\ndescription: d\r\n---\r\nCheck\r\nit.", "qa.md")
    assert [] == problems
    assert source == AgentSource("qa", "d", "Check\nit.\n", path="qa.md", body_line=5)
    assert not source.read_only


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["description: d"],
            (
                1,
                '"name" is missing',
                "lower-case letters, digits and hyphens, a letter first; the same as the file's name",
            ),
        ),
        (
            ["name: qa", "description: d", "tool: [read]"],
            (4, 'unknown key "tool"', 'did you mean "tools"?'),
        ),
        (
            ["name: qa", "description: d", "tools: [read, bash]"],
            (4, "'bash' is not one of read, search, edit, execute, web, dispatch, todo", ""),
        ),
        (["name: qa", "description: d", "tier: p1"], (4, "'p1' is not one of P0, P1, P2", 'did you mean "P1"?')),
        (["name: q", "description: d"], (2, '"name" is q, but the file is qa.md', "give both the same name")),
        (
            ["name: qa", "description: d", "platforms: {cluade: {color: red}}"],
            (4, 'unknown platform "cluade"', 'did you mean "claude"?'),
        ),
        (
            ["name: qa", "description: d", "platforms:", "  gemini: {color: red}"],
            (
                4,
                'platforms.gemini: Gemini CLI refuses a file with the key "color"',
                "the known keys are kind, name, description, display_name, tools, mcp_servers, model, temperature, "
                "max_turns, timeout_mins, policy, agent_card_url, auth",
            ),
        ),
        (
            ["name: qa", "description: d", "platforms:", "  claude: {maxTurns: many}"],
            (4, "platforms.claude: Claude Code: \"maxTurns\" must be a whole number, not text ('many')", ""),
        ),
    ],
)
def test_a_fault_has_its_place_and_its_cure(lines: list[str], expected: tuple[int, str, str]) -> None:
    line, message, hint = expected
    (found,) = faults(*lines)
    assert (line, message) == found[:2]
    assert hint in found[2]


def test_all_faults_are_named_at_once() -> None:
    found = faults("name: QA", "tier: P9", "colour: red")
    assert [1, 2, 3, 4] == [line for line, _, _ in found]


def test_no_front_matter() -> None:
    source, (problem,) = read_agent("# QA\n", "agents/qa.md")
    assert source is None
    assert "front matter is missing" == problem.message


def test_unreadable_front_matter() -> None:
    (found,) = faults("name: a: b")
    assert (2, "the front matter cannot be read: mapping values are not allowed here") == found[:2]


def test_no_body() -> None:
    (found,) = faults("name: qa", "description: d", body=" \n\n")
    assert (1, "the agent has no body", "write its prompt below the front matter") == found


def test_an_override_for_codex_needs_no_body_of_its_own() -> None:
    text = "---\nname: qa\ndescription: d\nplatforms: {codex: {sandbox_mode: read-only}}\n---\nCheck.\n"
    source, problems = read_agent(text, "qa.md")
    assert [] == problems
    assert source is not None


def test_the_schema_has_the_protocols_words() -> None:
    schema = json.loads(assets.schema("agent"))
    Draft202012Validator.check_schema(schema)
    properties = schema["properties"]
    assert [tier.value for tier in Tier] == properties["tier"]["enum"]
    assert list(CAPABILITIES) == properties["tools"]["items"]["enum"]
    assert list(MODEL_TIERS) == properties["model"]["enum"]
    assert set(properties) == set(AgentSource.__dataclass_fields__) - {"body", "path", "body_line"}
