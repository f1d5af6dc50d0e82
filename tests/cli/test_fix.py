"""`check --fix` and `--diff` as a user sees them: what is written, what is printed, and the exit code."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from allsettled.cli import main
from allsettled.files.write import replace_all
from records import CLEAN, log
from shell import allsettled

FAULTY = log(CLEAN._replace(runs=(*CLEAN.runs[:3], CLEAN.runs[3]._replace(started="2026-01-05 09:03:00 UTC"))))
MENDED = FAULTY.replace("2026-01-05 09:03:00 UTC", "2026-01-05T09:03:00Z   ")
NAME = "2026-01-05-session-01-impact.md"
DIFF = f"""\
--- a/{NAME}
+++ b/{NAME}
@@ -18,7 +18,7 @@
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a log in which a time can be mended, and one in which nothing can."""
    (tmp_path / NAME).write_text(FAULTY)
    (tmp_path / "2026-01-05-session-02-open.md").write_text(log().replace("Eleven cases", "TBD"))
    return tmp_path


def test_the_fix_is_written_and_the_rest_is_reported(folder: Path) -> None:
    ran = allsettled("check", "--fix", "--no-files", ".", cwd=folder)
    assert MENDED == (folder / NAME).read_text()
    assert "bad-timestamp" not in ran.out
    assert "2026-01-05-session-02-open.md:32:" in ran.out
    assert "fixed 1 finding in 1 file\n1 error in 1 of 2 files\n" == ran.err
    assert 1 == ran.code
    again = allsettled("check", "--fix", "--no-files", NAME, cwd=folder)
    assert (0, "", "no finding that --fix mends\n1 file checked, nothing to report\n") == again
    assert MENDED == (folder / NAME).read_text()


def test_the_diff_is_shown_and_nothing_is_written(folder: Path) -> None:
    ran = allsettled("check", "--diff", ".", cwd=folder)
    assert ran.out.startswith(DIFF), ran.out
    changed = [line for line in ran.out.split("\n") if line[:1] in ("-", "+")][2:]
    assert ["-", "+"] == [line[0] for line in changed]
    assert ["2026-01-05 09:03:00 UTC", "2026-01-05T09:03:00Z"] == [line.split("|")[4].strip() for line in changed]
    assert (1, "would fix 1 finding in 1 file\n") == (ran.code, ran.err)
    assert FAULTY == (folder / NAME).read_text()
    assert ran == allsettled("check", "--fix", "--diff", ".", cwd=folder)
    assert FAULTY == (folder / NAME).read_text()


def test_there_is_nothing_to_show_where_nothing_can_be_fixed(folder: Path) -> None:
    ran = allsettled("check", "--diff", "2026-01-05-session-02-open.md", cwd=folder)
    assert (0, "", "no finding that --fix mends\n") == ran


def test_the_diff_may_go_to_a_file_and_the_exit_code_be_zero(folder: Path) -> None:
    ran = allsettled("check", "--diff", "--exit-zero", "--output", "fix.diff", ".", cwd=folder)
    assert (0, "") == ran[:2]
    assert (folder / "fix.diff").read_text().startswith(DIFF)


def test_standard_input_is_mended_to_standard_output(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + FAULTY.replace("\n", "\r\n").encode()
    ran = allsettled("check", "--fix", "--stdin-filename", NAME, "-", stdin=raw, cwd=tmp_path)
    assert "\ufeff" + MENDED.replace("\n", "\r\n") == ran.out
    assert (0, "fixed 1 finding in 1 file\n1 file checked, nothing to report\n") == (ran.code, ran.err)
    left = FAULTY.replace("Eleven cases", "TBD").replace("2026-01-05 09:03:00 UTC", "09:03")
    ran = allsettled("check", "--fix", "--stdin-filename", NAME, "-", stdin=left, cwd=tmp_path)
    assert left == ran.out
    assert "leftover-placeholder" in ran.err
    assert 1 == ran.code


def test_standard_input_that_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    ran = allsettled("check", "--fix", "-", stdin=b"a\xffb", cwd=tmp_path)
    assert (2, "") == ran[:2]


def test_a_refusal_names_file_and_line(folder: Path) -> None:
    text = f"{FAULTY}\n<<<<<<< HEAD\n"
    (folder / NAME).write_text(text)
    line = text.split("\n").index("<<<<<<< HEAD") + 1
    ran = allsettled("check", "--fix", NAME, cwd=folder)
    assert f"{NAME}:{line}: not fixed: a merge conflict stands in the file\nhelp: resolve it first\n" in ran.err
    assert "\nnothing was fixed\n" in ran.err
    assert "bad-timestamp" in ran.out
    assert 1 == ran.code
    assert text == (folder / NAME).read_text()
    ran = allsettled("check", "--diff", NAME, cwd=folder)
    assert (1, "") == ran[:2]
    assert "not fixed: a merge conflict" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fix", "--write-baseline", "b.json"), "--write-baseline doesn't go with --fix or --diff"),
        (("--diff", "--format", "json"), "--diff shows a diff, not a report"),
        (("--fix", "-", "."), "--fix writes what - is mended to to standard output"),
    ],
)
def test_what_does_not_go_together_is_refused(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = allsettled("check", *arguments, *(() if "." in arguments else (".",)), cwd=folder)
    assert (2, "") == ran[:2]
    assert ran.err.startswith(f"error: {message}\n")
    assert FAULTY == (folder / NAME).read_text()


def test_what_is_not_reported_is_not_fixed(folder: Path) -> None:
    for arguments in (("--ignore", "bad-timestamp"), ("--select", "unknown-status")):
        assert "no finding that --fix mends" in allsettled("check", "--fix", *arguments, NAME, cwd=folder).err
    (folder / "allsettled.toml").write_text(f'[per-path-ignores]\n"{NAME}" = ["bad-timestamp"]\n')
    assert "no finding that --fix mends" in allsettled("check", "--fix", NAME, cwd=folder).err
    (folder / "allsettled.toml").write_text("")
    allsettled("check", "--write-baseline", "known.json", NAME, cwd=folder)
    assert (
        "no finding that --fix mends" in allsettled("check", "--fix", "--baseline", "known.json", NAME, cwd=folder).err
    )
    assert FAULTY == (folder / NAME).read_text()


def test_a_line_that_the_baseline_knows_is_not_changed_under_it(folder: Path) -> None:
    text = FAULTY.replace("| P1   | m2      | 2026-01-05 09:03:00 UTC", "| P9   | m2      | 2026-01-05 09:03:00 UTC")
    (folder / NAME).write_text(text)
    select = ("--select", "unknown-tier,bad-timestamp")
    allsettled("check", "--select", "unknown-tier", "--write-baseline", "known.json", NAME, cwd=folder)
    ran = allsettled("check", "--fix", *select, "--baseline", "known.json", NAME, cwd=folder)
    assert 'not fixed: unknown-tier would be reported then: "P9" is no tier of the protocol' in ran.err
    assert text == (folder / NAME).read_text()


def test_json_reports_what_is_left(folder: Path) -> None:
    ran = allsettled("check", "--fix", "--no-files", "--format", "json", ".", cwd=folder)
    assert ["leftover-placeholder"] == [finding["rule"] for finding in json.loads(ran.out)["findings"]]


def test_mode_and_links_are_kept(folder: Path) -> None:
    (folder / NAME).chmod(0o640)
    (folder / "linked.md").symlink_to(NAME)
    allsettled("check", "--fix", "linked.md", cwd=folder)
    assert (folder / "linked.md").is_symlink()
    assert 0o640 == stat.S_IMODE((folder / NAME).stat().st_mode)
    assert ["2026-01-05-session-01-impact.md", "2026-01-05-session-02-open.md", "linked.md"] == sorted(
        path.name for path in folder.iterdir()
    )


def test_all_files_are_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "2026-01-05-session-01.md", tmp_path / "2026-01-05-session-02.md"
    first.write_text(FAULTY)
    second.write_text(FAULTY)

    def replace_late(changes: Any, **options: Any) -> None:
        second.write_text(FAULTY + "\nMore.\n")  # somebody else was quicker
        replace_all(changes, **options)

    monkeypatch.setattr("allsettled.cli.fix.replace_all", replace_late)
    assert 2 == main(["check", "--fix", str(tmp_path)])
    assert f"error: {second}: it has changed since it was read\n" in capsys.readouterr().err
    assert [FAULTY, FAULTY + "\nMore.\n"] == [first.read_text(), second.read_text()]


def test_files_of_two_projects_are_written_together(tmp_path: Path) -> None:
    paths = [tmp_path / name / NAME for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        (path.parent / ".git").mkdir()
        path.write_text(FAULTY)
    ran = allsettled("check", "--fix", "--select", "bad-timestamp", "../one", "../two", cwd=paths[0].parent)
    assert (0, "") == ran[:2]
    assert [MENDED, MENDED] == [path.read_text() for path in paths]


def test_a_log_in_json_is_checked_and_not_mended(tmp_path: Path) -> None:
    text = json.dumps({"outputs": [{"agent": "qa", "status": "TIMED_OUT"}]})
    (tmp_path / "log.json").write_text(text)
    ran = allsettled("check", "--fix", "log.json", cwd=tmp_path)
    assert '"TIMED_OUT" is no status of the protocol' in ran.out
    assert (1, text) == (ran.code, (tmp_path / "log.json").read_text())
    assert ran.err.startswith("no finding that --fix mends\n")
