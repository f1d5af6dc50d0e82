"""The catalogue of agents: which files the settings mean, and what a user is told."""

from pathlib import Path

import pytest

from shell import allsettled

PROMPT = "# Lead\n\n## Parallel dispatch\n\n```python\nTask(subagent_type='qa')\nTask(subagent_type='critic')\n```\n"


def _project(folder: Path, settings: str, *files: str, **texts: str) -> None:
    (folder / "allsettled.toml").write_text(settings)
    (folder / "orchestrator.md").write_text(PROMPT)
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get(path.stem, "# An agent\n"))


def _unknown(folder: Path, *arguments: str) -> list[str]:
    ran = allsettled("check", "--select", "unknown-agent", "orchestrator.md", *arguments, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [line.split('"')[1] for line in ran.out.split("\n") if "unknown-agent" in line]


@pytest.mark.parametrize(
    ("globs", "files", "unknown"),
    [
        ('["agents/*.md"]', ["agents/qa.md"], ["critic"]),
        ('["agents/*.md"]', ["agents/qa.md", "agents/critic.md"], []),
        ('["agents/*.md", "!agents/critic.md"]', ["agents/qa.md", "agents/critic.md"], ["critic"]),
        ('["**/agents/*.md"]', ["plugins/one/agents/qa.md"], ["critic"]),
        ('["*.agent.md"]', ["deep/qa.agent.md", "deep/critic.md"], ["critic"]),
        ('[".codex/agents/*.toml"]', [".codex/agents/qa.toml"], ["critic"]),
        ('["gone/*.md", "agents/*.md"]', ["agents/qa.md"], ["critic"]),
        ('["/agents/"]', ["agents/qa.md", "agents/critic.md"], []),
    ],
)
def test_the_files_that_the_globs_name(tmp_path: Path, globs: str, files: list[str], unknown: list[str]) -> None:
    _project(tmp_path, f"agents = {globs}\n", *files)
    assert unknown == _unknown(tmp_path)


def test_the_name_in_front_matter_counts(tmp_path: Path) -> None:
    _project(
        tmp_path,
        'agents = ["agents/*.md"]\n',
        "agents/qa.md",
        "agents/reviewer.md",
        reviewer="---\nname: critic\n---\n",
    )
    assert [] == _unknown(tmp_path)


def test_agents_of_the_protocol_need_no_file(tmp_path: Path) -> None:
    _project(tmp_path, 'agents = ["agents/*.md"]\n[protocol]\nagents = ["critic"]\n', "agents/qa.md")
    assert [] == _unknown(tmp_path)


def test_a_folder_that_git_ignores_is_looked_into_when_a_glob_names_it(tmp_path: Path) -> None:
    _project(tmp_path, 'agents = ["agents/*.md"]\n', "agents/qa.md", "agents/critic.md")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("agents/\n")
    assert [] == _unknown(tmp_path)


def test_no_agents_in_the_settings_no_catalogue(tmp_path: Path) -> None:
    _project(tmp_path, "", "agents/qa.md")
    assert [] == _unknown(tmp_path)


def test_globs_that_name_no_file_are_an_error_only_where_the_catalogue_is_asked(tmp_path: Path) -> None:
    _project(tmp_path, 'agents = ["agnets/*.md"]\n', "agents/qa.md")
    ran = allsettled("check", "orchestrator.md", cwd=tmp_path)
    assert 2 == ran.code
    assert 'no file is named by "agents" of the settings: agnets/*.md\n' in ran.err
    assert "help: correct the globs, or take them out: without them no name is checked\n" in ran.err
    assert 0 == allsettled("check", "--ignore", "unknown-agent", "orchestrator.md", cwd=tmp_path).code


def test_a_file_of_the_catalogue_that_cannot_be_read_is_said_and_its_name_counts(tmp_path: Path) -> None:
    _project(tmp_path, 'agents = ["agents/*.md"]\nfiles = { max-size = 400 }\n', "agents/qa.md", "agents/critic.md")
    (tmp_path / "agents" / "critic.md").write_text("x" * 401)
    ran = allsettled("check", "--select", "unknown-agent", "orchestrator.md", cwd=tmp_path)
    assert "unknown-agent" not in ran.out
    assert "agents/critic.md" in ran.out + ran.err
    assert 2 == ran.code


def test_of_toml_files_only_agents_are_checked(tmp_path: Path) -> None:
    (tmp_path / ".codex" / "agents").mkdir(parents=True)
    (tmp_path / ".codex" / "agents" / "qa.toml").write_text("name = 'qa'\ndescription = 'x'\n")
    (tmp_path / "other.toml").write_text("name = 'qa'\n")
    ran = allsettled("check", ".", cwd=tmp_path)
    assert "1 file" in ran.err
    assert ".codex/agents/qa.toml:1:1: error bad-front-matter:" in ran.out
    assert "Codex needs it" in ran.out
