"""What a project wants of allsettled: `allsettled.toml`, or `[tool.allsettled]` in `pyproject.toml`."""

from allsettled.settings.discovery import above, nearest
from allsettled.settings.model import Files, Settings
from allsettled.settings.reading import SettingsError, read
from allsettled.settings.selection import KnownRule, path_ignores, selected, unknown_rules

__all__ = [
    "Files",
    "KnownRule",
    "Settings",
    "SettingsError",
    "above",
    "nearest",
    "path_ignores",
    "read",
    "selected",
    "unknown_rules",
]
