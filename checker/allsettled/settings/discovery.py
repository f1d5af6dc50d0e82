"""Which settings file holds: the nearest one above what is checked."""

import os.path
from collections.abc import Callable, Iterator, Mapping

from allsettled.settings.model import Settings
from allsettled.settings.reading import PYPROJECT, read
from allsettled.settings.selection import KnownRule

FILE_NAME = "allsettled.toml"


def above(folder: str) -> Iterator[str]:
    """Yield a folder (absolute) and all that it's in, from the nearest upwards."""
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def candidates(folder: str, is_top: Callable[[str], bool]) -> Iterator[str]:
    """Yield the files that may hold settings for a folder, from the nearest upwards.

    `is_top` says of a folder that nothing above it counts: the root of a repository.
    """
    for each in above(folder):
        yield os.path.join(each, FILE_NAME)
        yield os.path.join(each, PYPROJECT)
        if is_top(each):
            return


def nearest(
    folder: str,
    read_text: Callable[[str], str | None],
    is_top: Callable[[str], bool],
    rules: Mapping[str, KnownRule],
) -> Settings:
    """Return the settings that hold in a folder (absolute), or the defaults if there are none.

    In one folder, `allsettled.toml` goes before `pyproject.toml`; a `pyproject.toml` without `[tool.allsettled]`
    doesn't count. `read_text` returns a file's text, or None if there's no such file; it may raise UserError.
    Raises SettingsError if the nearest settings can't be used.
    """
    for path in candidates(folder, is_top):
        text = read_text(path)
        settings = None if text is None else read(text, path, rules)
        if settings is not None:
            return settings
    return Settings()
