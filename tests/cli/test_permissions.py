"""What a user may not read or write: said with its place and cure, by every command, and never passed over."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence import made
from files.unprivileged import open_folder
from shell import Ran

__all__ = ["open_folder"]

_RUN = """
import contextlib, io, json, os, sys
from allsettled.cli import main
def run(arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()
arguments = json.loads(sys.argv[1])
run([one.replace("locked", "other") for one in arguments])  # loads what a user without rights may not be able to load
run([one.replace("locked", "none") for one in arguments])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(json.dumps(run(arguments)))
"""
_OUTPUT = "---\nagent: {}\nstatus: COMPLETE\n---\n\n# Output\n\n## Summary\n\nDone.\n"
_PLAN = "tasks:\n  - agent: qa\n    prompt: Test all of it, and write locked/qa.md.\n    outputs: [locked/qa.md]\n"


@pytest.fixture
def project(open_folder: Path) -> Path:
    """Return a project with a folder that may not be entered, and one like it that may."""
    for name in ("locked", "other"):
        (open_folder / name).mkdir()
        made.write(open_folder / name / "s.jsonl", *made.together())
        (open_folder / name / "qa.md").write_text(_OUTPUT.format("qa"))
    (open_folder / "docs.md").write_text(_OUTPUT.format("docs"))
    (open_folder / "plan.yaml").write_text(_PLAN)
    (open_folder / "log.md").write_text("# Session log\n")
    (open_folder / "locked").chmod(0)
    return open_folder


def _run(project: Path, *arguments: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(arguments)], cwd=project, capture_output=True, text=True, check=True
    )
    return Ran(*json.loads(done.stdout))


@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("stats locked/s.jsonl", "locked/s.jsonl"),
        ("record locked/s.jsonl", "locked/s.jsonl"),
        ("record locked", "locked"),
        ("verify log.md --transcript locked/s.jsonl", "locked/s.jsonl"),
        ("verify log.md --project locked", "locked"),
        ("check --write-baseline locked/b.json log.md", "locked/b.json"),
        ("new log A --output locked/a.md", "locked/a.md"),
        ("aggregate locked", "locked"),
        ("aggregate locked/qa.md", "locked/qa.md"),
        ("aggregate docs.md locked", "locked"),
        ("aggregate --plan plan.yaml", "locked/qa.md"),
        ("aggregate .", "locked"),
    ],
)
def test_it_is_said_and_nothing_is_made_of_it(project: Path, command: str, place: str) -> None:
    ran = _run(project, *command.split(" "))
    said = ran.out + ran.err
    assert 2 == ran.code, said
    assert f"{place}: " in said
    assert "permission denied" in said
    assert "itself failed" not in said
    assert "| --- " not in ran.out, "no result of what nobody could read"


def test_the_other_sessions_are_summed_up_and_the_folder_is_said(project: Path) -> None:
    ran = _run(project, "stats", ".")
    assert 2 == ran.code
    assert "error: locked: permission denied\n" in ran.err
    assert "other/s.jsonl\n" in ran.out
