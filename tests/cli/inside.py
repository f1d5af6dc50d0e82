"""Run the command line in this process: much quicker than one of its own, and enough where nothing is said of both."""

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from allsettled.cli import main
from shell import Ran


def run(*arguments: str, cwd: Path, stdin: str = "") -> Ran:
    """Run `allsettled` with arguments in a folder; no terminal, no colours."""
    out, err = io.StringIO(), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "stdin", given),
        mock.patch.dict(os.environ, {"NO_COLOR": "1"}),
    ):
        code = main(arguments)
    return Ran(code, out.getvalue(), err.getvalue())
