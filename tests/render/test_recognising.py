"""Which platform a file is for, and when that isn't sure."""

import pytest

from allsettled.document import parse
from allsettled.render.platforms import candidates, platform_of


def recognised(path: str, *lines: str) -> str | None:
    text = "\n".join(["---", *lines, "---", "", "Body."]) if lines else "# Title\n"
    found = platform_of(path, parse(text).front_matter)
    return found.id if found else None


@pytest.mark.parametrize(
    ("expected", "path", "lines"),
    [
        ("claude", ".claude/agents/qa.md", ["name: qa"]),
        ("claude", "./.claude/agents/review/security.md", ["name: security"]),
        ("claude", "packages/web/.claude/agents/qa.md", ["name: qa"]),
        ("claude", "/home/ada/.claude/agents/qa.md", ["name: qa"]),
        ("cursor", ".cursor/agents/qa.md", ["name: qa"]),
        ("gemini", ".gemini/agents/qa.md", ["name: qa"]),
        ("antigravity", ".agents/agents/qa.md", ["name: qa"]),
        ("opencode", ".opencode/agent/qa.md", ["mode: all"]),
        ("opencode", ".opencode/agents/qa.md", ["mode: all"]),
        ("codex", ".codex/agents/qa.toml", []),
        ("agents-md", "AGENTS.md", []),
        ("agents-md", "packages/web/AGENTS.md", []),
        ("vscode", ".github/agents/lead.agent.md", ["handoffs: []"]),
        ("vscode", "src/lead.agent.md", ["tools: ['vscode/askQuestions', 'read']"]),
        ("vscode", "lead.agent.md", ["target: vscode"]),
        ("vscode", "old.chatmode.md", ["description: x"]),
        ("copilot-cli", ".github/agents/lead.md", ["include-custom-instructions: true"]),
        ("copilot-cli", "lead.agent.md", ["tools: shell, read"]),
    ],
)
def test_known(expected: str, path: str, lines: list[str]) -> None:
    assert expected == recognised(path, *lines)


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("docs/claude.md", ["name: x"]),
        (".claude/agents/README.md", []),  # no front matter: is it an agent?
        (".claude/agents/AGENTS.md", []),  # a prompt's folder, and a file that all read
        (".claude/skills/x/SKILL.md", ["name: x"]),
        (".github/agents/lead.agent.md", ["description: both read it"]),
        ("lead.agent.md", ["handoffs: []", "models: [a]"]),  # keys of both
        (".github/agents/lead.agent.md", ["tools: vscodium"]),
        (".codex/agents/qa.md", ["name: x"]),
        ("MYAGENTS.md", []),
        ("x.claude/agents/qa.md", ["name: x"]),
    ],
)
def test_not_sure(path: str, lines: list[str]) -> None:
    assert recognised(path, *lines) is None


def test_candidates_are_all_that_read_the_path() -> None:
    assert ["vscode", "copilot-cli"] == [one.id for one in candidates(".github/agents/lead.agent.md")]
    assert [] == list(candidates("README.md"))
