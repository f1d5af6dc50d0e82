"""The benchmarks run: in a short form, for crashes. No time is judged here."""

import os
import subprocess
import sys

import pytest

from shell import CHECKOUT


@pytest.mark.parametrize("script", ["speed", "where"])
def test_the_short_form_runs(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "benchmarks" / f"{script}.py"), "--short"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "checker")},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    wanted = ("seen before", "one changed log", "json.loads", "ten times") if script == "speed" else ("markdown_it",)
    assert [] == [text for text in wanted if text not in done.stdout]
