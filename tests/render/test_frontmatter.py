"""The front matter of agents' files against what their platforms know."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from allsettled.document import parse
from allsettled.document.model import FrontMatter
from allsettled.finding import Severity
from allsettled.render.frontmatter import front_matter_problems, front_matter_schema, shared_problems
from allsettled.render.frontmatter_toml import toml_front_matter
from allsettled.render.platforms import IDS, platform
from allsettled.span import Span

CORPUS = Path(__file__).resolve().parents[2].parent / "shared/corpus/docs"


def said(name: str, *lines: str) -> list[tuple[int, str, str]]:
    front_matter = parse("\n".join(["---", *lines, "---", ""])).front_matter
    return [(one.span.line, one.message, one.hint) for one in front_matter_problems(platform(name), front_matter)]


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("claude", ["name: qa"], (1, '"description" is missing: Claude Code needs it', "")),
        (
            "claude",
            ["name: QA:x", "description: d"],
            (
                2,
                "Claude Code does not take 'QA:x' as \"name\"",
                "lower-case letters and hyphens; no hyphen in front, no colon",
            ),
        ),
        (
            "claude",
            ["name: qa", "description:"],
            (3, 'Claude Code: "description" must be text, not nothing', ""),
        ),
        (
            "claude",
            ["name: qa", "description: d", "maxTurns: many"],
            (4, "Claude Code: \"maxTurns\" must be a whole number, not text ('many')", ""),
        ),
        (
            "claude",
            ["name: qa", "description: d", "memory: users"],
            (4, "Claude Code: 'users' is not one of user, project, local", 'did you mean "user"?'),
        ),
        (
            "gemini",
            ["name: qa", "description: d", "mcpServers: {}"],
            (4, 'Gemini CLI refuses a file with the key "mcpServers"', 'did you mean "mcp_servers"?'),
        ),
        (
            "gemini",
            ["name: qa", "description: d", "tools: read_file"],
            (4, "Gemini CLI: \"tools\" must be a list, not text ('read_file')", ""),
        ),
        (
            "copilot-cli",
            ["description: d", "argument-hint: h"],
            (3, 'Copilot CLI does not know the key "argument-hint"', ""),
        ),
        (
            "copilot-cli",
            ["description: d", "model-policy: required"],
            (3, 'Copilot CLI does not know the key "model-policy"', 'did you mean "modelPolicy"?'),
        ),
        (
            "codex",
            ["name: n", "description: d", "developer_instructions: i", "short-description: s"],
            (5, 'Codex refuses a file with the key "short-description"', "take the key out"),
        ),
        ("opencode", ["mode: agent"], (1, '"description" is missing: OpenCode needs it', "")),
        (
            "vscode",
            ["description: d", "handoffs: [qa]"],
            (3, "VS Code: item 1 of \"handoffs\" must be keys with values, not text ('qa')", ""),
        ),
    ],
)
def test_a_fault_has_its_place_and_its_cure(name: str, lines: list[str], expected: tuple[int, str, str]) -> None:
    assert expected in said(name, *lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("claude", ["name: qa", "description: d", "tools: Read, Grep", "model: claude-opus-5"]),
        ("claude", ["name: qa", "description: d", "argument-hint: h", "metadata: {role: x}", "tools:"]),
        ("vscode", ["argument-hint: h", "tools: ['vscode', 'x/*']", "role: lead", "model: Claude Opus 4.6 (copilot)"]),
        ("vscode", ["description: d", "model: [a, b]", "user-invokable: false", "handoffs: [{label: a}]"]),
        ("copilot-cli", ["name: Any Name", "description: d", "tools: []", "include-custom-instructions: true"]),
        ("gemini", ["kind: remote", "name: qa", "agent_card_url: https://example.org"]),
        ("gemini", ["name: qa_2", "description: d", "max_turns: 3", "temperature: 0.2"]),
        ("opencode", ["description: d", "mode: all", "permission: {edit: deny, task: {'*': deny}}"]),
        ("cursor", ["name: qa", "readonly: true", "is_background: false"]),
        ("codex", ["name: n", "description: d", "developer_instructions: i", "approval_policy: never"]),
        ("agents-md", ["anything: goes"]),
    ],
)
def test_good_front_matter_has_no_problems(name: str, lines: list[str]) -> None:
    assert [] == said(name, *lines)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("tool", "tools"),
        ("Name", "name"),
        ("modle", "model"),
        ("max_turns", "maxTurns"),
        ("disallowed-tools", "disallowedTools"),
        ("colour", "color"),
    ],
)
def test_a_silent_platform_is_asked_about_misspelt_keys(key: str, meant: str) -> None:
    lines = [line for line in ("name: qa", "description: d") if not line.startswith(meant)]
    warning = f'Claude Code does not know the key "{key}"', f'did you mean "{meant}"?'
    assert warning in [(message, hint) for _, message, hint in said("claude", *lines, f"{key}: x")]


@pytest.mark.parametrize("key", ["role", "metadata", "argument-hint", "isolation_required", "version", "tier", "tags"])
def test_keys_of_ones_own_are_nobodys_misspelling(key: str) -> None:
    assert [] == said("claude", "name: qa", "description: d", f"{key}: x")


def test_a_known_key_that_is_there_already_is_not_meant() -> None:
    assert [] == said("claude", "name: qa", "description: d", "tools: Read", "tool: x")


def test_only_what_keeps_a_file_from_being_used_is_an_error() -> None:
    text = "---\nname: qa\ndescription: d\nmodle: x\nmaxTurns: x\n---\n"
    found = front_matter_problems(platform("claude"), parse(text).front_matter)
    assert [Severity.WARNING, Severity.ERROR] == [one.severity for one in found]


def test_unreadable_front_matter_is_one_problem() -> None:
    (found,) = front_matter_problems(platform("claude"), parse("---\na: b: c\n---\n").front_matter)
    assert "the front matter cannot be read: mapping values are not allowed here" == found.message
    assert Span(2, 1, 2, 8) == found.span
    (found,) = front_matter_problems(platform("claude"), parse("---\n- b\n---\n").front_matter)
    assert Span(1, 1, 3, 4) == found.span  # all of it


def test_no_front_matter_is_a_problem_where_keys_are_needed() -> None:
    (found,) = front_matter_problems(platform("claude"), None)
    assert 'Claude Code needs front matter with "name", "description"' == found.message
    assert [] == front_matter_problems(platform("cursor"), None)
    assert [] == front_matter_problems(platform("agents-md"), None)


def test_shared_problems_are_those_of_all() -> None:
    both = [platform("vscode"), platform("copilot-cli")]
    text = "---\nargument-hint: 3\ntools: {}\n---\n"
    found = shared_problems(both, parse(text).front_matter)
    assert ['VS Code: "tools" must be text or a list, not keys with values'] == [one.message for one in found]


def test_a_toml_file_is_checked_alike() -> None:
    text = (
        "# a comment\nname = 'qa'\ndeveloper_instructions = '''\nmodel = 1\n'''\nmodel = 1\n[mcp_servers.x]\nname = 3\n"
    )
    front_matter = toml_front_matter(text)
    found = [(one.span.line, one.message) for one in front_matter_problems(platform("codex"), front_matter)]
    assert [
        (1, '"description" is missing: Codex needs it'),
        (6, 'Codex: "model" must be text, not a whole number (1)'),
    ] == found


def test_a_broken_toml_file_is_one_problem() -> None:
    (found,) = front_matter_problems(platform("codex"), toml_front_matter('# Lead\nname = "qa\n'))
    assert found.message.startswith("the front matter cannot be read: Illegal character")
    assert "line" not in found.message
    assert Span(2, 11, 2, 11) == found.span


VALUES = st.one_of(
    st.text(max_size=3), st.integers(), st.booleans(), st.none(), st.lists(st.text(max_size=2), max_size=2)
)
KEYS = sorted({key for name in IDS for key in platform(name).front_matter.keys} | {"odd", "short-description"})


@given(st.sampled_from(IDS), st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
@settings(max_examples=200, deadline=None)
def test_an_error_is_what_the_json_schema_refuses(name: str, values: dict[str, Any]) -> None:
    one = platform(name)
    given_values = {
        key: value for key, value in values.items() if value is not None or key in one.front_matter.required
    }
    found = front_matter_problems(one, FrontMatter(values, {}, Span(1, 1, 1, 4)))
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    unknown = [key for key in values if key not in one.front_matter.keys and values[key] is None]
    if one.front_matter.keys and not unknown:
        assert bool(errors) != Draft202012Validator(front_matter_schema(one)).is_valid(given_values)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
@pytest.mark.parametrize(
    ("glob", "name"),
    [("*.claude.md", "claude"), ("*.vscode.agent.md", "vscode"), ("*.copilot-cli.agent.md", "copilot-cli")],
)
def test_real_agents_have_no_errors(glob: str, name: str) -> None:
    files = sorted(CORPUS.glob(glob))
    assert files
    for file in files:
        found = front_matter_problems(platform(name), parse(file.read_text(encoding="utf-8")).front_matter)
        assert [] == [one for one in found if one.severity is Severity.ERROR]
