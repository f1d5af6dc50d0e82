"""Run the command line in a process of its own, as a user does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
CORPUS = CHECKOUT.parent / "shared" / "corpus"
SEED = CHECKOUT.parent / "shared" / "seed" / "issue-168.md"


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def allsettled(*arguments: str, cwd: Path | None = None, stdin: str | bytes = b"", **environment: str) -> Ran:
    """Run `allsettled` with arguments; no terminal, no colours, no settings from outside."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "allsettled", *arguments],
        cwd=cwd,
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(CHECKOUT / "checker"), **environment},
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
