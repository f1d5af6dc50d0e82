"""Something that `init` writes."""

from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    """A file that is to be written: what it held (None: there is none), what it is to hold, and what to say of it."""

    path: Path
    before: bytes | None
    after: bytes
    said: str
