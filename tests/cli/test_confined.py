"""No command writes through a link that leads out of the project: not where an option says so, not by itself."""

from pathlib import Path

import pytest

from allsettled.protocol.output import Output, write
from allsettled.protocol.writing import skeleton
from cli.inside import run
from evidence import claude as c
from evidence import made
from records import log
from shell import Ran

SESSION = f"{c.SESSION}.jsonl"
PLAN = """\
strategy: merge
tasks:
  - agent: architect
    prompt: Say what the new cache changes in the design.
    estimate: 10 min
"""
OPEN_LOG = f"# Session log: the cache\n\n- **Status**: OPEN\n\n{skeleton()}"

COMMANDS: dict[str, tuple[str, ...]] = {
    "check --output": ("check", "log.md", "--output", "{}"),
    "check --diff --output": ("check", "log.md", "--diff", "--output", "{}"),
    "check --write-baseline": ("check", "log.md", "--write-baseline", "{}"),
    "new --output": ("new", "log", "x", "--output", "{}"),
    "plan --svg": ("plan", "plan.yaml", "--simulate", "--svg", "{}"),
    "record --output": ("record", SESSION, "--output", "{}"),
    "stats --output": ("stats", SESSION, "--output", "{}"),
    "stats --html": ("stats", SESSION, "--html", "{}"),
    "verify --output": ("verify", "log.md", "--transcript", SESSION, "--output", "{}"),
}
INTO: dict[str, tuple[str, ...]] = {
    "plan --into": ("plan", "plan.yaml", "--into", "{}"),
    "aggregate --into": ("aggregate", "a.output.md", "--into", "{}"),
    "record --append": ("record", SESSION, "--append", "{}"),
}
HOMES: dict[str, tuple[str, ...]] = {
    "sessions": ("new", "log", "x"),
    "handoffs": ("new", "handoff", "x"),
    "retrospective": ("new", "retrospective", "x"),
    "outputs": ("new", "output", "x", "--agent", "qa"),
    "skills": ("new", "skill"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with the folder `out` in it, which is a link to the folder `elsewhere` beside it."""
    project = tmp_path / "project"
    made.write(project / SESSION, *made.together())
    (project / "allsettled.toml").write_text("")
    (project / "plan.yaml").write_text(PLAN)
    (project / "log.md").write_text(log())
    (project / "a.output.md").write_text(write(Output("architect", "COMPLETE", summary="It changes nothing.")))
    (tmp_path / "elsewhere").mkdir()
    (project / "out").symlink_to("../elsewhere")
    return project


def call(command: tuple[str, ...], target: str, cwd: Path) -> Ran:
    return run(*(target if one == "{}" else one for one in command), cwd=cwd)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("target", ["out/new.txt", "out/new/new.txt", "sub/../out/new.txt", "{project}/out/new.txt"])
def test_no_new_file_is_written_through_a_link_that_leads_out(
    project: Path, command: tuple[str, ...], target: str
) -> None:
    (project / "sub").mkdir()
    ran = call(command, target.format(project=project), project)
    assert 2 == ran.code
    assert f"it leads to {project.parent}/elsewhere/new" in ran.err
    assert f", outside of {project}\nhelp: name that file itself" in ran.err
    assert [] == list((project.parent / "elsewhere").iterdir())


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_file_is_written_that_is_a_link_that_leads_out(project: Path, command: tuple[str, ...]) -> None:
    (project.parent / "elsewhere" / "theirs.txt").write_text("[]")
    (project / "mine.txt").symlink_to("out/theirs.txt")
    assert 2 == call(command, "mine.txt", project).code
    assert "[]" == (project.parent / "elsewhere" / "theirs.txt").read_text()


@pytest.mark.parametrize("command", INTO.values(), ids=INTO)
def test_no_log_is_changed_through_a_link_that_leads_out(project: Path, command: tuple[str, ...]) -> None:
    theirs = project.parent / "elsewhere" / "log.md"
    theirs.write_text(OPEN_LOG)
    ran = call(command, "out/log.md", project)
    assert (2, f"error: out/log.md: it leads to {theirs}, outside of {project}") == (ran.code, ran.err.split("\n")[0])
    assert OPEN_LOG == theirs.read_text()


@pytest.mark.parametrize("command", HOMES.values(), ids=HOMES)
def test_no_usual_folder_may_lead_out(project: Path, command: tuple[str, ...]) -> None:
    (project / ".agents").symlink_to("../elsewhere")
    ran = call(command, "", project)
    assert (2, "") == (ran.code, ran.out)
    assert f", outside of {project}\n" in ran.err
    assert [] == list((project.parent / "elsewhere").iterdir())


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("target", ["../elsewhere/new.txt", "{project}/../elsewhere/new.txt", "inside/new.txt"])
def test_what_is_plainly_outside_and_links_in_the_project_are_fine(
    project: Path, command: tuple[str, ...], target: str
) -> None:
    (project / "folder").mkdir()
    (project / "inside").symlink_to("folder")
    place = Path(target.format(project=project))
    assert 2 != call(command, str(place), project).code
    assert (project / place).is_file()


@pytest.mark.parametrize("command", INTO.values(), ids=INTO)
def test_a_log_that_is_plainly_outside_is_changed(project: Path, command: tuple[str, ...]) -> None:
    (project.parent / "elsewhere" / "log.md").write_text(OPEN_LOG)
    assert 2 != call(command, "../elsewhere/log.md", project).code
    assert OPEN_LOG != (project.parent / "elsewhere" / "log.md").read_text()
