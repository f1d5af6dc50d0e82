"""`new`: what it writes passes `check`, is never written over anything, and says what is missing where it can't."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from allsettled.document import parse
from allsettled.protocol.output import read
from cli.inside import run
from shell import CHECKOUT, allsettled

PLAN = """\
title: The login
strategy: merge
tasks:
  - id: design
    agent: architect
    tier: P0
    prompt: Say what changes. Fill in out/design.md.
    outputs: [out/design.md]
  - id: cases
    agent: qa
    tier: P1
    prompt: Write the cases. Fill in a file in cases/.
    outputs: [cases/]
  - id: code
    agent: implementer
    tier: P1
    prompt: Write src/login.py as it was planned.
    outputs: [src/login.py]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a plan."""
    (tmp_path / "allsettled.toml").write_text("")
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path


@pytest.mark.parametrize("kind", ["log", "handoff", "retrospective", "output", "skill"])
def test_whatever_is_new_is_clean_and_never_written_over(project: Path, kind: str) -> None:
    more = ("--agent", "qa", "--tier", "P1") if kind == "output" else ()
    title = () if kind == "skill" else ("The", "new login")
    ran = run("new", kind, *title, *more, cwd=project)
    assert (0, "") == (ran.code, ran.err)
    path = project / ran.out.strip()
    text = path.read_text()
    assert "The new login" in text or kind == "skill"
    checked = allsettled("check", ".", cwd=project)
    assert (0, "") == (checked.code, checked.out)
    again = run("new", kind, *title, *more, "--output", str(path), cwd=project)
    assert 2 == again.code
    assert "there is already a file of this name" in again.err
    assert text == path.read_text()


def test_an_output_that_is_a_folder_gets_the_usual_name(project: Path) -> None:
    (project / "there").mkdir()
    for folder in ("there", "there/", "new/folder/"):
        ran = run("new", "log", "x", "--output", folder, cwd=project)
        assert re.fullmatch(rf"{folder.rstrip('/')}/\d{{4}}-\d\d-\d\d-session-[0-9a-f]{{8}}-x\.md\n", ran.out), ran
        assert (project / ran.out.strip()).is_file()
    assert "there/SKILL.md\n" == run("new", "skill", "--output", "there", cwd=project).out


def test_two_logs_of_one_day_have_different_ids(project: Path) -> None:
    first, second = (json.loads(run("new", "log", "x", "--json", cwd=project).out) for _ in range(2))
    assert first["id"] != second["id"]
    assert re.fullmatch(r"\.agents/sessions/\d{4}-\d\d-\d\d-session-[0-9a-f]{8}-x\.md", first["path"])


def test_an_output_says_who_is_at_work_and_since_when(project: Path) -> None:
    ran = allsettled("new", "output", "--agent", "qa", "--tier", "P1", cwd=project, SOURCE_DATE_EPOCH="1767603600")
    assert ran.out.startswith(".agents/outputs/2026-01-05-")
    made = read(parse((project / ran.out.strip()).read_text()))
    assert ("qa", "RUNNING", "P1", "2026-01-05T09:00:00Z") == (made.agent, made.status, made.tier, made.started)


def test_the_outputs_of_a_plan_are_where_it_wants_them(project: Path) -> None:
    ran = run("new", "output", "--plan", "plan.yaml", "--dispatch", "1", cwd=project)
    assert (0, "out/design.md\n", "") == ran
    assert "# Output of architect: design (The login)\n" in (project / "out" / "design.md").read_text()
    (project / "out" / "design.md").write_text("mine")
    ran = run("new", "output", "--plan", "plan.yaml", cwd=project)
    assert "cases/cases.output.md\n" == ran.out
    assert (
        "note: out/design.md is there, and stays as it is\n"
        "note: the plan names no Markdown file for the output of code\n"
    ) == ran.err
    assert "mine" == (project / "out" / "design.md").read_text()
    value = json.loads(run("new", "output", "--plan", "plan.yaml", "--json", cwd=project).out)
    assert ([], ["out/design.md", "cases/cases.output.md"], ["code"]) == (
        value["paths"],
        value["left"],
        value["without"],
    )


def test_outputs_are_written_all_or_none(project: Path) -> None:
    (project / "cases").write_text("a file where a folder should be")
    ran = run("new", "output", "--plan", "plan.yaml", cwd=project)
    assert 2 == ran.code
    assert not (project / "out").exists()


def test_a_plan_cannot_write_outside_of_the_project(project: Path) -> None:
    (project / "link").symlink_to(project.parent)
    (project / "plan.yaml").write_text(PLAN.replace("out/design.md]", "link/design.md]"))
    ran = run("new", "output", "--plan", "plan.yaml", cwd=project)
    assert 2 == ran.code
    assert "outside of" in ran.err
    assert not (project.parent / "design.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("log",), 'the log has no title\nhelp: say what it is for: allsettled new log "TITLE"'),
        (("log", "  "), "the log has no title"),
        (("output", "--agent", " "), "whose output is it to be?"),
        (("log", "x", "--agent", "qa"), "--agent is for outputs, not for a log"),
        (("log", "x", "--plan", "plan.yaml"), "--plan is for outputs, not for a log"),
        (("output",), "whose output is it to be?\nhelp: name the agent: --agent NAME"),
        (("output", "--agent", "qa", "--tier", "P7"), 'there is no tier "P7"\nhelp: the tiers are P0, P1, P2'),
        (("output", "--plan", "plan.yaml", "--agent", "qa"), "--plan goes without --agent: the plan says it"),
        (("output", "x", "--plan", "plan.yaml"), "--plan goes without a title: the plan says it"),
        (("output", "--agent", "qa", "--dispatch", "1"), "--dispatch goes with --plan"),
        (("output", "--plan", "plan.yaml", "--dispatch", "9"), "plan.yaml: the plan has 2 dispatches, and no number 9"),
    ],
)
def test_what_cannot_be_written_says_what_to_change(project: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = run("new", *arguments, cwd=project)
    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith(f"error: {message}")


def test_the_skill_is_kept_up_to_date_by_render(project: Path) -> None:
    path = run("new", "skill", cwd=project).out.strip()
    assert ".agents/skills/parallel-dispatch/SKILL.md" == path
    text = (project / path).read_text()
    assert text.startswith("---\nname: parallel-dispatch\ndescription: ")
    for call in (
        "allsettled new log",
        "allsettled plan",
        "allsettled new output",
        "allsettled aggregate",
        "allsettled check",
    ):
        assert f"`{call} " in text
    assert 0 == allsettled("render", "--check", path, cwd=project).code


TITLES = [
    "Ünïcode — 日本語",
    "evil\n# Heading\n- **Status**: CLOSED",
    '"quotes" | pipe `code` <!-- x -->',
    "../../etc/passwd",
    "a\x1b[31mred\u202e",
    "a" * 5000,
    "{{ 7 * 7 }} {% raw %}",
    "[ ] TODO: fill in",
]


@pytest.mark.parametrize("kind", ["log", "handoff", "retrospective"])
def test_any_title_makes_a_clean_document_in_its_folder(project: Path, kind: str) -> None:
    for title in TITLES:
        ran = run("new", kind, "--", title, cwd=project)
        assert (0, "") == (ran.code, ran.err), title
        path = project / ran.out.removesuffix("\n")
        assert ".agents" == path.relative_to(project).parts[0]
        assert path.name.isascii()
        assert "\x1b" not in path.read_text(encoding="utf-8")
    checked = allsettled("check", ".", cwd=project)
    assert (0, "") == (checked.code, checked.out)


def test_a_files_name_keeps_the_letters_of_its_title(project: Path) -> None:
    assert run("new", "log", "Ünïcode café", cwd=project).out.endswith("-unicode-cafe.md\n")


def test_of_two_at_once_one_writes(project: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "allsettled", "new", "log", f"number {number}", "--output", "a folder/log.md"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "checker")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(4)
    ]
    for one in runs:
        one.communicate(timeout=120)
    assert [0, 2, 2, 2] == sorted(one.returncode for one in runs)
    first = next(number for number, one in enumerate(runs) if one.returncode == 0)
    assert (project / "a folder" / "log.md").read_text().startswith(f"# Session log: number {first}\n")
    assert ["log.md"] == [path.name for path in (project / "a folder").iterdir()]


@pytest.mark.parametrize("path", ["x" * 300 + ".md", "x" * 300 + "/", "nul\\0.md"])
def test_an_output_that_no_file_system_takes_is_refused(project: Path, path: str) -> None:
    (project / "plan.yaml").write_text(
        f'tasks: [{{agent: qa, prompt: Do it., outputs: ["{path}"], reads: ["{path}"]}}]\n'
    )
    ran = run("new", "output", "--plan", "plan.yaml", cwd=project)
    assert (2, "") == (ran.code, ran.out)
    assert "help: " in ran.err
    assert 1 == run("plan", "plan.yaml", cwd=project).code
    assert "there is no output at" in run("aggregate", "--plan", "plan.yaml", cwd=project).out
