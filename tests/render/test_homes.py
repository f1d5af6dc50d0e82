"""For which platform a region is rendered, and which platforms a repository is used with."""

import pytest

from allsettled.errors import UserError
from allsettled.render.detecting import detect
from allsettled.render.homes import context_file_names, home_of, readers_of

FRONT = ["---", "description: x", "---", ""]
VSCODE = ["---", "description: x", "handoffs: []", "---", ""]


@pytest.mark.parametrize(
    ("path", "lines", "chosen", "expected"),
    [
        ("docs/x.md", [], (), "claude"),
        (".claude/agents/x.md", FRONT, (), "claude"),
        (".claude/agents/x.md", [], (), "claude"),
        (".gemini/agents/x.md", FRONT, (), "gemini"),
        (".codex/agents/x.toml", [], (), "codex"),
        ("sub/.opencode/agent/x.md", FRONT, (), "opencode"),
        (".github/agents/x.agent.md", VSCODE, (), "vscode"),
        (".github/agents/x.agent.md", FRONT, ("claude", "copilot-cli"), "copilot-cli"),
        ("AGENTS.md", [], (), "agents-md"),
        ("sub/CLAUDE.md", [], (), "claude"),
        ("GEMINI.md", [], (), "gemini"),
        (".github/copilot-instructions.md", [], ("vscode",), "vscode"),
    ],
)
def test_the_path_tells_and_else_what_is_chosen(
    path: str, lines: list[str], chosen: tuple[str, ...], expected: str
) -> None:
    assert expected == home_of(path, lines, chosen, "claude", {})


def test_a_file_that_is_rendered_is_its_platforms_whatever_its_path() -> None:
    assert "gemini" == home_of("packs/x.md", [], (), "claude", {"packs/x.md": "gemini"})
    assert "vscode" == home_of(".github/agents/x.agent.md", FRONT, (), "vscode", {})


@pytest.mark.parametrize("path", [".github/agents/x.agent.md", ".github/copilot-instructions.md", "x.agent.md"])
def test_two_readers_are_one_too_many(path: str) -> None:
    with pytest.raises(UserError) as caught:
        home_of(path, FRONT, ("vscode", "copilot-cli"), "claude", {})
    assert "VS Code and Copilot CLI both read this file, and each starts agents by a call of its own" == (
        caught.value.message
    )


def test_the_names_of_context_files_are_those_of_the_platforms() -> None:
    assert {"CLAUDE.md", "GEMINI.md", "AGENTS.md", "copilot-instructions.md"} == context_file_names()
    assert () == readers_of("docs/copilot-instructions.md")


@pytest.mark.parametrize(
    ("paths", "folders", "expected"),
    [
        ([], [], []),
        (["README.md"], [".git"], []),
        (
            [],
            [".claude", ".cursor", ".gemini", ".codex", ".opencode"],
            ["claude", "cursor", "gemini", "codex", "opencode"],
        ),
        (["CLAUDE.md", "GEMINI.md", "AGENTS.md"], [], ["claude", "gemini"]),
        (["docs/CLAUDE.md"], [], []),
        ([".agents/sessions/x.md"], [".agents"], []),
        ([".agents/agents/x.md"], [".agents"], ["antigravity"]),
        ([".github/workflows/x.yml"], [".github"], []),
        (["sub/.claude/agents/x.md"], ["sub"], ["claude"]),
    ],
)
def test_platforms_are_found_by_their_files(paths: list[str], folders: list[str], expected: list[str]) -> None:
    assert expected == [one.platform.id for one in detect(paths, folders, lambda _: "\n".join(FRONT))]


@pytest.mark.parametrize(
    ("front", "folders", "expected"),
    [
        (VSCODE, [".github"], ("vscode", "")),
        (FRONT, [".github", ".vscode"], ("vscode", "copilot-cli")),
        (FRONT, [".github"], ("copilot-cli", "vscode")),
    ],
)
def test_of_two_readers_the_likelier_is_told_as_unsure(
    front: list[str], folders: list[str], expected: tuple[str, str]
) -> None:
    (one,) = detect([".github/agents/x.agent.md"], folders, lambda _: "\n".join(front))
    assert expected == (one.platform.id, one.unsure)
