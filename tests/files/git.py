"""Git itself, as the judge of what `.gitignore` means."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(folder: Path, *arguments: str, stdin: bytes = b"", may_fail: bool = False) -> bytes:
    """Run git without the configuration of the machine and of the user; return what it prints."""
    done = subprocess.run(
        ["git", "-c", "core.excludesFile=", "-c", "safe.directory=*", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=_ENVIRONMENT,
        check=False,
    )
    assert may_fail or done.returncode == 0, done.stderr
    return done.stdout


def repository(folder: Path) -> Path:
    """Make an empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--template=")
    return folder


def ignored(folder: Path, paths: list[str]) -> list[bool]:
    """Say for each path, taken as a file, whether git ignores it."""
    names = b"".join(b"./" + os.fsencode(path) + b"\0" for path in paths)
    said = git(folder, "check-ignore", "--no-index", "--stdin", "-z", "-v", "-n", stdin=names, may_fail=True).split(
        b"\0"
    )[:-1]
    assert len(said) == 4 * len(paths)
    return [pattern != b"" and not pattern.startswith(b"!") for pattern in said[2::4]]


def listed(folder: Path) -> set[str]:
    """Return the files that git sees and does not ignore; nothing may be staged."""
    said = git(folder, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")[:-1]
    return {os.fsdecode(path) for path in said}
