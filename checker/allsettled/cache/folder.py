"""Where the cache lies: in the user's folder for caches."""

import os
import sys
from collections.abc import Mapping
from typing import Any

NAME = "allsettled"


def chosen_folder(options: Mapping[str, Any]) -> str | None:
    """Return the folder that the options of a command want, `no_cache` and `cache_dir`; None if they want none."""
    return None if options["no_cache"] else options["cache_dir"] or default_folder()


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Return the folder, as ALLSETTLED_CACHE_DIR or the platform has it; None where the user has no such folder.

    Relative paths in XDG_CACHE_HOME count for nothing, as its specification has it.
    """
    if own := environment.get("ALLSETTLED_CACHE_DIR"):
        return own
    if platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
        return os.path.join(base, NAME, "Cache") if base else None
    if os.path.isabs(xdg := environment.get("XDG_CACHE_HOME", "")):
        return os.path.join(xdg, NAME)
    home = environment.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return os.path.join(home, *(("Library", "Caches") if platform == "darwin" else (".cache",)), NAME)
