"""What a region asks for."""

from typing import Any, NamedTuple

SIZES = ("full", "compact", "pointer")


class Asked(NamedTuple):
    """What one region asks for."""

    id: str
    template: str  # empty: the section of that id
    platform: str
    size: str
    level: int
    values: tuple[tuple[str, Any], ...]
