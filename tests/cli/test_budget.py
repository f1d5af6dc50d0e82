"""What a check costs, in counts. No clock is asked.

Modules loaded, data classes made and regular expressions compiled; files opened, bytes read, texts parsed.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from records import keep_outputs, log
from shell import CHECKOUT

_PROBE = """
import json, os, sys
sys.path.insert(0, {path!r})
sys.dont_write_bytecode = True
here = os.getcwd()
opened, read, loaded = [], 0, set(sys.modules)
calls = dict(read_blocks=0, _process_class=0, compile=0)
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(here):
        opened.append(os.path.relpath(arguments[0], here))
sys.addaudithook(hook)
real_read = os.read
def counted(file, size):
    global read
    data = real_read(file, size)
    read += len(data)
    return data
os.read = counted
def profile(frame, event, _):
    name = frame.f_code.co_name
    if event == "call" and name in calls and (name != "compile" or frame.f_globals["__name__"] == "re._compiler"):
        calls[name] += 1
sys.setprofile(profile)
from allsettled.cli import main
code = main({arguments!r})
sys.setprofile(None)
loaded = sorted(set(sys.modules) - loaded)
found = dict(code=code, opened=sorted(opened), read=read, parsed=calls["read_blocks"], loaded=loaded)
found |= dict(classes=calls["_process_class"], compiled=calls["compile"])
print(json.dumps(found), file=sys.stderr)
"""
_FEWEST = {
    "allsettled.checking",
    "allsettled.claims",
    "allsettled.protocol",
    "allsettled.triage",
    "allsettled.document",
}
_HEAVY = {
    "click", "dataclasses", "importlib.metadata", "importlib.resources", "inspect", "jinja2", "jsonschema", "logging",
    "markdown_it", "markdown_it.main", "markdown_it.rules_inline", "mdurl", "multiprocessing",
    "pathlib", "rich", "tempfile", "tomllib", "yaml",
}  # fmt: skip


def _check(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run a check in a process of its own, with a cache beside the folder; return the counts."""
    source = _PROBE.format(path=str(CHECKOUT / "checker"), arguments=["check", *arguments])
    done = subprocess.run(
        [sys.executable, "-I", "-c", source],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"ALLSETTLED_CACHE_DIR": str(folder.with_name("cache"))},
    )
    found: dict[str, Any] = json.loads(done.stderr.strip().split("\n")[-1])
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a clean log, and what it names."""
    folder = tmp_path / "project"
    folder.mkdir()
    keep_outputs(folder)
    (folder / "2026-01-05-session-01.md").write_text(log())
    return folder


def _own(found: dict[str, Any]) -> set[str]:
    return {name for name in found["loaded"] if name.startswith("allsettled")}


def test_a_log_that_is_known_loads_what_finds_files_and_little_else(project: Path) -> None:
    _check(project, "2026-01-05-session-01.md")
    known = _check(project, "2026-01-05-session-01.md")
    assert 0 == known["code"]
    assert set() == (_HEAVY | _FEWEST) & set(known["loaded"])
    assert 46 >= len(_own(known))
    assert 75 >= len(known["loaded"])
    assert (0, 0) == (known["classes"], known["compiled"])
    assert (0, ["2026-01-05-session-01.md"]) == (known["parsed"], known["opened"])


def test_a_clean_log_that_is_not_known_loads_nothing_heavy(project: Path) -> None:
    new = _check(project, "--no-cache", "2026-01-05-session-01.md")
    assert 0 == new["code"]
    needed = {"dataclasses", "inspect", "logging", "markdown_it", "pathlib"}  # the parser takes these along
    assert set() == (_HEAVY - needed) & set(new["loaded"])
    assert not any(name.startswith("allsettled.render") for name in new["loaded"])
    assert 143 >= len(_own(new))
    assert 235 >= len(new["loaded"])
    assert 3 >= new["classes"]  # the parser's own
    assert 105 >= new["compiled"]  # half of them the parser's and Python's own
    assert (1, ["2026-01-05-session-01.md"]) == (new["parsed"], new["opened"])


def test_a_file_that_is_none_of_ours_is_not_parsed(project: Path) -> None:
    (project / "notes.md").write_text("# Notes\n\nNothing of ours.\n")
    new = _check(project, "--no-cache", "notes.md")
    assert 0 == new["parsed"]
    unneeded = _FEWEST - {"allsettled.protocol", "allsettled.triage", "allsettled.document", "allsettled.claims"}
    assert set() == ({"markdown_it", "allsettled.subject"} | unneeded) & set(new["loaded"])
    assert 60 >= len(_own(new))
    assert 0 == new["classes"]
    assert 30 >= new["compiled"]


def _fill(folder: Path, number: int) -> int:
    for index in range(number):
        (folder / f"{index}-notes.md").write_text(f"# Notes {index}\n\nNothing of ours.\n")
        (folder / f"2026-01-05-session-{index}.md").write_text(f"# Session {index}\n\nIt went well.\n")
    return sum(path.stat().st_size for path in folder.iterdir())


def test_the_work_grows_as_the_files_do(tmp_path: Path) -> None:
    counts = {}
    for number in (5, 50):
        folder = tmp_path / f"of-{number}" / "project"
        folder.mkdir(parents=True)
        size = _fill(folder, number)
        cold = _check(folder, "--jobs", "1", ".")
        assert 2 * number == len(cold["opened"])  # each once
        assert number == cold["parsed"]
        assert size <= cold["read"] <= size + 500
        warm = _check(folder, ".")
        assert cold["opened"] == warm["opened"]
        assert 0 == warm["parsed"]
        assert set() == _FEWEST & set(warm["loaded"])
        (folder / "0-notes.md").write_text("# Notes\n\nIt was 40% faster (20 min instead of 50 min).\n")
        changed = _check(folder, ".")
        assert 1 <= changed["parsed"] <= 2  # what may be wrong of it, then all of it
        counts[number] = cold
    assert counts[5]["loaded"] == counts[50]["loaded"]


def test_the_work_grows_as_a_file_does(project: Path) -> None:
    name = "2026-01-05-session-01.md"
    calls = []
    for times in (20, 200):
        (project / name).write_text(log() + "\n## Notes\n\n" + "- The lock was looked at by two readers.\n" * times)
        calls.append(_calls(project, name))
    assert 11 * calls[0] > calls[1]
    (project / name).write_text(log())
    alone = _calls(project, name)
    assert (calls[1] - alone) < 11 * (calls[0] - alone)


def _calls(folder: Path, name: str) -> int:
    """Return how many functions are called when a file is judged, all being loaded."""
    source = f"""
import sys
sys.path.insert(0, {str(CHECKOUT / "checker")!r})
from allsettled.cli import main
main(["check", "--no-cache", {name!r}])
calls = 0
def profile(*_):
    global calls
    calls += 1
sys.setprofile(profile)
main(["check", "--no-cache", {name!r}])
sys.setprofile(None)
print(calls)
"""
    done = subprocess.run([sys.executable, "-I", "-c", source], cwd=folder, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])
