"""A check says the same with the cache and without, whatever happens to either, and with any number of processes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.cache import identity
from allsettled.cli import workers
from cli.inside import run
from cli.loaded import packages
from files.tree import content
from files.unprivileged import open_folder
from records import CLEAN, keep_outputs, log
from shell import CHECKOUT, Ran, allsettled

__all__ = ["open_folder"]

SETTINGS = """
agents = ["agents/*.md"]
[levels]
torn-row = "warning"
[per-path-ignores]
"old/*" = ["unsettled-agent"]
"""
UNSETTLED = "# Session 12\n\n**Status**: Complete\n\n| Agent | Status |\n| --- | --- |\n| Analyst | Pending |\n"
CLAIM = "# Notes\n\nIt was 40% faster (20 min instead of 50 min).\n"
SILENCED = CLAIM.replace("It was", "<!-- allsettled: ignore wrong-arithmetic -- quoted -->\nIt was")
FILES: dict[str, str | bytes] = {
    "allsettled.toml": SETTINGS,
    "2026-01-05-session-01.md": log(),
    "2026-01-05-session-02.md": log(closed=False),
    "2026-01-05-session-12.md": UNSETTLED,
    "old/2025-01-05-session-12.md": UNSETTLED,
    "claim.md": CLAIM,
    "silenced.md": SILENCED,
    "two-marks.md": "\ufeff" + CLAIM,
    "line-ends.md": CLAIM.replace("\n", "\r\n").encode(),
    "2026-01-06-session-07-a.md": "# Session 7: a\n",
    "2026-01-06-session-07-b.md": "# Session 7: b\n",
    "notes.md": "# Notes\n\nNothing of ours.\n",
    "not-text.md": b"\xff\xfe\xff",
    "agents/qa.md": "---\nname: qa\ndescription: Tests.\nmodel: small\n---\n\n# QA\n",
    "agents/orchestrator.md": "# Lead\n\nTask(subagent_type='qa')\nTask(subagent_type='critic')\n",
    "outputs/qa.output.md": "---\nagent: qa\nstatus: DONE\nfinished: soon\n---\n\n# Output\n",
}


def _project(folder: Path) -> Path:
    keep_outputs(folder)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with files of all kinds, many of them faulty, and one that can't be read."""
    return _project(tmp_path / "project")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return the path of a cache that isn't there yet."""
    return tmp_path / "cache"


def _check(project: Path, cache: Path, *options: str, paths: tuple[str, ...] = (".",)) -> Ran:
    return run("check", "--cache-dir", str(cache), "--format", "json", *options, *paths, cwd=project)


def _plain(project: Path, *options: str, paths: tuple[str, ...] = (".",)) -> Ran:
    return run("check", "--no-cache", "--jobs", "1", "--format", "json", *options, *paths, cwd=project)


def test_the_project_has_something_to_say(project: Path) -> None:
    ran = _plain(project)
    assert 2 == ran.code
    said = ("unsettled-agent", "wrong-arithmetic", "bad-timestamp", "not UTF-8", "unknown-agent", "duplicate-id")
    assert [] == [one for one in said if one not in ran.out]
    assert "1 suppressed by comments" in ran.err
    assert "3 logs still open" in ran.err


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_the_report_is_the_same_with_any_number_of_processes(project: Path, cache: Path, jobs: str) -> None:
    with patch.object(workers, "_CHUNK", 2):
        expected = _plain(project)
        assert expected == _plain(project, "--jobs", jobs)
        assert expected == _check(project, cache, "--jobs", jobs)
        assert expected == _check(project, cache, "--jobs", jobs)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "agent"])
def test_the_report_is_the_same_in_any_format(project: Path, cache: Path, form: str) -> None:
    expected = _plain(project, "--format", form)
    assert expected == _check(project, cache, "--format", form)
    assert expected == _check(project, cache, "--format", form)


def test_the_order_of_the_arguments_does_not_matter(project: Path, cache: Path) -> None:
    (project / "old" / "allsettled.toml").write_text('select = ["wrong-total"]')
    paths = ["2026-01-05-session-12.md", "old", "agents", "claim.md", "not-text.md", "old/2025-01-05-session-12.md"]
    expected = _plain(project, paths=tuple(paths))
    for seed in range(6):
        random.Random(seed).shuffle(paths)
        assert expected == _plain(project, paths=tuple(paths))
        assert expected == _check(project, cache, "--jobs", str(seed % 3), paths=tuple(paths))


@pytest.mark.parametrize("options", [("--no-files",), ("--select", "bad-timestamp"), ("--ignore", "wrong-arithmetic")])
def test_other_options_have_other_answers(project: Path, cache: Path, options: tuple[str, ...]) -> None:
    (project / CLEAN.outputs[0].location).unlink()
    assert _plain(project, *options) != _check(project, cache)
    for _ in range(2):
        assert _plain(project, *options) == _check(project, cache, *options)
        assert _plain(project) == _check(project, cache)


def test_a_baseline_leaves_the_same(project: Path, cache: Path, tmp_path: Path) -> None:
    made = {}
    for name in ("with", "without"):
        file = tmp_path / f"{name}.json"
        for _ in range(2):
            place = ("--cache-dir", str(cache)) if name == "with" else ("--no-cache",)
            run("check", *place, "--write-baseline", str(file), ".", cwd=project)
        made[name] = file.read_bytes()
    assert made["with"] == made["without"]
    (project / "claim.md").write_text("\n" + CLAIM + "\n60 min instead of 50 min are 3x.\n")
    expected = _plain(project, "--baseline", str(tmp_path / "with.json"))
    for _ in range(2):
        assert expected == _check(project, cache, "--baseline", str(tmp_path / "with.json"))


def test_what_is_mended_is_the_same(project: Path, cache: Path, tmp_path: Path) -> None:
    _check(project, cache)
    other = tmp_path / "other"
    shutil.copytree(project, other)
    assert _plain(other, "--fix") == _check(project, cache, "--fix")
    assert content(other) == content(project)
    assert _plain(project) == _check(project, cache)


CHANGES: dict[str, Callable[[Path], object]] = {
    "content": lambda folder: (folder / "notes.md").write_text(CLAIM),
    "content back": lambda folder: (folder / "claim.md").write_text("# Notes\n"),
    "a new file": lambda folder: (folder / "new.md").write_text(CLAIM),
    "a file less": lambda folder: (folder / "claim.md").unlink(missing_ok=True),
    "another name": lambda folder: (folder / "claim.md").exists() and (folder / "claim.md").rename(folder / "c.md"),
    "another folder": lambda folder: shutil.copy(folder / "2026-01-05-session-12.md", folder / "old" / "x.md"),
    "an output goes": lambda folder: (folder / CLEAN.outputs[0].location).unlink(missing_ok=True),
    "an output comes back": lambda folder: keep_outputs(folder),
    "an output is a folder": lambda folder: _as_folder(folder / CLEAN.outputs[1].location),
    "another agent": lambda folder: (folder / "agents" / "critic.md").write_text("# Critic\n"),
    "an agent less": lambda folder: (folder / "agents" / "qa.md").unlink(missing_ok=True),
    "no settings": lambda folder: (folder / "allsettled.toml").write_text(""),
    "settings": lambda folder: (folder / "allsettled.toml").write_text(SETTINGS),
    "a level": lambda folder: (folder / "allsettled.toml").write_text('[levels]\nunsettled-agent = "note"\n'),
    "a rule off": lambda folder: (folder / "allsettled.toml").write_text('ignore = ["wrong-arithmetic"]\n'),
    "a kind": lambda folder: (folder / "allsettled.toml").write_text('[kinds]\nlog = ["notes.md", "claim.md"]\n'),
    "a path": lambda folder: (folder / "allsettled.toml").write_text(SETTINGS.replace("old/*", "*.md")),
    "a protocol": lambda folder: (folder / "allsettled.toml").write_text(
        '[protocol]\nchecklist = ["The token budget allows it"]\n'
    ),
    "a size": lambda folder: (folder / "allsettled.toml").write_text("[files]\nmax-size = 60\n"),
    "an exclusion": lambda folder: (folder / "allsettled.toml").write_text('exclude = ["old/"]\n'),
    "wrong settings": lambda folder: (folder / "allsettled.toml").write_text("ignore = 3\n"),
    "bytes": lambda folder: (folder / "notes.md").write_bytes(b"\xff"),
    "line ends": lambda folder: (folder / "notes.md").write_bytes(CLAIM.replace("\n", "\r").encode()),
}
"""All that findings hang on."""


def _as_folder(path: Path) -> None:
    path.unlink(missing_ok=True) if not path.is_dir() else None
    path.mkdir(parents=True, exist_ok=True)


@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_whatever_changes_the_cache_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, changes: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    project, cache = _project(folder / "project"), folder / "cache"
    _check(project, cache)
    for change in changes:
        try:
            CHANGES[change](project)
        except IsADirectoryError:
            continue
        assert _plain(project) == _check(project, cache)
    assert _plain(project) == _check(project, cache)


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_each_change_is_seen(project: Path, cache: Path, change: str) -> None:
    before = _check(project, cache)
    CHANGES[change](project)
    after = _check(project, cache)
    assert _plain(project) == after
    assert (before == after) == (change in {"an output comes back", "settings"})


@pytest.mark.parametrize(
    "lines",
    [
        'ignore = ["wrong-arithmetic"]',
        'agents = ["agents/*.md"]',
        'exclude = ["old/"]',
        '[levels]\nunsettled-agent = "note"',
        '[kinds]\nlog = ["notes.md", "claim.md"]',
        '[per-path-ignores]\n"old/*" = ["unsettled-agent"]',
        "[files]\nmax-size = 60",
        '[protocol]\nchecklist = ["The token budget allows it"]',
    ],
)
def test_each_setting_alone_is_part_of_the_key(project: Path, cache: Path, lines: str) -> None:
    (project / "allsettled.toml").write_text("")
    before = _check(project, cache)
    (project / "allsettled.toml").write_text(lines)
    after = _check(project, cache)
    assert before != after
    assert "allsettled.toml" not in after.err, "the setting is a good one"
    assert _plain(project) == after
    (project / "allsettled.toml").write_text("")
    assert before == _check(project, cache)


def test_two_versions_share_a_folder(project: Path, cache: Path) -> None:
    expected = _plain(project)
    for version in ("1", "2", "1", "2"):
        with patch("allsettled.cache.identity.__version__", version):
            assert expected == _check(project, cache)
    assert 2 == len(list(cache.glob("*.cache")))


def test_what_another_version_found_is_not_believed(project: Path, cache: Path) -> None:
    blind = patch("allsettled.triage._may_be_wrong", return_value=False)
    with patch("allsettled.cache.identity.__version__", "9"), blind:
        wrong = _check(project, cache)
    assert _plain(project) != wrong
    assert _plain(project) == _check(project, cache)


def test_all_code_that_takes_part_is_part_of_the_key(project: Path) -> None:
    (project / "log.json").write_text('{"title": 3, "agents": [{"agent": ""}]}')
    loaded = packages("check", "--no-cache", ".", "log.json", cwd=project)
    assert {"jsonschema", "markdown_it", "yaml"} < loaded
    assert set() == loaded - {"attrs", "click", *identity._NEEDED}  # the first has only names, for what attr has


def test_a_file_of_another_project_is_not_taken_for_its_namesake(tmp_path: Path, cache: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2026-01-05-session-01.md").write_text(log())
        (tmp_path / name / "allsettled.toml").write_text("")
    keep_outputs(tmp_path / "a")
    assert 0 == _check(tmp_path / "a", cache).code
    assert 1 == _check(tmp_path / "b", cache).code


@pytest.mark.parametrize(("name", "link"), [("log.json", "link.md"), ("notes.md", "link.json")])
def test_the_name_of_a_link_from_elsewhere_makes_no_difference(
    project: Path, cache: Path, tmp_path: Path, name: str, link: str
) -> None:
    (project / name).write_text('{"title": "x", "status": "Complete"}')
    (tmp_path / link).symlink_to(project / name)
    project_by = ("--settings", "allsettled.toml")
    for path in (str(tmp_path / link), name):
        assert _plain(project, *project_by, paths=(path,)) == _check(project, cache, *project_by, paths=(path,))


@pytest.mark.parametrize(
    "garbage", [b"", b"\0" * 5000, b"allsettled cache 1\n", b"allsettled cache 1\n" + b"\xff" * 99]
)
def test_a_folder_full_of_garbage_changes_nothing(project: Path, cache: Path, garbage: bytes) -> None:
    expected = _check(project, cache)
    for file in cache.iterdir():
        file.write_bytes(garbage)
    (cache / ("0" * 32 + ".cache")).write_bytes(garbage)
    (cache / ("1" * 32 + ".cache")).mkdir()
    assert expected == _check(project, cache)
    assert expected == _check(project, cache)


def test_a_file_in_the_folders_place_changes_nothing(project: Path, cache: Path) -> None:
    cache.write_text("mine")
    assert _plain(project) == _check(project, cache)
    assert "mine" == cache.read_text()


def test_entries_that_were_tampered_with_are_not_believed(project: Path, cache: Path) -> None:
    expected = _check(project, cache)
    for file in cache.glob("*.cache"):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(bytes(data))
    assert expected == _check(project, cache)


_WITHOUT_POWERS = """
import os, sys
from allsettled.cli import main
def said(*options):
    print(main(["check", *options, "--format", "json", "project"]), flush=True)
said("--no-cache", "--jobs", "1")  # loads all that a user without rights may not be able to load
said("--cache-dir", "other", "--jobs", "2")
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
said("--cache-dir", "cache")
said("--cache-dir", "cache", "--jobs", "2")
"""


def test_a_folder_that_may_not_be_written_changes_nothing(open_folder: Path) -> None:
    _project(open_folder / "project")
    cache = open_folder / "cache"
    cache.mkdir()
    cache.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_POWERS], cwd=open_folder, capture_output=True, text=True, check=True
    )
    once = done.stdout[: len(done.stdout) // 4]
    assert 4 * once == done.stdout
    assert "wrong-arithmetic" in once
    assert [] == list(cache.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
def test_a_run_that_is_killed_leaves_nothing_that_is_believed(project: Path, cache: Path) -> None:
    expected = _plain(project, "--format", "text")
    for number in range(400):
        (project / f"more-{number}.md").write_text(f"{CLAIM}\n{number}\n")
    command = [sys.executable, "-m", "allsettled", "check", "--cache-dir", str(cache), "--jobs", "2", "."]
    for delay in (0.1, 0.3, 0.5):
        started = subprocess.Popen(
            command, cwd=project, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    for path in project.glob("more-*"):
        path.unlink()
    assert expected == _check(project, cache, "--format", "text")


@pytest.mark.skipif(not workers._FORKS, reason="processes are forked on Linux only")
def test_a_process_that_is_killed_is_made_up_for(project: Path) -> None:
    expected = _plain(project)
    parent = os.getpid()
    judge = workers._judge

    def dying(*arguments: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(*arguments)  # type: ignore[arg-type]

    with patch.object(workers, "_judge", dying), patch.object(workers, "_CHUNK", 2):
        assert expected == _plain(project, "--jobs", "2")


@pytest.mark.parametrize("error", [OSError("no processes left"), ImportError("no semaphores"), NotImplementedError()])
def test_where_there_may_be_no_processes_one_does_it(project: Path, error: Exception) -> None:
    expected = _plain(project)
    with patch("concurrent.futures.ProcessPoolExecutor", side_effect=error), patch.object(workers, "_CHUNK", 2):
        assert expected == _plain(project, "--jobs", "2")


def test_many_runs_at_once_say_the_same(project: Path, cache: Path) -> None:
    expected = allsettled("check", "--no-cache", ".", cwd=project)
    command = [sys.executable, "-m", "allsettled", "check", "--cache-dir", str(cache), "."]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(CHECKOUT / "checker")}
    started = [
        subprocess.Popen(
            command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for one in started:
        out, err = one.communicate(timeout=120)
        assert expected == Ran(one.returncode, out, err)
    assert expected == allsettled("check", "--cache-dir", str(cache), ".", cwd=project)


def test_nothing_is_kept_of_what_failed(project: Path, cache: Path) -> None:
    with patch("allsettled.rules.wrong_arithmetic.check", side_effect=RuntimeError("for once")):
        assert "internal-error" in _check(project, cache).out
    assert _plain(project) == _check(project, cache)


def test_no_file_is_judged_twice(project: Path, cache: Path) -> None:
    from allsettled.cli.examining import Examiner

    _check(project, cache)
    with patch.object(Examiner, "inspect", side_effect=AssertionError("judged again")):
        assert 2 == _check(project, cache).code
    (project / "notes.md").write_text(CLAIM)
    with patch.object(Examiner, "inspect", autospec=True, side_effect=Examiner.inspect) as judged:
        _check(project, cache)
    assert 1 == judged.call_count


def test_without_a_home_there_is_no_cache(project: Path, tmp_path: Path) -> None:
    before = content(tmp_path)
    environment = {"ALLSETTLED_CACHE_DIR": "", "XDG_CACHE_HOME": "", "HOME": "", "LOCALAPPDATA": ""}
    assert 2 == allsettled("check", ".", cwd=project, **environment).code
    assert before == content(tmp_path)
