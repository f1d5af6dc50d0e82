"""What works for a run ends with it, however the run ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from allsettled.cli.workers import _FORKS

_WAITING = """
import os, sys, time
from allsettled.cli import main, workers
from allsettled.evidence import fleet
def wait(*arguments):
    os.write(1, b"%d\\n" % os.getpid())  # in one piece
    time.sleep(600)
workers._judge = fleet.look = wait
workers._CHUNK = fleet._AT_ONCE = 1
main(sys.argv[1:])
"""
COMMANDS = (("check", "--no-cache", "--jobs", "2", "."), ("stats", "--jobs", "2", "."))


@pytest.mark.skipif(not _FORKS, reason="processes are forked on Linux only")
@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_process_outlives_a_run_that_is_killed(tmp_path: Path, command: tuple[str, ...], by: str) -> None:
    for name in ("a.md", "b.md", "a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"type": "user", "sessionId": "a"}\n')
    started = subprocess.Popen(
        [sys.executable, "-c", _WAITING, *command], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    pids = [int(started.stdout.readline()) for _ in range(2)]
    started.send_signal(getattr(signal, by))
    try:
        assert "" == started.communicate(timeout=60)[0]  # which ends when nobody can write any more
    except subprocess.TimeoutExpired:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        raise
