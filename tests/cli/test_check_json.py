"""`check` on logs in JSON: which files it takes for logs, and what it says of them."""

import json
from pathlib import Path

import pytest

from allsettled.protocol.record import plain
from records import CLEAN, keep_outputs
from shell import allsettled


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a faulty log in JSON and a JSON file that is none."""
    keep_outputs(tmp_path)
    record = plain(CLEAN) | {"failures": []}
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/a.json").write_text(json.dumps(record, indent=2))
    (tmp_path / "package.json").write_text('{"name": "x"}')
    return tmp_path


def test_a_log_that_is_named_is_checked(project: Path) -> None:
    ran = allsettled("check", "logs/a.json", cwd=project)
    assert 1 == ran.code
    assert (
        "logs/a.json:73:18: error unhandled-failure: devops is FAILED, and Failed Agents has no row for it" in ran.out
    )
    assert '          "status": "FAILED",\n                     ^^^^^^\n' in ran.out


def test_in_a_folder_only_what_the_settings_call_a_log_is_one(project: Path) -> None:
    assert 0 == allsettled("check", ".", cwd=project).code
    (project / "allsettled.toml").write_text('[kinds]\nlog = ["logs/**"]\n')
    ran = allsettled("check", ".", cwd=project)
    assert 1 == ran.code
    assert "logs/a.json:73:18: " in ran.out
    assert "package.json" not in ran.out


def test_outputs_are_looked_for_beside_it(project: Path) -> None:
    file = project / "logs/a.json"
    file.write_text(json.dumps(plain(CLEAN)))
    assert 0 == allsettled("check", "logs/a.json", cwd=project).code
    (project / CLEAN.outputs[0].location).unlink()
    assert "missing-output" in allsettled("check", "logs/a.json", cwd=project).out


def test_what_is_no_json_could_not_be_checked(project: Path) -> None:
    (project / "logs/a.json").write_text('{\n "runs": [,]\n}')
    ran = allsettled("check", "logs/a.json", cwd=project)
    assert 2 == ran.code
    assert "logs/a.json:2:11: " in ran.out + ran.err
    assert "a value belongs here, not `,`" in ran.out + ran.err


def test_standard_input_may_be_json(project: Path) -> None:
    ran = allsettled("check", "-", "--stdin-filename", "x.json", cwd=project, stdin='{"resutl": "x"}')
    assert 1 == ran.code
    assert 'x.json:1:2: error bad-record: unknown key "resutl"' in ran.out
    broken = allsettled("check", "-", "--stdin-filename", "x.json", cwd=project, stdin="{")
    assert 2 == broken.code


def test_json_that_is_nobody_s_is_not_even_looked_at(project: Path) -> None:
    try:
        (project / "broken.json").symlink_to("../gone.json")
    except OSError:
        pytest.skip("no symbolic links here")
    assert 0 == allsettled("check", ".", cwd=project).code
