"""The options of `render` that take part without click: what they are when nobody gives them."""

from typing import Any

DEFAULTS: dict[str, Any] = {
    "paths": (),
    "check_only": False,
    "with_diff": False,
    "force": (),
    "accept": (),
    "resolve": False,
    "prune": False,
    "exact": False,
    "defined": (),
    "form": "text",
    "settings_file": None,
    "allow_empty": False,
    "no_cache": False,
    "cache_dir": None,
    "colour": "auto",
}

FLAGS = {
    "--check": "check_only",
    "--diff": "with_diff",
    "--resolve": "resolve",
    "--prune": "prune",
    "--exact": "exact",
    "--allow-empty": "allow_empty",
    "--no-cache": "no_cache",
}
"""The options without a value."""
