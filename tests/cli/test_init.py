"""`init`: what it sees in a repository, what it writes there, and what it leaves alone."""

import json
import shlex
from pathlib import Path

import pytest
import yaml

from allsettled.cli.hooks_file import hooks_for
from allsettled.errors import UserError
from projects import AGENTS
from quick import allsettled

PROMPT = "# Lead\n\nintro\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with files of several platforms."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".claude/agents").mkdir(parents=True)
    (tmp_path / ".claude/agents/lead.md").write_text("---\nname: lead\ndescription: x\n---\n\n" + PROMPT)
    (tmp_path / ".github/agents").mkdir(parents=True)
    (tmp_path / ".github/agents/lead.agent.md").write_text("---\ndescription: x\ntools: [shell]\n---\n\n# Lead\n")
    (tmp_path / "GEMINI.md").write_text("# Rules\n")
    (tmp_path / "AGENTS.md").write_text("# Rules\n")
    return tmp_path


def test_init_sees_what_is_here_and_writes_the_settings(repository: Path) -> None:
    files = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    ran = allsettled("init", "--dry-run", cwd=repository)
    assert 0 == ran.code
    assert (
        "found Claude Code: .claude/\n"
        "found Copilot CLI: .github/agents/lead.agent.md\n"
        "found Gemini CLI: GEMINI.md\n"
        "would write allsettled.toml: the settings of this repository\n"
    ) in ran.out
    assert files == {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    ran = allsettled("init", cwd=repository)
    assert "wrote allsettled.toml: the settings of this repository\n" in ran.out
    assert "\nnext:\n" in ran.out
    assert "allsettled-render-check" in ran.out
    assert files == {
        path: path.read_bytes() for path in repository.rglob("*") if path.is_file() and path.name != "allsettled.toml"
    }
    text = (repository / "allsettled.toml").read_text()
    assert '[render]\n# Regions in files of no platform are written for this one.\nplatform = "claude"\n' in text
    ran = allsettled("init", cwd=repository)
    assert ran.out.startswith("allsettled.toml is there already: left alone\nnothing to write\n")
    assert text == (repository / "allsettled.toml").read_text()
    assert 0 == allsettled("check", ".", cwd=repository).code


def test_init_adds_regions_where_told_and_only_once(repository: Path) -> None:
    arguments = (
        "init",
        "--region",
        ".claude/agents/lead.md:parallel-dispatch",
        "--region",
        "AGENTS.md:parallel-metrics",
    )
    ran = allsettled(*arguments, cwd=repository)
    assert 0 == ran.code
    assert 'wrote .claude/agents/lead.md: the region "parallel-dispatch"\n' in ran.out
    assert "`Agent`" in (repository / ".claude/agents/lead.md").read_text()
    assert (0, "", "") == allsettled("render", "--check", cwd=repository)
    files = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    ran = allsettled(*arguments, cwd=repository)
    assert '.claude/agents/lead.md has the region "parallel-dispatch" already: left alone\n' in ran.out
    assert "nothing to write\n" in ran.out
    assert files == {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("region", "message"),
    [
        ("AGENTS.md", "--region AGENTS.md: this names no file and region"),
        ("none.md:agents", "none.md: there is no such file or folder"),
        ("AGENTS.md:agent", 'AGENTS.md: there is no template for the region "agent"'),
        (".github/agents/x.agent.md:parallel-dispatch", ".github/agents/x.agent.md: VS Code and Copilot CLI both read"),
        (".claude/agents/same.md:parallel-dispatch", '.claude/agents/same.md: its section "Parallel dispatch" says'),
    ],
)
def test_init_writes_nothing_if_one_thing_cannot_be(repository: Path, region: str, message: str) -> None:
    (repository / ".github/agents/x.agent.md").write_text("---\ndescription: x\n---\n\n# X\n")
    (repository / ".claude/agents/same.md").write_text("# X\n\n## Parallel dispatch\n\nOurs.\n")
    files = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    ran = allsettled("init", "--region", ".claude/agents/lead.md:parallel-dispatch", "--region", region, cwd=repository)
    assert 2 == ran.code
    assert ran.err.startswith(f"error: {message}")
    assert files == {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}


def test_init_knows_agents_sources(repository: Path) -> None:
    (repository / "agents").mkdir()
    for path, text in AGENTS.items():
        (repository / path).write_text(text)
    assert 0 == allsettled("init", cwd=repository).code
    text = (repository / "allsettled.toml").read_text()
    assert 'platforms = ["claude", "copilot-cli", "gemini"]\nagents = "agents"\n' in text
    ran = allsettled("render", cwd=repository)
    assert 1 == ran.code
    assert ".claude/agents/lead.md:1:1: error edited-file: the file was not rendered" in ran.err
    assert (
        0
        == allsettled(
            "render", "--force", ".claude/agents/lead.md", "--force", ".github/agents/lead.agent.md", cwd=repository
        ).code
    )


def test_init_finds_the_likelier_of_two_platforms_and_says_so(tmp_path: Path) -> None:
    (tmp_path / ".github/agents").mkdir(parents=True)
    (tmp_path / ".github/agents/x.agent.md").write_text("---\ndescription: x\n---\n\n# X\n")
    (tmp_path / ".vscode").mkdir()
    ran = allsettled("init", "--dry-run", cwd=tmp_path)
    assert (
        "found VS Code: .github/agents/x.agent.md; copilot-cli reads it too: name that one under render.platforms"
    ) in ran.out


HOOKS = "repos:\n  - repo: https://example.org/hooks\n    rev: v1\n    hooks:\n      - id: x # ours\n"


def test_init_writes_the_hooks_only_when_told(tmp_path: Path) -> None:
    file = tmp_path / ".pre-commit-config.yaml"
    assert 0 == allsettled("init", cwd=tmp_path).code
    assert not file.exists()
    assert 0 == allsettled("init", "--pre-commit", cwd=tmp_path).code
    hooks = yaml.safe_load(file.read_text())["repos"][0]["hooks"]
    assert ["allsettled-check", "allsettled-render-check"] == [hook["id"] for hook in hooks]
    assert "has our hooks already: left alone" in allsettled("init", "--pre-commit", cwd=tmp_path).out
    file.write_text(HOOKS)
    assert 0 == allsettled("init", "--pre-commit", cwd=tmp_path).code
    assert file.read_text().startswith(HOOKS)
    assert 2 == len(yaml.safe_load(file.read_text())["repos"])
    file.write_text(HOOKS + "default_stages: [pre-commit]\n")
    before = file.read_text()
    ran = allsettled("init", "--pre-commit", cwd=tmp_path)
    assert 2 == ran.code
    assert "error: .pre-commit-config.yaml: the hooks cannot be added to this file\nhelp: paste them" in ran.err
    assert "- id: allsettled-check" in ran.out
    assert before == file.read_text()


@pytest.mark.parametrize(
    ("origin", "repo", "hook"),
    [
        (
            '{"url": "https://example.org/allsettled", "vcs_info": {"vcs": "git", "requested_revision": "main",'
            ' "commit_id": "0123abcd"}}',
            {"repo": "https://example.org/allsettled", "rev": "0123abcd"},
            {},
        ),
        (None, {"repo": "local"}, {"language": "python", "additional_dependencies": ["allsettled==1.2.3"]}),
        ('{"url": "file:///home/me/allsettled", "dir_info": {}}', {"repo": "local"}, {"language": "system"}),
    ],
)
def test_the_hooks_get_the_allsettled_that_wrote_them(
    origin: str | None, repo: dict[str, str], hook: dict[str, object]
) -> None:
    [made] = yaml.safe_load(hooks_for(origin, "1.2.3"))
    assert repo.items() <= made.items()
    assert ["allsettled-check", "allsettled-render-check"] == [one["id"] for one in made["hooks"]]
    for one in made["hooks"]:
        assert hook == {key: one[key] for key in ("language", "additional_dependencies") if key in one}


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "{",
        "[]",
        "null",
        '{"url": "https://example.org/x"}',
        '{"url": "https://example.org/x", "vcs_info": []}',
        '{"url": "https://example.org/x", "vcs_info": {"vcs": "hg", "commit_id": "abc"}}',
        '{"url": "https://example.org/x", "vcs_info": {"vcs": "git"}}',
        '{"url": "https://example.org/x", "vcs_info": {"vcs": "git", "commit_id": 7}}',
        '{"url": "https://example.org/x\\n  rev: y", "vcs_info": {"vcs": "git", "commit_id": "abc"}}',
    ],
)
def test_hooks_call_what_is_on_the_path_where_nothing_says_where_it_came_from(origin: str) -> None:
    [made] = yaml.safe_load(hooks_for(origin, "1.2.3"))
    assert made["repo"] == "local"
    assert {hook["language"] for hook in made["hooks"]} == {"system"}


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://someone:secret@example.org/x.git", "https://example.org/x.git"),
        ("https://example.org/x.git", "https://example.org/x.git"),
        ("ssh://git@example.org/x.git", "ssh://git@example.org/x.git"),
    ],
)
def test_no_password_gets_into_the_hooks_file(url: str, written: str) -> None:
    origin = json.dumps({"url": url, "vcs_info": {"vcs": "git", "commit_id": "abc123"}})
    [made] = yaml.safe_load(hooks_for(origin, "1.2.3"))
    assert (made["repo"], made["rev"]) == (written, "abc123")


def test_no_hook_fails_where_nothing_is_to_be_rendered(tmp_path: Path) -> None:
    """A team that begins with logs alone has no region yet."""
    (tmp_path / "a.md").write_text("# A\n")
    shipped = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())
    [printed] = yaml.safe_load(hooks_for(None, "1.2.3"))
    entries = [one["entry"] for one in (*shipped, *printed["hooks"])]
    assert 5 == len(entries)
    for entry in entries:
        assert 0 == allsettled(*entry.split(" ")[1:], cwd=tmp_path).code, entry


def test_init_keeps_platforms_apart_that_read_the_same_files(repository: Path) -> None:
    (repository / ".github/agents/other.agent.md").write_text("---\ndescription: x\nhandoffs: []\n---\n\n# X\n")
    (repository / "agents").mkdir()
    (repository / "agents/qa.md").write_text(AGENTS["agents/qa.md"])
    assert 0 == allsettled("init", cwd=repository).code
    text = (repository / "allsettled.toml").read_text()
    assert 'platforms = ["claude", "vscode", "copilot-cli", "gemini"]\n' in text
    assert 'outputs.vscode = ".vscode/agents/{name}.agent.md"\n' in text
    assert 0 == allsettled("render", cwd=repository).code
    assert "`read`" not in (repository / ".vscode/agents/qa.agent.md").read_text()


def test_init_names_the_prompts_that_lack_a_section(repository: Path) -> None:
    (repository / ".claude/agents/orchestrator.md").write_text("---\nname: orchestrator\ndescription: x\n---\n\n# O\n")
    (repository / "AGENT-SYSTEM.md").write_text("# System\n")
    ran = allsettled("init", cwd=repository)
    command = "adopt .claude/agents/orchestrator.md --id parallel-dispatch --append"
    assert f"  allsettled {command}    add the section\n" in ran.out
    assert "  allsettled adopt AGENT-SYSTEM.md --id parallel-execution --append    add the section\n" in ran.out
    assert 0 == allsettled(*command.split(" "), cwd=repository).code
    assert command not in allsettled("init", cwd=repository).out
    (repository / "allsettled.toml").write_text('[render]\nplatforms = ["claude"]\n')
    (repository / "agents").mkdir()
    (repository / "agents/orchestrator.md").write_text(AGENTS["agents/lead.md"].replace("lead", "orchestrator"))
    assert "orchestrator.md --id" not in allsettled("init", cwd=repository).out, "its source has the region already"


def test_init_tells_nothing_next_that_cannot_be_done(tmp_path: Path) -> None:
    told = _next(allsettled("init", cwd=tmp_path).out)
    assert ['new log "What it is for"', "check ."] == told[1:], "there's nothing to check before"
    assert 0 == allsettled(*shlex.split(told[1]), cwd=tmp_path).code
    assert 0 == allsettled(*shlex.split(told[2]), cwd=tmp_path).code
    told = _next(allsettled("init", cwd=tmp_path).out)
    assert ["check .", "check --write-baseline .allsettled-baseline.json ."] == told[1:]
    (tmp_path / ".claude/agents").mkdir(parents=True)
    (tmp_path / ".claude/agents/orchestrator.md").write_text("---\nname: orchestrator\ndescription: x\n---\n")
    assert told[0].startswith("adopt FILE ")
    ran = allsettled("init", "--region", ".claude/agents/orchestrator.md:parallel-dispatch", cwd=tmp_path)
    assert told[1:] == _next(ran.out), "the section is there now"


def _next(out: str) -> list[str]:
    lines = out.partition("\nnext:\n")[2].split("\n")
    return [line.removeprefix("  allsettled ").split("    ")[0] for line in lines if line.startswith("  allsettled ")]


def test_init_adds_several_regions_to_a_file_by_whatever_names(tmp_path: Path) -> None:
    (tmp_path / "AGENTS.md").write_bytes(b"# Rules\r\n")
    (tmp_path / "CLAUDE.md").symlink_to("AGENTS.md")
    wanted = ("CLAUDE.md:parallel-dispatch", "AGENTS.md:parallel-metrics", "AGENTS.md:parallel-dispatch")
    arguments = [part for one in wanted for part in ("--region", one)]
    ran = allsettled("init", *arguments, cwd=tmp_path)
    assert 0 == ran.code
    assert "found Claude Code: CLAUDE.md\n" in ran.out
    assert 'wrote AGENTS.md: the regions "parallel-dispatch", "parallel-metrics"\n' in ran.out
    assert 'AGENTS.md has the region "parallel-dispatch" already: left alone\n' in ran.out
    raw = (tmp_path / "AGENTS.md").read_bytes()
    assert raw.startswith(b"# Rules\r\n\r\n<!-- allsettled:begin id=parallel-dispatch -->\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert 2 == raw.count(b"allsettled:begin")
    assert (0, "", "") == allsettled("render", "--check", cwd=tmp_path)


def test_init_says_that_it_wrote_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("permission denied", path="allsettled.toml", hint="give yourself access")

    monkeypatch.setattr("allsettled.cli.init.replace_all", refuse)
    ran = allsettled("init", cwd=tmp_path)
    assert (2, "error: allsettled.toml: permission denied\nhelp: give yourself access\n") == (ran.code, ran.err)
    assert "wrote" not in ran.out


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "wrote allsettled.toml: the settings of this repository\n\nnext:\n  allsettled adopt FILE --id"),
        ({"CLAUDE.md": "# R\n"}, "found Claude Code: CLAUDE.md\nwrote allsettled.toml: "),
        ({"AGENTS.md": "# R\n"}, "found AGENTS.md: AGENTS.md\nwrote allsettled.toml: "),
        ({"GEMINI.md": "# R\n", "AGENTS.md": "# R\n"}, "found Gemini CLI: GEMINI.md\nwrote allsettled.toml: "),
        ({"pyproject.toml": "[project]\nname = 'x'\n"}, "wrote allsettled.toml: "),
        (
            {"pyproject.toml": "[tool.allsettled]\nignore = []\n"},
            "pyproject.toml is there already: left alone\n",
        ),
        ({"allsettled.toml": "ignore = []\n"}, "allsettled.toml is there already: left alone\nnothing to write\n"),
        (
            {"../allsettled.toml": "ignore = []\n"},
            "../allsettled.toml is there already: left alone\n",
        ),
    ],
)
def test_init_begins_wherever_it_is(tmp_path: Path, files: dict[str, str], said: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    for path, text in files.items():
        (here / path).write_text(text)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ran = allsettled("init", "--dry-run", cwd=here)
    assert 0 == ran.code
    assert ran.out.startswith(said.replace("wrote", "would write"))
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ran = allsettled("init", cwd=here)
    assert 0 == ran.code
    assert ran.out.startswith(said)
    assert before.items() <= {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}.items()
    assert 0 == allsettled("check", "--allow-empty", ".", cwd=here).code
