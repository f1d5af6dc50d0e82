"""The commands around `render`: listing, adopting, ejecting, inspecting, beginning."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from allsettled.cli.commands import COMMANDS
from allsettled.files.source import decode
from allsettled.render.platforms import IDS
from projects import AGENTS
from quick import allsettled

PROMPT = "# Lead\n\nintro\n\n## Routing\n\ntext\n\n### Details\n\n- one\n\n## Last\n\nend\n"
REGION = "<!-- allsettled:begin id=parallel-metrics -->\n<!-- allsettled:end id=parallel-metrics -->\n"


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    """Return a prompt without a region."""
    file = tmp_path / "lead.md"
    file.write_text(PROMPT)
    return file


def test_every_command_has_help_with_examples() -> None:
    for name in ("render", "regions", "adopt", "eject", "templates", "platforms", "init"):
        ran = allsettled(name, "--help", cwd=Path.cwd())
        assert 0 == ran.code
        assert f"allsettled {name}" in ran.out.partition("Examples:")[2]
        assert COMMANDS[name]


def test_regions_are_listed_with_their_states(prompt: Path) -> None:
    folder = prompt.parent
    prompt.write_text(PROMPT + "\n" + REGION)
    (folder / "done.md").write_text(REGION)
    assert 0 == allsettled("render", "done.md", cwd=folder).code
    ran = allsettled("regions", cwd=folder)
    template = "builtin/sections/parallel-metrics.md.j2"
    assert (
        f"done.md  1-19   parallel-metrics  {template}  claude  clean\n"
        f"lead.md  17-18  parallel-metrics  {template}  claude  new\n"
    ) == ran.out
    (one, two) = json.loads(allsettled("regions", "--json", cwd=folder).out)["regions"]
    assert {
        "path": "lead.md",
        "begin": 17,
        "end": 18,
        "id": "parallel-metrics",
        "template": template,
        "platform": "claude",
        "state": "new",
    } == two
    (folder / "done.md").write_text((folder / "done.md").read_text().replace("What limited", "Who limited"))
    assert "edited\n" in allsettled("regions", "done.md", cwd=folder).out
    assert "clean" == one["state"]


def test_files_of_agents_are_listed_too(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    for path, text in AGENTS.items():
        (tmp_path / path).write_text(text)
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["codex"]\n')
    assert 0 == allsettled("render", cwd=tmp_path).code
    (tmp_path / "agents/qa.md").unlink()
    listed = json.loads(allsettled("regions", "--json", cwd=tmp_path).out)["regions"]
    states = {(one["path"], one["id"]): (one["template"], one["platform"], one["state"]) for one in listed}
    assert ("agents/writer.md", "codex", "clean") == states[".codex/agents/writer.toml", None]
    assert ("", "", "orphaned") == states[".codex/agents/qa.toml", None]


def test_broken_regions_are_told_beside_the_list(prompt: Path) -> None:
    prompt.write_text(PROMPT + "\n" + REGION.replace("end id", "ned id"))
    (prompt.parent / "done.md").write_text(REGION)
    ran = allsettled("regions", cwd=prompt.parent)
    assert 2 == ran.code
    assert "done.md  1-2  parallel-metrics" in ran.out
    assert "error: lead.md:17:1: " in ran.err


def test_a_region_is_put_below_a_section_or_at_the_end(prompt: Path) -> None:
    ran = allsettled("adopt", "lead.md", "--id", "parallel-dispatch", "--insert-after", "## Routing", cwd=prompt.parent)
    assert (0, "") == ran[:2]
    text = prompt.read_text()
    begin, end = "<!-- allsettled:begin id=parallel-dispatch -->", "<!-- allsettled:end id=parallel-dispatch -->"
    head, _, rest = text.partition(f"- one\n\n{begin}\n")
    inner, _, tail = rest.partition(f"\n{end}\n\n")
    assert (PROMPT.partition("- one")[0], "## Last\n\nend\n") == (head, tail)
    assert "## Parallel dispatch\n" in inner
    ran = allsettled("adopt", "lead.md", "--id", "parallel-metrics", "--append", "--level", "3", cwd=prompt.parent)
    assert 0 == ran.code
    assert "end\n\n<!-- allsettled:begin id=parallel-metrics level=3 -->\n" in prompt.read_text()
    assert "\n### Metrics of parallel runs\n" in prompt.read_text()
    assert (0, "", "") == allsettled("render", "--check", cwd=prompt.parent)


def test_a_region_takes_the_level_of_the_section_above_it(prompt: Path) -> None:
    arguments = ("--id", "parallel-dispatch", "--size", "compact", "--insert-after", "Details")
    assert 0 == allsettled("adopt", "lead.md", *arguments, cwd=prompt.parent).code
    assert "begin id=parallel-dispatch size=compact level=3 -->" in prompt.read_text()
    assert "\n### Parallel dispatch\n" in prompt.read_text()


def test_a_section_that_says_something_else_is_shown_not_taken(prompt: Path) -> None:
    arguments = ("adopt", "lead.md", "--id", "parallel-dispatch", "--heading", "## Routing")
    ran = allsettled(*arguments, cwd=prompt.parent)
    assert 1 == ran.code
    assert "\n-### Details\n" in ran.out
    assert "\n+## Parallel dispatch\n" in ran.out
    assert 'lead.md: the section says something else than "parallel-dispatch" does: nothing was written\n' in ran.err
    assert PROMPT == prompt.read_text()
    assert 0 == allsettled(*arguments, "--keep", cwd=prompt.parent).code
    assert "### Details\n\n- one\n\n<!-- allsettled:end id=parallel-dispatch -->" in prompt.read_text()
    assert 0 == allsettled("render", "--check", cwd=prompt.parent).code
    prompt.write_text(PROMPT)
    assert 0 == allsettled(*arguments, "--replace", cwd=prompt.parent).code
    assert "### Details" not in prompt.read_text()
    assert (0, "", "") == allsettled("render", "--check", cwd=prompt.parent)


def test_what_stands_below_a_heading_is_adopted_without_it(prompt: Path) -> None:
    arguments = ("adopt", "lead.md", "--id", "parallel-execution", "--below", "## Routing", "--replace")
    assert 0 == allsettled(*arguments, cwd=prompt.parent).code
    text = prompt.read_text()
    assert "## Routing\n\n<!-- allsettled:begin id=parallel-execution -->\n" in text
    assert "\n### Parallel patterns\n" in text
    assert text.endswith("<!-- allsettled:end id=parallel-execution -->\n\n## Last\n\nend\n")


def test_a_section_that_says_the_same_is_adopted_as_it_stands(prompt: Path) -> None:
    shown = allsettled("templates", "show", "parallel-dispatch", "--rendered", cwd=prompt.parent).out
    own = (
        shown.replace("- `merge`", "* `merge`").replace("- `vote`", "* `vote`").replace("- `escalate`", "* `escalate`")
    )
    prompt.write_text(PROMPT.replace("## Last", own + "\n## Last"))
    assert 0 == allsettled("adopt", "lead.md", "--id", "parallel-dispatch", cwd=prompt.parent).code
    assert own.strip() in prompt.read_text()
    assert (0, "", "") == allsettled("render", "--check", cwd=prompt.parent)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lead.md", "--id", "parallel-dispatch"), 'lead.md: there is no section "## Parallel dispatch" here'),
        (("lead.md", "--id", "paralel-dispatch", "--append"), 'lead.md: there is no template for the region "paralel'),
        (("lead.md", "--id", "a b", "--append", "--template", "agents"), "lead.md: 'a b' cannot be a region's id"),
        (("lead.md", "--id", "agents", "--insert-after", "Ruoting"), 'lead.md: there is no section "Ruoting" here'),
        (("none.md", "--id", "agents", "--append"), "none.md: there is no such file or folder"),
        ((".", "--id", "agents", "--append"), ".: it is a folder, not a file"),
        (
            ("lead.md", "--id", "agents", "--append", "--keep", "--replace"),
            "--replace and --keep contradict each other",
        ),
    ],
)
def test_what_cannot_be_adopted_is_said(prompt: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = allsettled("adopt", *arguments, cwd=prompt.parent)
    assert 2 == ran.code
    assert ran.err.startswith(f"error: {message}")
    assert "help: " in ran.err
    assert PROMPT == prompt.read_text()


def test_which_platform_is_meant_is_said_with_an_option(tmp_path: Path) -> None:
    (tmp_path / ".github/agents").mkdir(parents=True)
    (tmp_path / ".github/agents/lead.agent.md").write_text(PROMPT)
    arguments = ("adopt", ".github/agents/lead.agent.md", "--id", "parallel-dispatch", "--append")
    ran = allsettled(*arguments, cwd=tmp_path)
    assert ran.err.endswith("\nhelp: say which is meant: --platform vscode or --platform copilot-cli\n")
    (tmp_path / "allsettled.toml").write_text("")
    ran = allsettled("init", "--region", ".github/agents/lead.agent.md:parallel-dispatch", cwd=tmp_path)
    command = "adopt .github/agents/lead.agent.md --id parallel-dispatch --append --platform vscode"
    assert ran.err.endswith(f"\nhelp: say which is meant: allsettled {command}\n")
    assert 0 == allsettled(*command.split(" "), cwd=tmp_path).code


def test_no_region_is_put_where_it_would_be_text(prompt: Path) -> None:
    prompt.write_text(PROMPT + "\n```text\nnever closed\n")
    ran = allsettled("adopt", "lead.md", "--id", "parallel-dispatch", "--append", cwd=prompt.parent)
    assert 2 == ran.code
    assert "lead.md:17:1: the region cannot be put there: what begins here is never closed: ```text" in ran.err
    assert prompt.read_text().endswith("never closed\n")


def test_what_was_adopted_can_be_ejected(prompt: Path) -> None:
    assert 0 == allsettled("adopt", "lead.md", "--id", "parallel-dispatch", "--append", cwd=prompt.parent).code
    ran = allsettled("eject", "lead.md", "--id", "parallel-dispatch", cwd=prompt.parent)
    assert (0, "") == ran[:2]
    assert "allsettled:" not in prompt.read_text()
    assert prompt.read_text().startswith(PROMPT + "\n## Parallel dispatch\n")
    ran = allsettled("eject", "lead.md", "--id", "parallel-dispatch", cwd=prompt.parent)
    assert 'error: lead.md: there is no region "parallel-dispatch" in this file' in ran.err
    assert (
        "error: lead.md: this file is not rendered as a whole" in allsettled("eject", "lead.md", cwd=prompt.parent).err
    )


def test_a_rendered_file_can_be_ejected(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents/qa.md").write_text(AGENTS["agents/qa.md"])
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    assert 0 == allsettled("render", cwd=tmp_path).code
    file = tmp_path / ".claude/agents/qa.md"
    stamp = next(line for line in file.read_text().split("\n") if "allsettled:file" in line)
    before = file.read_text()
    ran = allsettled("eject", ".claude/agents/qa.md", cwd=tmp_path)
    told = (
        ".claude/agents/qa.md: the stamp is gone, but agents/qa.md is still to be rendered here\nhelp: keep the text: "
    )
    command = "allsettled render --accept .claude/agents/qa.md"
    assert (0, "", f"{told}`{command}`; or take the source, or its platform, away\n") == ran
    assert before.replace(f"{stamp}\n\n", "") == file.read_text()
    assert 0 == allsettled(*command.split(" ")[1:], cwd=tmp_path).code
    assert 0 == allsettled("render", "--check", cwd=tmp_path).code
    (tmp_path / "allsettled.toml").write_text("")
    ran = allsettled("eject", ".claude/agents/qa.md", cwd=tmp_path)
    assert ran.err == ".claude/agents/qa.md: the file is yours now; it is not rendered any more\n"


def test_templates_are_listed_shown_and_compared(tmp_path: Path) -> None:
    listed = json.loads(allsettled("templates", "--json", cwd=tmp_path).out)["templates"]
    (one,) = [one for one in listed if one["id"] == "parallel-dispatch"]
    assert ["full", "compact", "pointer"] == one["sizes"]
    assert ["decision", "checklist", "contract", "dispatch", "tiers", "aggregation", "conflicts", "errors"] == (
        one["blocks"][:8]
    )
    assert "parallel-dispatch   full, compact, pointer  How to start several agents at once" in (
        allsettled("templates", cwd=tmp_path).out
    )
    shown = allsettled("templates", "show", "parallel-dispatch", cwd=tmp_path).out
    assert shown.startswith("{#@ How to start several agents at once")
    rendered = ("templates", "show", "parallel-dispatch", "--rendered", "--platform", "codex", "--size", "compact")
    assert "Call `spawn_agent`" in allsettled(*rendered, cwd=tmp_path).out
    assert "the most agents at once\n" in allsettled("templates", "show", cwd=tmp_path).out
    ran = allsettled("templates", "diff", "parallel-dispatch", cwd=tmp_path)
    assert (2, "") == ran[:2]
    assert "error: builtin/sections/parallel-dispatch.md.j2 is not overridden\n" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message", "cure"),
    [
        (
            ("list", "parallel-dispatch"),
            "list takes no NAME, and parallel-dispatch is one",
            "show that one: allsettled templates show parallel-dispatch",
        ),
        (("show", "parallel-dispatch", "--json"), "--json is for the list, and not for show", "leave --json out"),
        (("list", "--rendered"), "--rendered is for show with a NAME", "allsettled templates show NAME --rendered"),
    ],
)
def test_what_the_action_takes_no_notice_of_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], message: str, cure: str
) -> None:
    ran = allsettled("templates", *arguments, cwd=tmp_path)
    assert (2, "") == ran[:2]
    assert f"error: {message}\n" in ran.err
    assert cure in ran.err


def test_an_override_is_listed_and_compared_with_what_it_overrides(tmp_path: Path) -> None:
    own = tmp_path / "own/sections/parallel-metrics.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text(
        '{%@ extends "builtin/sections/parallel-metrics.md.j2" @%}{%@ block metrics @%}{@ word @}{%@ endblock @%}\n'
    )
    (tmp_path / "own/sections/extra.md.j2").write_text("{#@ More. @#}\n{%@ block all @%}## Extra\n{%@ endblock @%}\n")
    (tmp_path / "own/pack.toml").write_text('api = 1\n[variables.word]\ntype = "string"\ndefault = "ours"\n')
    (tmp_path / "allsettled.toml").write_text('[render]\ntemplates = ["own"]\n')
    ran = allsettled("templates", cwd=tmp_path)
    assert "parallel-metrics is your own: own/sections/parallel-metrics.md.j2\n" in ran.out
    assert "extra is your own: own/sections/extra.md.j2\n" in ran.out
    assert "variables:\n  word  string  'ours'\n" in ran.out
    ran = allsettled("templates", "diff", "parallel-metrics", "-D", "word=mine", cwd=tmp_path)
    assert 1 == ran.code
    assert "-## Metrics of parallel runs" in ran.out
    assert "+mine" in ran.out
    ran = allsettled("templates", "diff", "extra", cwd=tmp_path)
    assert "error: own/sections/extra.md.j2 overrides no built-in template\n" in ran.err


def test_platforms_are_listed_and_told(tmp_path: Path) -> None:
    listed = allsettled("platforms", cwd=tmp_path).out.split("\n")
    assert [*IDS, ""] == [line.partition(" ")[0] for line in listed[1:]]
    told = allsettled("platforms", "codex", cwd=tmp_path).out
    assert told.startswith("Codex (codex)\n  checked: 2026-11, confidence medium\n")
    assert (
        "    A finished agent counts until it is closed: when you have read its result, call `close_agent` for it.\n"
        in told
    )
    assert "    - https://developers.openai.com/codex/subagents\n" in told
    (one,) = json.loads(allsettled("platforms", "codex", "--json", cwd=tmp_path).out)["platforms"]
    assert "spawn_agent" == one["dispatch"]["calls"][0]["tool"]
    assert len(IDS) == len(json.loads(allsettled("platforms", "--json", cwd=tmp_path).out)["platforms"])
    ran = allsettled("platforms", "codecs", cwd=tmp_path)
    assert (2, "", 'error: unknown platform "codecs"\nhelp: did you mean "codex"?\n') == ran


DOCS = Path(__file__).resolve().parents[2].parent / "shared/corpus/docs"
PROMPTS = sorted(DOCS.glob("orchestrator*.md")) + sorted(DOCS.glob("AGENT-SYSTEM*.md"))


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "crlf": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "bom": lambda raw: b"\xef\xbb\xbf" + raw.removeprefix(b"\xef\xbb\xbf"),
    "no last line end": lambda raw: raw.rstrip(b"\r\n"),
}


@pytest.mark.skipif(not PROMPTS, reason=f"no corpus at {DOCS}")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.name)
def test_real_prompts_adopt_the_section_with_one_command_and_nothing_else_changes(
    tmp_path: Path, path: Path, form: str
) -> None:
    raw = FORMS[form](path.read_bytes())
    file = tmp_path / path.name
    file.write_bytes(raw)
    id_ = "parallel-execution" if "SYSTEM" in path.name else "parallel-dispatch"
    ran = allsettled("adopt", path.name, "--id", id_, "--append", cwd=tmp_path)
    assert 0 == ran.code, ran.err
    after = file.read_bytes()
    assert after.startswith(raw)
    added = decode(after[len(raw) :], path.name).text
    assert added.strip().startswith(f"<!-- allsettled:begin id={id_} -->\n")
    assert added.strip().endswith(f"\n<!-- allsettled:end id={id_} -->")
    assert (b"\r\n" in raw) == (b"\r\n" in after[len(raw) :])
    assert (0, "", "") == allsettled("render", "--check", cwd=tmp_path)
    assert 0 == allsettled("eject", path.name, "--id", id_, cwd=tmp_path).code
    assert file.read_bytes().startswith(raw)


@pytest.mark.skipif(not PROMPTS, reason=f"no corpus at {DOCS}")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("orchestrator.2025-12.claude.md", ("--id", "parallel-dispatch", "--insert-after", "## Routing Algorithm")),
        ("AGENT-SYSTEM.2025-12.md", ("--id", "parallel-execution", "--below", "## 6. Parallel Execution", "--replace")),
    ],
)
def test_real_prompts_adopt_the_section_in_its_place(
    tmp_path: Path, name: str, arguments: tuple[str, ...], form: str
) -> None:
    raw = FORMS[form]((DOCS / name).read_bytes())
    file = tmp_path / name
    file.write_bytes(raw)
    assert 0 == allsettled("adopt", name, *arguments, cwd=tmp_path).code
    after = file.read_bytes()
    begin, end = after.index(b"<!-- allsettled:begin"), after.index(b"<!-- allsettled:end")
    tail = after[after.index(b"-->", end) + 3 :]
    assert raw.startswith(after[:begin].rstrip())
    assert raw.endswith(tail.lstrip())
    assert (0, "", "") == allsettled("render", "--check", cwd=tmp_path)


def test_a_file_has_the_same_text_by_whatever_name_it_is_found(tmp_path: Path) -> None:
    (tmp_path / "AGENTS.md").write_text("# Rules\n")
    (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
    assert 0 == allsettled("adopt", "CLAUDE.md", "--id", "parallel-dispatch", "--append", cwd=tmp_path).code
    text = (tmp_path / "AGENTS.md").read_text()
    assert "Agent(" not in text, "other tools read it too"
    assert (tmp_path / "CLAUDE.md").is_symlink()
    for names in ((), ("AGENTS.md",), ("CLAUDE.md",), ("CLAUDE.md", "AGENTS.md")):
        assert (0, "", "") == allsettled("render", "--check", *names, cwd=tmp_path)
    assert "  agents-md  clean\n" in allsettled("regions", "CLAUDE.md", cwd=tmp_path).out
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["agents-md", "claude"]\n')
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents/qa.md").write_text(AGENTS["agents/qa.md"])
    assert 0 == allsettled("render", cwd=tmp_path).code
    assert text == (tmp_path / "AGENTS.md").read_text()


def test_the_file_that_many_read_may_be_a_link_to_that_of_one(tmp_path: Path) -> None:
    (tmp_path / "CLAUDE.md").write_text("# Rules\n\n" + REGION.replace("metrics", "dispatch"))
    (tmp_path / "AGENTS.md").symlink_to("CLAUDE.md")
    (tmp_path / "allsettled.toml").write_text('[render]\nplatforms = ["agents-md"]\n')
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents/qa.md").write_text(AGENTS["agents/qa.md"])
    ran = allsettled("render", cwd=tmp_path)
    assert (0, "rendered CLAUDE.md: parallel-dispatch\n1 region or file in 1 file, 1 written\n") == (ran.code, ran.err)
    assert (0, "", "") == allsettled("render", "--check", "AGENTS.md", cwd=tmp_path)


def test_a_file_of_another_folder_is_adopted_as_it_is_rendered(tmp_path: Path) -> None:
    here = tmp_path / "here"
    there = tmp_path / "there/.gemini/agents"
    here.mkdir()
    there.mkdir(parents=True)
    (there / "x.md").write_text("---\nname: x\ndescription: x\n---\n\n# X\n")
    name = "../there/.gemini/agents/x.md"
    assert 0 == allsettled("adopt", name, "--id", "parallel-dispatch", "--append", cwd=here).code
    assert "`invoke_agent`" in (there / "x.md").read_text()
    assert (0, "", "") == allsettled("render", "--check", name, cwd=here)
