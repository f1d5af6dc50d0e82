"""From one source to the file of each platform."""

import tomllib
from dataclasses import replace

import mdformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document import parse
from allsettled.document.model import FrontMatter
from allsettled.render.agents import AgentSource
from allsettled.render.agents_emitting import (
    agent_file,
    front_matter,
    front_matter_values,
    losses,
    target_path,
    toml_agent,
)
from allsettled.render.frontmatter import front_matter_problems
from allsettled.render.frontmatter_toml import toml_front_matter
from allsettled.render.platforms import CAPABILITIES, IDS, MODEL_TIERS, foreign_calls, platform, platform_of

Overrides = dict[str, dict[str, object]]

REVIEWER = AgentSource(
    name="reviewer",
    description="Reads a change: finds what's wrong.",
    body="# Reviewer\n\nRead first.\n",
    tools=("search", "read", "dispatch"),
    model="fast",
)
SOURCES = st.builds(
    AgentSource,
    name=st.from_regex(r"\A[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,2}\Z"),
    description=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    body=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    role=st.sampled_from(["worker", "orchestrator"]),
    tools=st.none() | st.lists(st.sampled_from(CAPABILITIES), min_size=1, unique=True).map(tuple),
    model=st.none() | st.sampled_from(MODEL_TIERS),
)


def read(name: str, text: str) -> FrontMatter | None:
    return toml_front_matter(text) if name == "codex" else parse(text).front_matter


@pytest.mark.parametrize("name", IDS)
@given(source=SOURCES)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_what_the_platform_takes(name: str, source: AgentSource) -> None:
    one = platform(name)
    text = agent_file(one, source, source.body)
    found = read(name, text)
    if not one.front_matter.keys:
        assert source.body == text
        return
    assert found is not None
    assert [] == front_matter_problems(one, found)
    assert front_matter_values(one, source, source.body) == found.values
    assert list(front_matter_values(one, source, source.body)) == list(found.values)


@pytest.mark.parametrize("name", [name for name in IDS if platform(name).agent_files.path])
def test_a_file_is_known_by_its_path(name: str) -> None:
    path = target_path(platform(name), REVIEWER)
    assert path is not None
    found = platform_of(path, read(name, agent_file(platform(name), REVIEWER, REVIEWER.body)))
    if name in {"vscode", "copilot-cli"}:  # they read the same files
        assert found is None
    else:
        assert platform(name) == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "claude",
            'name: reviewer\ndescription: "Reads a change: finds what\'s wrong."\n'
            "tools:\n  - Read\n  - Grep\n  - Glob\n  - Agent\nmodel: haiku\n",
        ),
        (
            "vscode",
            'name: reviewer\ndescription: "Reads a change: finds what\'s wrong."\n'
            "tools:\n  - read\n  - search\n  - agent\n",
        ),
        (
            "gemini",
            'name: reviewer\ndescription: "Reads a change: finds what\'s wrong."\n'
            "tools:\n  - read_file\n  - read_many_files\n  - glob\n  - grep_search\n  - list_directory\n",
        ),
        (
            "cursor",
            'name: reviewer\ndescription: "Reads a change: finds what\'s wrong."\nmodel: fast\nreadonly: true\n',
        ),
        ("antigravity", 'name: reviewer\ndescription: "Reads a change: finds what\'s wrong."\nmodel: flash\n'),
        (
            "opencode",
            'description: "Reads a change: finds what\'s wrong."\nmode: subagent\n'
            "permission:\n  edit: deny\n  bash: deny\n  webfetch: deny\n  websearch: deny\n  todowrite: deny\n",
        ),
    ],
)
def test_front_matter_in_each_platforms_words(name: str, expected: str) -> None:
    assert f"---\n{expected}---\n" == front_matter(platform(name), REVIEWER)


def test_codex_gets_toml() -> None:
    expected = (
        'name = "reviewer"\n'
        'description = "Reads a change: finds what\'s wrong."\n'
        'sandbox_mode = "read-only"\n'
        "developer_instructions = '''\n# Reviewer\n\nRead first.\n'''\n"
    )
    assert expected == toml_agent(platform("codex"), REVIEWER, REVIEWER.body)
    assert expected == agent_file(platform("codex"), REVIEWER, REVIEWER.body)
    assert "" == front_matter(platform("codex"), REVIEWER)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["", "'", "'''", '"""', "\\", "\r\n"]),
)
@settings(max_examples=150, deadline=None)
def test_any_body_survives_toml(body: str, tail: str) -> None:
    loaded = tomllib.loads(toml_agent(platform("codex"), REVIEWER, body + tail))
    assert body + tail == loaded["developer_instructions"]


def test_a_markdown_file_has_a_blank_line_before_its_body_and_formatters_keep_it() -> None:
    text = agent_file(platform("claude"), REVIEWER, REVIEWER.body)
    assert "---\n\n# Reviewer\n" in text
    assert text == mdformat.text(text, extensions={"frontmatter", "gfm"})


def test_an_orchestrator_is_primary_in_opencode() -> None:
    assert "mode: primary\n" in front_matter(platform("opencode"), replace(REVIEWER, role="orchestrator"))


def test_tools_that_are_left_out_are_not_written() -> None:
    free = replace(REVIEWER, tools=None, model=None)
    assert ["name", "description"] == list(front_matter_values(platform("claude"), free))
    assert ["description", "mode"] == list(front_matter_values(platform("opencode"), free))


def test_a_sources_own_keys_replace_and_add() -> None:
    own: Overrides = {"claude": {"model": "opus", "color": "red"}, "gemini": {"max_turns": 3}}
    values = front_matter_values(platform("claude"), replace(REVIEWER, platforms=own))
    assert ["name", "description", "tools", "model", "color"] == list(values)
    assert ("opus", "red") == (values["model"], values["color"])


def test_where_files_stand() -> None:
    paths = {name: target_path(platform(name), REVIEWER) for name in IDS}
    assert {
        "claude": ".claude/agents/reviewer.md",
        "vscode": ".github/agents/reviewer.agent.md",
        "copilot-cli": ".github/agents/reviewer.agent.md",
        "cursor": ".cursor/agents/reviewer.md",
        "gemini": ".gemini/agents/reviewer.md",
        "antigravity": ".agents/agents/reviewer.md",
        "codex": ".codex/agents/reviewer.toml",
        "opencode": ".opencode/agents/reviewer.md",
        "agents-md": None,
    } == paths
    assert "plugin/agents/reviewer.md" == target_path(platform("claude"), REVIEWER, "plugin/agents/{name}.md")


def test_what_is_lost_is_said() -> None:
    strong = replace(REVIEWER, model="strong")
    assert [] == losses(platform("claude"), strong)
    assert [
        'Gemini CLI: no model is known for "strong"; the agent gets that of its caller',
        "Gemini CLI: only the main agent can start agents; put the section where it reads it: "
        "`allsettled adopt GEMINI.md --id parallel-dispatch --append`",
    ] == losses(platform("gemini"), strong)
    cursor = "Cursor cannot be told an agent's tools: only that it changes nothing is enforced"
    assert [cursor] == losses(platform("cursor"), REVIEWER)
    writer = replace(REVIEWER, tools=("edit",), model=None)
    assert ["Codex cannot be told an agent's tools: the list is not enforced"] == losses(platform("codex"), writer)
    assert ["AGENTS.md has no files of agents"] == losses(platform("agents-md"), REVIEWER)


def test_a_loss_that_the_source_makes_good_is_none() -> None:
    own = {"gemini": {"model": "gemini-3-pro", "tools": ["read_file"]}}
    reader = replace(REVIEWER, tools=("read", "todo"), platforms=own)
    assert [] == losses(platform("gemini"), reader)


@pytest.mark.parametrize("name", IDS)
def test_what_is_written_makes_nobody_elses_call(name: str) -> None:
    assert [] == foreign_calls(platform(name), agent_file(platform(name), REVIEWER, REVIEWER.body))
