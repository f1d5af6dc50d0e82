"""Whether a file keeps to what its platform takes."""

import pytest

from allsettled.finding import Severity
from allsettled.render.budgets import measure, over_budget
from allsettled.render.platforms import platform

HEAD = "---\nname: qa\ndescription: d\n---\n"


def test_the_front_matter_of_an_agent_does_not_count() -> None:
    assert over_budget(platform("vscode"), HEAD + "x" * 30_000) is None


def test_an_agent_over_the_limit() -> None:
    problem = over_budget(platform("copilot-cli"), HEAD + "é" * 30_001)
    assert problem is not None
    assert (
        "the agent's prompt has 30,001 characters, 1 too many: GitHub's cloud agent, which reads the same files, "
        "takes a prompt of at most 30,000 characters"
    ) == problem.message
    assert "render it with a smaller `size`, or move parts into files of their own" == problem.hint
    assert (5, 1) == problem.span[:2]
    assert Severity.ERROR == problem.severity


def test_a_file_for_vs_code_alone_is_free_of_the_cloud_agents_limit() -> None:
    assert over_budget(platform("vscode"), "---\ntarget: vscode\n---\n" + "x" * 40_000) is None
    assert over_budget(platform("vscode"), "---\ntarget: github-copilot\n---\n" + "x" * 40_000) is not None


@pytest.mark.parametrize("name", ["codex", "agents-md"])
def test_agents_md_is_counted_in_bytes_and_as_a_whole(name: str) -> None:
    assert over_budget(platform(name), "é" * 16_384, "context") is None
    problem = over_budget(platform(name), "é" * 16_385, "context")
    assert problem is not None
    assert "the file has 32,770 bytes, 2 too many: Codex reads no more than 32 KiB of AGENTS.md" == problem.message


def test_advice_is_a_warning() -> None:
    assert over_budget(platform("claude"), "x\n" * 200, "context") is None
    problem = over_budget(platform("claude"), "x\n" * 201, "context")
    assert problem is not None
    assert Severity.WARNING == problem.severity
    assert problem.message.startswith("the file has 201 lines, 1 too many: Claude Code's documentation advises")


def test_a_limit_of_one_kind_of_file_is_not_anothers() -> None:
    assert over_budget(platform("claude"), "x\n" * 1000) is None
    assert over_budget(platform("vscode"), "x" * 40_000, "context") is None


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("", "lines", 0),
        ("a", "lines", 1),
        ("a\n", "lines", 1),
        ("a\r\nb", "lines", 2),
        ("é\u2028", "lines", 1),
        ("é漢", "bytes", 5),
        ("é漢", "characters", 2),
    ],
)
def test_units(text: str, unit: str, expected: int) -> None:
    assert expected == measure(text, unit)
