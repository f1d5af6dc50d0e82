"""The options of `check` that take part without click: what they are when nobody gives them."""

from typing import Any

DEFAULTS: dict[str, Any] = {
    "paths": (),
    "form": "text",
    "output": None,
    "select": None,
    "ignore": None,
    "exit_zero": False,
    "counted": False,
    "fix": False,
    "diff": False,
    "baseline": None,
    "write_baseline": None,
    "no_files": False,
    "stdin_filename": "stdin.md",
    "settings_file": None,
    "allow_empty": False,
    "colour": "auto",
    "no_cache": False,
    "cache_dir": None,
    "jobs": 0,
}

FLAGS = {
    "--exit-zero": "exit_zero",
    "--statistics": "counted",
    "--no-files": "no_files",
    "--allow-empty": "allow_empty",
    "--no-cache": "no_cache",
}
"""The options without a value that need nothing else to be loaded."""
