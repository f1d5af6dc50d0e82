"""`docs/workflow.md`, run from top to bottom: its files are written, its commands print what stands below them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from allsettled.document import parse
from allsettled.document.model import Fence
from allsettled.protocol.reading import read
from shell import CHECKOUT

PAGE = CHECKOUT / "docs" / "workflow.md"
LOG = ".agents/sessions/2026-01-05-session-01-cache.md"
_CLOCK = re.compile(r"export SOURCE_DATE_EPOCH=(\d+)  # (\S+)")
_EXIT = re.compile(r"\[exit (\d)\]\Z")


def _steps() -> Iterator[Fence]:
    for block in parse(PAGE.read_text(encoding="utf-8")).blocks():
        if isinstance(block, Fence):
            yield block


def _calls(fence: Fence) -> Iterator[tuple[str, str, int]]:
    """Yield each command of a console block, what it prints, and its exit code."""
    for part in fence.text.rstrip("\n").removeprefix("$ ").split("\n$ "):
        command, _, printed = part.partition("\n")
        code = int(found[1]) if (found := _EXIT.search(printed)) else 0
        yield command, _EXIT.sub("", printed).rstrip("\n"), code


def _shell(command: str, folder: Path, now: str) -> tuple[str, int]:
    """Run a command; what it prints on both streams comes together, as on a terminal."""
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name, what in (("allsettled", "-m allsettled"), ("python3", "")):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        (tools / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(CHECKOUT / "checker"),
            "NO_COLOR": "1",
            "SOURCE_DATE_EPOCH": now,
        },
    )
    return done.stdout.decode().rstrip("\n"), done.returncode


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the page was run."""
    folder = tmp_path_factory.mktemp("workflow") / "shop"
    (folder / ".git").mkdir(parents=True)
    now = "0"
    for step in _steps():
        info = dict(part.split("=", 1) for part in step.info.split() if "=" in part)
        if "path" in info:
            (folder / info["path"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / info["path"]).write_text(step.text)
        elif "of" in info:
            assert step.text in (folder / info["of"]).read_text()
        elif step.info == "console":
            for command, printed, code in _calls(step):
                if clock := _CLOCK.fullmatch(command):
                    assert int(clock[1]) == datetime.fromisoformat(clock[2]).timestamp()
                    now = clock[1]
                    continue
                assert (printed, code) == _shell(command, folder, now), command
    return folder


def test_the_page_ends_with_one_result_and_every_agent_accounted_for(project: Path) -> None:
    (record,) = read(parse((project / LOG).read_text()))
    statuses = {row.agent: row.status for row in record.outputs}
    assert {
        "architect": "COMPLETE",
        "security": "COMPLETE",
        "devops": "FAILED",
        "explainer": "COMPLETE",
        "qa": "TIMEOUT",
    } == statuses
    assert {"devops", "qa"} == {row.agent for row in record.failures}
    assert all(row.error and row.impact and row.kind for row in record.failures)
    assert all(row.resolution for row in record.conflicts)
    assert "Each tenant gets a cache of its own" in record.result
    assert all(check.mark == "done" for check in record.validation)


def test_what_was_decided_by_hand_outlives_the_next_run(project: Path) -> None:
    before = (project / LOG).read_bytes()
    printed, code = _shell(f"allsettled aggregate --plan plan.yaml --into {LOG}", project, "0")
    assert 2 == code
    assert f"error: {LOG}: the log is closed" in printed
    assert before == (project / LOG).read_bytes()
