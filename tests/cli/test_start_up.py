"""Start-up is a feature: what a command doesn't need isn't imported. Held by counting modules, not seconds."""

import subprocess
import sys
from pathlib import Path

import pytest

from records import log
from shell import CHECKOUT

_PROBE = """
import sys
sys.path.insert(0, {path!r})
from allsettled.cli import main
code = main({arguments!r})
print("\\n".join(sorted(sys.modules)))
"""


def _loaded(arguments: list[str], cwd: Path) -> set[str]:
    source = _PROBE.format(path=str(CHECKOUT / "checker"), arguments=arguments)
    done = subprocess.run([sys.executable, "-I", "-c", source], cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n"))


@pytest.mark.parametrize("heavy", ["jinja2", "jsonschema", "rich", "importlib.metadata", "yaml", "tomllib"])
def test_a_clean_log_loads_nothing_heavy(tmp_path: Path, heavy: str) -> None:
    (tmp_path / "2026-01-05-session-01.md").write_text(log())
    assert heavy not in _loaded(["check", "2026-01-05-session-01.md"], tmp_path)


def test_a_log_loads_nothing_that_only_prompts_need(tmp_path: Path) -> None:
    (tmp_path / "2026-01-05-session-01.md").write_text(log())
    loaded = _loaded(["check", "2026-01-05-session-01.md"], tmp_path)
    assert "allsettled.rules.unknown_agent" in loaded
    assert set() == {"allsettled.render", "allsettled.rules.agent_names", "allsettled.rules.serial_example"} & loaded


def test_a_file_that_cannot_concern_us_is_not_parsed(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing of ours.\n")
    assert "markdown_it" not in _loaded(["check", "notes.md"], tmp_path)


def test_the_version_loads_almost_nothing(tmp_path: Path) -> None:
    bare = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    extra = _loaded(["--version"], tmp_path) - set(bare.stdout.split("\n"))
    assert {"allsettled", "allsettled.cli"} == {
        name for name in extra if name.startswith("allsettled") and "0" not in name
    }
    assert "click" not in extra
