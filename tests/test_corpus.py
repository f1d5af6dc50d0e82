"""All findings on 256 real logs and documents, as a person has read them. `python tests/test_corpus.py` records anew.

The files are looked up beside the checkout and are not part of the repository; of the findings only file, line and
rule are kept here.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from allsettled.checking import Checker
from allsettled.files.source import decode
from shell import CORPUS, allsettled

SNAPSHOT = Path(__file__).parent / "corpus_findings.tsv"
FOLDERS = ("docs", "logs")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")


def _findings() -> list[str]:
    checker = Checker()
    lines = []
    for folder in FOLDERS:
        for path in sorted((CORPUS / folder).glob("*.md")):
            inspected = checker.inspect(decode(path.read_bytes(), str(path)).text, path.name)
            lines += [f"{folder}/{path.name}\t{f.span.line}\t{f.rule}" for f in inspected.file.findings]
    return sorted(lines)


def test_the_findings_are_those_that_were_read() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8").splitlines() == _findings()


def test_the_command_finds_the_same() -> None:
    ran = allsettled("check", "--format", "json", "--ignore", "duplicate-id", str(CORPUS / "logs"))
    assert 1 == ran.code
    assert "Traceback" not in ran.err
    expected = sum(line.startswith("logs/") for line in SNAPSHOT.read_text(encoding="utf-8").splitlines())
    assert expected == ran.out.count('"rule":')


def test_memory_does_not_grow_with_the_number_of_files() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("this system cannot tell the peak memory of a process")
    arguments = ["check", str(CORPUS / "logs"), str(CORPUS / "docs")]
    source = (
        "import contextlib, io; from allsettled.cli import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()): main({arguments!r})\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 80 * 1024  # KiB


if __name__ == "__main__":
    SNAPSHOT.write_text("".join(line + "\n" for line in _findings()), encoding="utf-8")
