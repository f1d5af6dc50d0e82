"""Which settings file holds: the nearest one above what is checked."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

from allsettled.settings.model import Settings
from allsettled.settings.reading import PYPROJECT, read
from allsettled.settings.selection import KnownRule

FILE_NAME = "allsettled.toml"


def candidates(folder: PurePath, is_top: Callable[[PurePath], bool]) -> Iterator[PurePath]:
    """Yield the files that may hold settings for a folder, from the nearest upwards.

    `is_top` says of a folder that nothing above it counts: the root of a repository.
    """
    for each in (folder, *folder.parents):
        yield each / FILE_NAME
        yield each / PYPROJECT
        if is_top(each):
            return


def nearest(
    folder: PurePath,
    read_text: Callable[[PurePath], str | None],
    is_top: Callable[[PurePath], bool],
    rules: Mapping[str, KnownRule],
) -> Settings:
    """Return the settings that hold in a folder (absolute), or the defaults if there are none.

    In one folder, `allsettled.toml` goes before `pyproject.toml`; a `pyproject.toml` without `[tool.allsettled]`
    doesn't count. `read_text` returns a file's text, or None if there's no such file; it may raise UserError.
    Raises SettingsError if the nearest settings can't be used.
    """
    for path in candidates(folder, is_top):
        text = read_text(path)
        settings = None if text is None else read(text, str(path), rules)
        if settings is not None:
            return settings
    return Settings()
