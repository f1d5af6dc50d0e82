"""The settings as a value. Defaults stand here and nowhere else."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from allsettled.finding import Severity

Pointer = tuple[str | int, ...]
"""The way to a value: the keys and list indices that lead to it."""

MEBIBYTE = 1_048_576
_NONE: Mapping[str, Any] = {}


class Files(NamedTuple):
    """How files are read: `max_size` in bytes."""

    max_size: int = MEBIBYTE


class Settings(NamedTuple):
    """One field for each key of `schemas/settings.schema.json`, whose descriptions say what it means.

    `path` is the file that they come from, or empty. Globs and paths are relative to its folder.
    In `levels`, None stands for `off`; a `rules_version` of 0 pins nothing.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Severity | None] = _NONE
    exclude: tuple[str, ...] = ()
    per_path_ignores: Mapping[str, tuple[str, ...]] = _NONE
    kinds: Mapping[str, tuple[str, ...]] = _NONE
    agents: tuple[str, ...] = ()
    files: Files = Files()
    rules_version: int = 0
    baseline: str = ""
    protocol: Mapping[str, Any] = _NONE
    render: Mapping[str, Any] = _NONE
    path: str = ""
