"""From one source of each agent to the files of all platforms."""

import re
import subprocess
from pathlib import Path

import mdformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.document.model import FrontMatter
from allsettled.errors import UserError
from allsettled.render.asked import SIZES
from allsettled.render.frontmatter import front_matter_problems, front_matter_schema
from allsettled.render.frontmatter_toml import toml_front_matter
from allsettled.render.pack import pack_losses
from allsettled.render.place import Choices
from allsettled.render.platforms import IDS, foreign_calls, platform
from formatters import program
from projects import AGENTS, LEAD, QA, Memory, project

ALL = project(*IDS)
ALL.run()
WRITTEN = {path: text for path, text in ALL.files.items() if path not in AGENTS}
ROUTES = dict(ALL.router.targets)


def front(path: str) -> FrontMatter | None:
    text = ALL.text(path)
    return toml_front_matter(text) if path.endswith(".toml") else parse(text).front_matter


def test_four_agents_have_a_file_on_each_platform_that_has_files_of_agents() -> None:
    with_files = [name for name in IDS if platform(name).agent_files.path]
    assert {*ROUTES, "AGENTS.md"} == set(WRITTEN)
    assert len(with_files) * 4 == len(ROUTES)
    assert ".copilot/agents/qa.agent.md" in WRITTEN
    assert ".codex/agents/qa.toml" in WRITTEN


@pytest.mark.parametrize("path", ROUTES)
def test_a_file_is_valid_by_its_platforms_schema(path: str) -> None:
    one, found = ROUTES[path].platform, front(path)
    assert found is not None
    assert not found.error
    assert [] == list(Draft202012Validator(front_matter_schema(one)).iter_errors(dict(found.values)))
    assert [] == front_matter_problems(one, found)


@pytest.mark.parametrize("path", WRITTEN)
def test_check_has_nothing_to_say_of_a_file(path: str) -> None:
    assert () == Checker().inspect(ALL.text(path), path).file.findings


@pytest.mark.parametrize("path", ROUTES)
def test_a_file_makes_nobody_elses_call(path: str) -> None:
    assert [] == foreign_calls(ROUTES[path].platform, ALL.text(path))


@pytest.mark.parametrize("path", [path for path in ROUTES if "lead" in path])
def test_the_body_is_shared_and_the_dispatch_is_the_platforms_own(path: str) -> None:
    text, one = ALL.text(path), ROUTES[path].platform
    assert "# Lead\n\nYou own the task.\n\n## Parallel dispatch\n" in text
    assert "## Last\n\nSay what failed.\n" in text
    assert "allsettled:begin" not in text, "the markers are not for a file that is rendered as a whole"
    call = one.dispatch.call()
    assert call is None or f"`{call.tool}`" in text


def test_rendering_again_changes_nothing() -> None:
    again = Memory(dict(ALL.files), ALL.table)
    assert [] == [work.path for work in again.run() if work.after is not None or work.findings]


@settings(max_examples=15, deadline=None)
@given(st.permutations(IDS), st.integers(1, len(IDS)), st.integers(1, len(IDS)))
def test_any_platforms_in_any_order_give_the_same_files(order: list[str], first: int, second: int) -> None:
    one = project(*order[:first])
    one.run()
    for path, data in one.files.items():
        assert path in AGENTS or WRITTEN[path] == data
    one.table = {**one.table, "platforms": order[:second][::-1]}
    one.run()
    before = dict(one.files)
    assert [] == [work.path for work in one.run() if work.after is not None]
    assert before == one.files
    assert {path for path in WRITTEN if ROUTES.get(path) and ROUTES[path].platform.id in order[:second]} <= set(before)


@pytest.fixture(params=[(size, mode) for size in SIZES for mode in ("file", "region")], ids="-".join)
def pack(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Return the Markdown files that are written for all platforms, the pointed-to sections too."""
    size, mode = request.param
    one = project(*IDS, size=size, mode=mode)
    one.run()
    assert [] == [work.path for work in one.run() if work.after is not None or work.refused]
    return {path: data for path, data in one.files.items() if path not in AGENTS and path.endswith(".md")}


def test_mdformat_leaves_all_files_as_they_are(pack: dict[str, bytes]) -> None:
    for data in pack.values():
        assert data.decode() == mdformat.text(data.decode(), extensions={"gfm", "frontmatter"})


@pytest.mark.parametrize(
    ("name", "options"),
    [("prettier", ["--no-config", "--write", "."]), ("markdownlint-cli2", ["--fix", "**/*.md"])],
)
def test_other_formatters_leave_all_files_as_they_are(
    tmp_path: Path, pack: dict[str, bytes], name: str, options: list[str]
) -> None:
    command = program(name)
    files = {path.replace("/", "-").lstrip("."): data for path, data in pack.items()}
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
    (tmp_path / ".markdownlint.json").write_text('{"line-length": false}')
    ran = subprocess.run([command, *options], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert 0 == ran.returncode, ran.stderr
    assert files == {file: (tmp_path / file).read_bytes() for file in files}


def test_the_file_of_a_platform_without_agents_is_begun_and_then_the_users() -> None:
    text = ALL.text("AGENTS.md")
    assert text.startswith("# Agents\n\n<!-- allsettled:begin id=agents -->\n")
    assert ["qa", "Judges evidence: what nobody has tried.", ".agents/qa/"] in [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.split("\n")
    ]
    assert "Start all agents of the dispatch in one message, not one after another." in text
    own = project("agents-md")
    own.files["AGENTS.md"] = b"# Ours\n"
    own.run()
    assert b"# Ours\n" == own.files["AGENTS.md"]
    assert "allsettled adopt AGENTS.md --id agents --append" in own.router.notes[0]


def test_a_file_with_our_regions_is_written_by_hand_but_for_them() -> None:
    one = project("claude")
    path = ".claude/agents/lead.md"
    own = "---\nname: lead\ndescription: Ours.\ncolor: red\n---\n\nOurs.\n\n<!-- allsettled:begin id=agent -->\n"
    one.files[path] = (own + "<!-- allsettled:end id=agent -->\n\nOurs too.\n").encode()
    one.run()
    text = one.text(path)
    assert text.startswith(own)
    assert text.endswith("<!-- allsettled:end id=agent -->\n\nOurs too.\n")
    assert "## Parallel dispatch" in text
    assert [] == [work.path for work in one.run() if work.after is not None]
    one.files["agents/lead.md"] = LEAD.replace("You own", "You carry").encode()
    one.run()
    assert "You carry the task." in one.text(path)
    one.files[path] = one.files[path].replace(b"You carry", b"I carry")
    refused = one.run()
    assert [path] == [work.path for work in refused if work.refused]
    assert "I carry the task." in one.text(path)


@pytest.mark.parametrize("name", [name for name in IDS if platform(name).agent_files.path])
def test_in_the_region_mode_only_the_body_is_ours(name: str) -> None:
    one = project(name, mode="region")
    one.run()
    path = next(path for path in one.router.targets if "lead" in path)
    text = one.text(path)
    found = toml_front_matter(text) if path.endswith(".toml") else parse(text).front_matter
    assert [] == front_matter_problems(platform(name), found)
    assert "allsettled:begin id=agent" in text
    assert [] == [work.path for work in one.run() if work.after is not None or work.findings]
    head = text.partition("allsettled:begin")[0]
    one.files[path] = text.replace("description", "# ours\ndescription", 1).encode()
    one.files["agents/lead.md"] = LEAD.replace("You own", "You carry").encode()
    one.run()
    assert one.text(path).startswith(head.replace("description", "# ours\ndescription", 1))
    assert "You carry the task." in one.text(path)


def test_a_hand_written_file_is_not_overwritten_unasked() -> None:
    one = project("claude")
    one.files[".claude/agents/qa.md"] = b"---\nname: qa\ndescription: x\n---\n\nOurs.\n"
    before = dict(one.files)
    refused = [work for work in one.run() if work.refused]
    assert [".claude/agents/qa.md"] == [work.path for work in refused]
    assert "the file was not rendered, and is to be rendered from agents/qa.md" == refused[0].findings[0].message
    assert before == one.files, "all or nothing"
    one.run(Choices(force=frozenset({".claude/agents/qa.md"})))
    assert WRITTEN[".claude/agents/qa.md"] == one.files[".claude/agents/qa.md"]


def test_a_prompt_that_is_too_long_for_a_platform_is_not_written() -> None:
    one = project("claude", "vscode")
    one.files["agents/qa.md"] = (QA + "\n" + "word " * 6_001).encode()
    refused = [work for work in one.run() if work.refused]
    assert [".github/agents/qa.agent.md"] == [work.path for work in refused]
    (finding,) = [finding for finding in refused[0].findings if finding.rule == "over-budget"]
    assert re.fullmatch(
        r"the agent's prompt has 30,\d{3} characters, \d+ too many: GitHub's cloud agent, which reads the same files,"
        r" takes a prompt of at most 30,000 characters",
        finding.message,
    )
    assert "render it with a smaller `size`, or move parts into files of their own" == finding.hint
    own = QA.replace("tier: P1\n", "tier: P1\nplatforms:\n  vscode:\n    target: vscode\n")
    one.files["agents/qa.md"] = (own + "\n" + "word " * 6_001).encode()
    assert [] == [work.path for work in one.run() if work.refused]


def test_a_size_for_one_platform_leaves_the_others_alone() -> None:
    one = project("claude", "vscode", sizes={"vscode": "compact"})
    one.run()
    assert WRITTEN[".claude/agents/lead.md"] == one.files[".claude/agents/lead.md"]
    assert len(one.files[".github/agents/lead.agent.md"]) < len(WRITTEN[".github/agents/lead.agent.md"]) / 2


@pytest.mark.parametrize("name", [name for name in IDS if platform(name).agent_files.path])
def test_a_pointer_is_rendered_with_the_file_it_points_to(name: str) -> None:
    one = project(name, size="pointer")
    one.run()
    path = f".agents/protocol/{name}/parallel-dispatch.md"
    assert any(f"read `{path}` and work by it" in one.text(file) for file in one.router.targets)
    text = one.text(path)
    assert "# Parallel dispatch\n" in text
    call = platform(name).dispatch.call()
    assert call is None or f"`{call.tool}`" in text
    assert () == Checker().inspect(text, path).file.findings
    assert [] == [work.path for work in one.run() if work.after is not None or work.findings]


def test_a_pointer_may_lead_to_a_skill() -> None:
    one = project("claude", size="pointer", pointer=".claude/skills/{id}/SKILL.md")
    one.run()
    text = one.text(".claude/skills/parallel-dispatch/SKILL.md")
    assert text.startswith("---\nname: parallel-dispatch\ndescription: ")
    assert mdformat.text(text, extensions={"gfm", "frontmatter"}) == text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "You own the task.",
            'Call Task(subagent_type="qa").',
            "agents/lead.md:10:6: `Task(subagent_type=…)` is how an agent is started in Claude Code, not in Gemini CLI",
        ),
        (
            "Say what failed.",
            'Call Task(subagent_type="qa").',
            "agents/lead.md:18:6: `Task(subagent_type=…)` is how an agent is started in Claude Code, not in Gemini CLI",
        ),
        (
            "id=parallel-dispatch -->\n\n<!-- allsettled:end",
            "id=x -->\n\n<!-- allsettled:end",
            "agents/lead.md:14:1: the end",
        ),
        (
            "begin id=parallel-dispatch",
            "begin id=parallel-dispatch size=tiny",
            'agents/lead.md:12:1: there is no size "tiny"',
        ),
    ],
)
def test_what_is_wrong_in_a_body_is_told_at_its_place_in_the_source(old: str, new: str, message: str) -> None:
    one = project("claude", "gemini")
    one.files["agents/lead.md"] = LEAD.replace(old, new).encode()
    del one.files["agents/qa.md"]
    with pytest.raises(UserError) as caught:
        one.run()
    assert str(caught.value).startswith(message)
    assert caught.value.hint


def test_an_empty_region_leaves_no_blank_lines_behind() -> None:
    one = project("claude")
    one.files["agents/lead.md"] = LEAD.replace("parallel-dispatch", "session-log").encode()
    one.run()
    assert "\n\n\n" not in one.text(".claude/agents/lead.md")


def test_a_rule_at_the_head_of_a_body_is_no_front_matter() -> None:
    one = project("claude")
    one.files["agents/lead.md"] = LEAD.replace("# Lead\n", "---\n\n# Lead\n\n---\n").encode()
    one.run()
    assert "## Parallel dispatch" in one.text(".claude/agents/lead.md")


def test_what_is_lost_is_said_once_for_all_agents() -> None:
    said = list(pack_losses(ROUTES.values()))
    assert "Codex cannot be told an agent's tools: the list is not enforced (lead, qa, writer)" in " ".join(said)
    assert len(said) == len({sentence.partition(" (")[0] for sentence in said})
    assert not any("AGENTS.md has no files" in sentence for sentence in said)
    leaf = "`allsettled adopt AGENTS.md --id parallel-dispatch --append` (lead)"
    assert f"Codex: only the main agent can start agents, unless `agents.max_depth` allows more; {leaf}" in " ".join(
        sentence.replace("put the section where it reads it: ", "") for sentence in said
    )


def test_a_text_of_the_users_own_in_a_source_is_written_out_where_it_fits() -> None:
    one = project("claude")
    one.run()
    one.files["agents/lead.md"] = one.files["agents/lead.md"].replace(b"### Tiers\n", b"### Our tiers\n")
    assert [work.path for work in one.run() if work.refused] == ["agents/lead.md"]
    one.run(Choices(accept=frozenset({"parallel-dispatch"})))
    one.run()
    assert "### Our tiers\n" in one.text(".claude/agents/lead.md")
    one.table = {**one.table, "platforms": ["claude", "gemini"]}
    with pytest.raises(UserError, match="is how an agent is started in Claude Code, not in Gemini CLI"):
        one.run()
