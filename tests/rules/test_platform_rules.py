"""The rules that hold a prompt against its platform: wrong-tool, bad-front-matter, over-budget."""

from collections.abc import Mapping

import pytest

from allsettled.checking import Checker
from allsettled.finding import Finding, Severity
from allsettled.rules import RULES
from checked import found, lines

HEAD = "---\nname: lead\ndescription: Splits work.\n---\n\n# Lead\n\n"
CODEX = "name = \"lead\"\ndescription = \"Splits work.\"\ndeveloper_instructions = '''\n{}\n'''\n"


def _findings(rule: str, text: str, path: str, levels: Mapping[str, Severity] | None = None) -> list[Finding]:
    checker = Checker(rules=[RULES[rule]], levels=levels or {})
    return checker.check(checker.read(text, path))


@pytest.mark.parametrize(
    ("path", "call", "owner", "home"),
    [
        (".claude/agents/lead.md", "#runSubagent with subagentType=qa", "VS Code", "Claude Code"),
        (".claude/agents/lead.md", 'spawn_agent(agent_type="qa")', "Codex", "Claude Code"),
        (".gemini/agents/lead.md", 'Agent(subagent_type="qa")', "Claude Code", "Gemini CLI"),
    ],
)
def test_another_platforms_call(path: str, call: str, owner: str, home: str) -> None:
    ((line, message),) = found("wrong-tool", f"{HEAD}```text\n{call}\n```\n", path)
    assert 9 == line
    assert f"is how an agent is started in {owner}, not in {home}" in message


def test_a_call_that_one_of_two_possible_platforms_knows() -> None:
    assert [] == lines("wrong-tool", f"{HEAD}#runSubagent with subagentType=qa\n", "lead.agent.md")
    assert [8] == lines("wrong-tool", f'{HEAD}Agent(subagent_type="qa")\n', "lead.agent.md")


@pytest.mark.parametrize(
    "path", ["agents/lead.md", "src/claude/lead.md", ".claude/agents/README.md", "orchestrator.md"]
)
@pytest.mark.parametrize("rule", ["wrong-tool", "bad-front-matter", "over-budget"])
def test_a_file_of_no_sure_platform_is_let_be(rule: str, path: str) -> None:
    head = HEAD if path.startswith(("agents", "src")) else "# Lead\n\n"
    assert [] == lines(rule, head + "#runSubagent\n" * 4000, path)


def test_front_matter_that_is_refused_is_an_error_and_a_key_that_is_passed_over_a_warning() -> None:
    text = "---\nname: lead\ntool: Read\n---\n\n# Lead\n"
    findings = _findings("bad-front-matter", text, ".claude/agents/lead.md")
    assert [
        (1, Severity.ERROR, '"description" is missing: Claude Code needs it', ""),
        (3, Severity.WARNING, 'Claude Code does not know the key "tool"', 'did you mean "tools"?'),
    ] == [(one.span.line, one.severity, one.message, one.hint) for one in findings]


def test_the_settings_level_is_the_most_that_a_problem_weighs() -> None:
    text = "---\nname: lead\ntool: Read\n---\n\n# Lead\n"
    for level, weights in (
        (Severity.ERROR, [Severity.ERROR, Severity.WARNING]),
        (Severity.WARNING, [Severity.WARNING, Severity.WARNING]),
        (Severity.NOTE, [Severity.NOTE, Severity.NOTE]),
    ):
        found_at = _findings("bad-front-matter", text, ".claude/agents/lead.md", {"bad-front-matter": level})
        assert weights == [finding.severity for finding in found_at]


def test_front_matter_that_cannot_be_read_is_wrong_everywhere() -> None:
    text = "---\ndescription: a: b\nname: lead\n---\n\n# Lead\n"
    message = "the front matter cannot be read: mapping values are not allowed here"
    assert [(2, message)] == found("bad-front-matter", text, ".claude/agents/lead.md")
    assert [(2, message)] == found("bad-front-matter", text, "agents/lead.md")
    assert [] == found("bad-front-matter", text, "docs/lead.md")


def test_the_keys_of_a_toml_file_are_its_front_matter() -> None:
    path = ".codex/agents/lead.toml"
    assert [] == found("bad-front-matter", CODEX.format("# Lead"), path)
    assert [(1, '"description" is missing: Codex needs it')] == found(
        "bad-front-matter", CODEX.format("# Lead").replace("description", "# description"), path
    )
    assert [4] == lines("wrong-tool", CODEX.format("#runSubagent"), path)
    serial = "Start them in parallel:\n\n```text\nspawn_agent(agent_type='a')\nwait\nspawn_agent(agent_type='b')\n```"
    assert [8] == lines("serial-example", CODEX.format(serial), path)


@pytest.mark.parametrize(("size", "over"), [(30_000, 0), (30_001, 1)])
def test_the_body_of_an_agents_file_is_counted(size: int, over: int) -> None:
    head = "---\nname: lead\ndescription: Splits work.\n---\n"
    found_at = found("over-budget", head + "x" * size, ".github/agents/lead.agent.md")
    assert over == len(found_at)
    if over:
        reason = "GitHub's cloud agent, which reads the same files, takes a prompt of at most 30,000 characters"
        assert [(5, f"the agent's prompt has 30,001 characters, 1 too many: {reason}")] == found_at


@pytest.mark.parametrize(("name", "size", "over"), [("AGENTS.md", 32_769, 1), ("AGENTS.md", 32_768, 0)])
def test_the_whole_of_a_file_for_all_agents_is_counted(name: str, size: int, over: int) -> None:
    assert over == len(found("over-budget", "x" * size, name))
    assert over == len(found("over-budget", "x" * size, f"tools/{name}"))


def test_advice_is_no_limit() -> None:
    assert [] == found("over-budget", "A line.\n" * 400, "CLAUDE.md")


def test_a_warning_at_most() -> None:
    (finding,) = _findings("over-budget", "x" * 40_000, "AGENTS.md")
    assert Severity.WARNING == finding.severity
