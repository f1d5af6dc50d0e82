"""Running something as a user whom permissions bind, for tests that run as root or not."""

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

_NOBODY = 65_534

_START = """
import os, sys
sys.path[:0] = {paths!r}
import errno, difflib, pathlib, stat
import allsettled.files.walk, allsettled.files.write
from allsettled.errors import UserError
os.chdir({folder!r})
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.setgroups([]); os.setgid({nobody}); os.setuid({nobody})
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that an unprivileged user can reach and owns; pytest's own are closed to others."""
    if sys.platform == "win32":
        pytest.skip("Windows has no permission bits")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        yield folder
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)


def as_nobody(code: str, folder: Path) -> str:
    """Run code in a folder, in a process of its own without root's powers; return what it prints."""
    start = _START.format(paths=[path for path in sys.path if path], folder=str(folder), nobody=_NOBODY)
    done = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(code)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
