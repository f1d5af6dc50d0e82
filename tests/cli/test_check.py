"""`check` as a user sees it: what it prints, where, and its exit code."""

import json
from pathlib import Path

import pytest

from records import CLEAN, keep_outputs, log
from shell import allsettled

UNSETTLED = """# Session 12

**Status**: Complete

## Agent feedback

| Agent   | Status  |
| ------- | ------- |
| Analyst | Pending |
"""


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Return a folder with a clean log and a faulty one."""
    outputs = tuple(row._replace(location=row.location.replace(".md", ".txt")) for row in CLEAN.outputs)
    kept = CLEAN._replace(outputs=outputs)
    keep_outputs(tmp_path, kept)
    (tmp_path / "2026-01-05-session-01-clean.md").write_text(log(kept))
    (tmp_path / "2026-01-05-session-12.md").write_text(UNSETTLED)
    return tmp_path


def test_a_fault_is_shown_with_its_line_and_its_cure(logs: Path) -> None:
    ran = allsettled("check", ".", cwd=logs)
    assert (
        "2026-01-05-session-12.md:9:13: error unsettled-agent: "
        'the log is closed, and Analyst is still "Pending" [FR-2.1]\n'
        "    | Analyst | Pending |\n"
        "                ^^^^^^^\n"
        "    help: write the status it ended in: COMPLETE, PARTIAL, FAILED, TIMEOUT, SKIPPED or BLOCKED\n"
    ) == ran.out
    assert "1 error in 1 of 2 files\n" == ran.err
    assert 1 == ran.code


def test_clean_files_print_nothing_on_stdout(logs: Path) -> None:
    ran = allsettled("check", "2026-01-05-session-01-clean.md", cwd=logs)
    assert (0, "", "1 file checked, nothing to report\n") == ran


def test_json_has_the_documented_fields(logs: Path) -> None:
    ran = allsettled("check", "--format", "json", ".", cwd=logs)
    report = json.loads(ran.out)
    assert 1 == report["version"]
    (finding,) = report["findings"]
    assert {
        "path": "2026-01-05-session-12.md",
        "line": 9,
        "column": 13,
        "end_line": 9,
        "end_column": 20,
        "rule": "unsettled-agent",
        "severity": "error",
        "requirement": "FR-2.1",
    } == {key: value for key, value in finding.items() if key not in ("message", "hint")}
    assert 1 == ran.code


def test_standard_input_is_checked_under_a_name(logs: Path) -> None:
    ran = allsettled("check", "-", "--stdin-filename", "2026-01-05-session-12.md", stdin=UNSETTLED, cwd=logs)
    assert ran.out.startswith("2026-01-05-session-12.md:9:13: error unsettled-agent:")
    assert 1 == ran.code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--ignore", "unsettled-agent"), 0),
        (("--select", "late-tier"), 0),
        (("--select", "unsettled-agent"), 1),
        (("--exit-zero",), 0),
        (("--format", "github"), 1),
        (("--format", "sarif"), 1),
        (("--format", "agent"), 1),
    ],
)
def test_the_exit_code_follows_the_findings_not_the_format(logs: Path, arguments: tuple[str, ...], code: int) -> None:
    assert code == allsettled("check", *arguments, ".", cwd=logs).code


def test_an_unknown_rule_is_refused_with_the_nearest_name(logs: Path) -> None:
    ran = allsettled("check", "--select", "unsetled-agent", ".", cwd=logs)
    assert 2 == ran.code
    assert 'error: --select: unknown rule "unsetled-agent"\nhelp: did you mean "unsettled-agent"?\n' == ran.err


def test_a_folder_without_markdown_is_no_silent_pass(tmp_path: Path) -> None:
    ran = allsettled("check", ".", cwd=tmp_path)
    assert (2, "") == ran[:2]
    assert ran.err == ("error: there's no Markdown file to check in .\nhelp: name another folder, or --allow-empty\n")
    assert 0 == allsettled("check", "--allow-empty", ".", cwd=tmp_path).code


def test_a_comment_with_a_reason_silences_a_rule(logs: Path) -> None:
    comment = "<!-- allsettled: ignore unsettled-agent -- continued in session 13 -->\n\n| Agent   |"
    (logs / "2026-01-05-session-12.md").write_text(UNSETTLED.replace("| Agent   |", comment))
    ran = allsettled("check", ".", cwd=logs)
    assert (0, "", "2 files checked, nothing to report; 1 suppressed by comments\n") == ran


def test_a_comment_without_a_reason_silences_nothing(logs: Path) -> None:
    comment = "<!-- allsettled: ignore unsettled-agent -->\n\n| Agent   |"
    (logs / "2026-01-05-session-12.md").write_text(UNSETTLED.replace("| Agent   |", comment))
    ran = allsettled("check", ".", cwd=logs)
    assert "error bad-suppression:" in ran.out
    assert "error unsettled-agent:" in ran.out


def test_settings_are_found_above_the_files(logs: Path) -> None:
    (logs / "allsettled.toml").write_text('ignore = ["unsettled-agent"]\n')
    assert 0 == allsettled("check", ".", cwd=logs).code
    assert 0 == allsettled("check", str(logs / "2026-01-05-session-12.md"), cwd=logs.parent).code


def test_a_fault_in_the_settings_is_placed(logs: Path) -> None:
    (logs / "allsettled.toml").write_text('selct = ["unsettled-agent"]\n')
    ran = allsettled("check", ".", cwd=logs)
    assert 2 == ran.code
    assert "allsettled.toml:1:1:" in ran.err
    assert 'did you mean "select"?' in ran.err


def test_per_path_ignores_and_excludes_hold_for_named_files(logs: Path) -> None:
    name = "2026-01-05-session-12.md"
    (logs / "allsettled.toml").write_text(f'[per-path-ignores]\n"{name}" = ["unsettled-agent"]\n')
    assert 0 == allsettled("check", name, cwd=logs).code
    (logs / "allsettled.toml").write_text(f'exclude = ["{name}"]\n')
    assert "1 file checked, nothing to report\n" == allsettled("check", ".", cwd=logs).err


def test_a_baseline_leaves_old_findings_alone_and_reports_new_ones(logs: Path) -> None:
    ran = allsettled("check", "--write-baseline", "baseline.json", ".", cwd=logs)
    assert (0, "") == ran[:2]
    assert ran.err.startswith("recorded 1 finding in baseline.json\n")
    assert 0 == allsettled("check", "--baseline", "baseline.json", ".", cwd=logs).code
    text = (logs / "2026-01-05-session-12.md").read_text()
    (logs / "2026-01-05-session-12.md").write_text("\n\n" + text + "| Critic  | Running |\n")
    ran = allsettled("check", "--baseline", "baseline.json", ".", cwd=logs)
    assert "Critic is still" in ran.out
    assert "Analyst" not in ran.out.split("\n")[0]


def test_an_empty_file_is_clean(tmp_path: Path) -> None:
    (tmp_path / "2026-01-05-session-01.md").write_bytes(b"")
    assert 0 == allsettled("check", ".", cwd=tmp_path).code


def test_explain_prints_the_page_and_lists_all_rules() -> None:
    assert allsettled("explain", "late-tier").out.startswith("# late-tier\n\nA lower tier started")
    listed = allsettled("explain").out
    assert "unsettled-agent" in listed
    assert "FR-2.1" in listed
    assert 1 == len({line.rindex("  ") for line in listed.split("\n")[:-1]}), "all summaries begin in one column"
    ran = allsettled("explain", "late-teir")
    assert (2, "", 'error: there is no rule "late-teir"\nhelp: did you mean "late-tier"?\n') == ran
    assert 'help: did you mean "late-tier"?\n' in allsettled("explain", "Late-Tier").err
    assert "help: the rules for it: unknown-tier, late-tier\n" in allsettled("explain", "FR-4.1").err


def test_an_unknown_command_names_the_nearest_one() -> None:
    ran = allsettled("chek")
    assert 2 == ran.code
    assert 'there is no command "chek"; did you mean "check"?' in ran.err


def test_outputs_that_are_not_there_are_missed_unless_nobody_is_to_look(tmp_path: Path) -> None:
    name = ".agents/sessions/2026-01-05-session-01-clean.md"
    keep_outputs(tmp_path)
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text(log(CLEAN))
    assert 0 == allsettled("check", name, cwd=tmp_path).code
    (tmp_path / ".agents/qa/plan.md").unlink()
    ran = allsettled("check", name, cwd=tmp_path)
    assert (
        ": error missing-output: .agents/qa/plan.md doesn't exist: the output of qa can't be read [FR-2.3]\n" in ran.out
    )
    assert 0 == allsettled("check", "--no-files", name, cwd=tmp_path).code
    assert 0 == allsettled("check", "-", "--stdin-filename", name, cwd=tmp_path, stdin=log(CLEAN)).code
