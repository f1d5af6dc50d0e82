"""Run the command line in this process: what a user sees, without the cost of a start."""

import io
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from allsettled.cli import main
from shell import Ran


def allsettled(*arguments: str, cwd: Path, stdin: str | bytes = b"", **environment: str) -> Ran:
    """Run `allsettled` with arguments in a folder; no terminal, no colours."""
    out, err = io.StringIO(), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), "utf-8")
    around = patch.dict(os.environ, {"NO_COLOR": "1", **environment}), patch("sys.stdin", given)
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err), around[0], around[1]:
        code = main(arguments)
    return Ran(code, out.getvalue(), err.getvalue())
