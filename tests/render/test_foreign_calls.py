"""Dispatch calls of another platform, and what only looks like one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document import normalise
from allsettled.render.platforms import IDS, foreign_calls, platform

CORPUS = Path(__file__).resolve().parents[2].parent / "shared/corpus/docs"

CALLS = {
    "claude": 'Agent(subagent_type="qa", prompt="...")',
    "vscode": "#runSubagent with subagentType=qa",
    "copilot-cli": 'task(agent_type="qa", prompt="...")',
    "gemini": 'invoke_agent(agent_name="qa", prompt="...")',
    "antigravity": 'invoke_subagent(TypeName="qa")',
    "codex": 'spawn_agent(agent_type="qa", message="...")',
    "opencode": 'subagent(agent: "qa", prompt: "...")',
}


def found(home: str, text: str, *also: str) -> list[tuple[str, str]]:
    calls = foreign_calls(platform(home), text, [platform(name) for name in also])
    return [(call.call, "+".join(owner.id for owner in call.platforms)) for call in calls]


@pytest.mark.parametrize("home", IDS)
@pytest.mark.parametrize("owner", CALLS)
def test_each_platforms_call_is_foreign_everywhere_else(home: str, owner: str) -> None:
    text = f"Then start it:\n\n```text\n{CALLS[owner]}\n```\n"
    expected = [] if home == owner else [owner]
    assert expected == [owners for _, owners in found(home, text)]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("Task(subagent_type=…)", 'Use `Task(subagent_type="qa", prompt="x")`.'),
        ("Task(subagent_type=…)", 'Task(\n    description="x",\n    subagent_type="qa",\n)'),
        ("Task(subagent_type=…)", 'Task({\n  subagent_type: "qa" })'),
        ("Task(subagent_type=…)", '`Task`(subagent_type="qa")'),
        ("Task(subagent_type=…)", '{"a": 1} Task({"subagent_type": "qa"})'),
        ("Task with subagent_type", "Use Task with the read-only `reviewer` subagent_type."),
        ("Task with subagent_type", "Call the `Task` tool with `subagent_type` qa."),
        ("Task(subagent_type=…)", "| qa | `Task(subagent_type=qa)` |"),
        ("Task(subagent_type=…)", "- You are NOT an implementer. Delegate: Task(subagent_type=qa)"),
        ("Task(subagent_type=…)", 'Task(subagent_type="qa", prompt="Review it; do not edit")'),
        ("Task(subagent_type=…)", "See `.claude/agents/qa.md`, then Task(subagent_type=qa)"),
    ],
)
def test_a_call_in_any_dress(call: str, text: str) -> None:
    assert [(call, "claude")] == found("vscode", text)


@pytest.mark.parametrize(
    "text",
    [
        "Start one Task for each agent.",
        "Use the Task tool to delegate.",
        "Give each subagent (agent: qa) its own file.",
        "Close the task with its agent_type noted.",
        "The subagent_type column names the agent.",
        "agent = Agent(name='qa', instructions='x')",
        "runSubagent is the tool's name.",
        "https://example.org/#runSubagent",
        "myTask(subagent_type=1)",
        "api.Task(subagent_type=1)",
        "Task(prompt='x') and later subagent_type='qa'",
        "Never write Task(subagent_type=qa).",
        "`Task(subagent_type=...)` does not resolve here.",
        "Task(subagent_type=qa) isn't known, `#runSubagent` cannot be used",
        "`#runSubagent` is no longer there.",
        "Do not use `Task(subagent_type=qa)` here.",
        "Use the tool at hand instead of Task(subagent_type=qa).",
        "In Claude Code: `Task(subagent_type=qa)`.",
        "In Claude Code:\n\n```text\nTask(subagent_type=qa)\n```",
        "## Claude Code\n\n### Start\n\nTask(subagent_type=qa)",
        "<!-- Task(subagent_type=qa) -->",
        "| call | `Task(subagent_type=qa)` | `#runSubagent` |",
    ],
)
@pytest.mark.parametrize("home", ["gemini", "agents-md"])
def test_no_call(home: str, text: str) -> None:
    assert [] == found(home, text)


def test_another_products_heading_ends_with_its_section() -> None:
    text = "# Lead\n\n## Claude Code\n\nTask(subagent_type=a)\n\n## Start\n\nTask(subagent_type=b)\n"
    (call,) = foreign_calls(platform("gemini"), text)
    assert (9, 1) == call.span[:2]


def test_an_alias_and_a_spelling_of_ones_own_are_at_home() -> None:
    assert [] == found("claude", "Task(subagent_type=qa), Agent(subagent_type=qa), agent(subagent_type=qa)")
    assert [] == found("opencode", "Task(subagent_type=qa), task(subagent_type=qa), subagent(agent=qa)")
    assert [] == found("vscode", "runSubagent(agentName: qa), #runSubagent, #tool:agent/runSubagent")


def test_calls_that_two_platforms_share_name_both() -> None:
    assert [("spawn_agent(agent_type=…)", "codex")] == found("claude", "spawn_agent(agent_type='qa')")
    assert [("task(agent_type=…)", "copilot-cli")] == found("opencode", "task(agent_type='qa')")


def test_what_another_reader_of_the_file_calls_is_no_fault() -> None:
    text = "runSubagent(agentName: qa)"
    assert [("runSubagent(agentName=…)", "vscode")] == found("copilot-cli", text)
    assert [] == found("copilot-cli", text, "vscode")


def test_the_message_and_the_cure() -> None:
    (call,) = foreign_calls(platform("vscode"), 'Then\r\n  Task(subagent_type="qa")\r\n')
    problem = call.problem(platform("vscode"))
    assert "`Task(subagent_type=…)` is how an agent is started in Claude Code, not in VS Code" == problem.message
    assert "in VS Code call `runSubagent`, naming the agent" == problem.hint
    assert (2, 3, 2, 21) == problem.span
    (call,) = foreign_calls(platform("claude"), "#runSubagent")
    assert "in Claude Code call `Agent` with `subagent_type`" == call.problem(platform("claude")).hint
    hint = call.problem(platform("agents-md")).hint
    assert "name the agents and what each is to do in prose: each tool that reads the file has its own call" == hint


PIECES = [
    "Task(",
    "subagent_type",
    "=",
    "agent_type",
    ")",
    "#runSubagent",
    "`",
    "task",
    " with ",
    "\n",
    "```",
    "# x",
    "<!--",
    "-->",
    "|",
]


@given(st.lists(st.sampled_from([*PIECES, " "])).map("".join), st.sampled_from(IDS))
@settings(max_examples=150, deadline=None)
def test_offsets_and_places_agree(text: str, home: str) -> None:
    normal = normalise(text)
    for call in foreign_calls(platform(home), text):
        lines = normal.split("\n")
        head = normal[call.start : call.end]
        assert head.split("\n")[0] == lines[call.span.line - 1][call.span.column - 1 : call.span.end_column - 1]
        assert head.endswith(("subagent_type", "agent_type", "#runSubagent"))


def test_many_calls_on_one_line_are_found_in_linear_time() -> None:
    text = "Task(subagent_type=a) " * 20_000
    assert 20_000 == len(foreign_calls(platform("gemini"), text))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
@pytest.mark.parametrize(
    ("name", "home", "lines"),
    [
        ("orchestrator.2025-12.claude.md", "claude", []),
        ("orchestrator.2025-12.vscode.agent.md", "vscode", []),
        ("orchestrator.2025-12.copilot-cli.agent.md", "copilot-cli", [84]),
        ("orchestrator.2025-12.claude.md", "vscode", [115, 1096, 1203]),
        ("AGENT-SYSTEM.2026-08.md", "claude", []),
        ("orchestrator.2026-08.shared.md", "gemini", []),
    ],
)
def test_real_orchestrators(name: str, home: str, lines: list[int]) -> None:
    text = (CORPUS / name).read_text(encoding="utf-8")
    assert lines == [call.span.line for call in foreign_calls(platform(home), text)]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_real_agents_have_no_foreign_calls() -> None:
    agents = sorted(CORPUS.glob("agent.*.claude.md"))
    assert agents
    assert [] == [call for file in agents for call in foreign_calls(platform("claude"), file.read_text("utf-8"))]
