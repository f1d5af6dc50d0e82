"""The settings as a value. Defaults stand here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allsettled.finding import Severity

MEBIBYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Files:
    """How files are read: `max_size` in bytes."""

    max_size: int = MEBIBYTE


@dataclass(frozen=True, slots=True)
class Settings:
    """One field for each key of `schemas/settings.schema.json`, whose descriptions say what it means.

    `path` is the file that they come from, or empty. Globs and paths are relative to its folder.
    In `levels`, None stands for `off`; a `rules_version` of 0 pins nothing.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Severity | None] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    per_path_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agents: tuple[str, ...] = ()
    files: Files = field(default_factory=Files)
    rules_version: int = 0
    baseline: str = ""
    protocol: Mapping[str, Any] = field(default_factory=dict)
    render: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
