"""Regular expressions that are compiled when they're first used: most runs use few of them.

For the modules that the check of one log loads: to compile all of theirs would take as long as to judge the log several
times. Elsewhere `re.compile` is plainer.
"""

import re
from typing import Any, cast


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as the compiled pattern. A wrong `source` raises `re.error` when it's first used."""
    return cast("re.Pattern[str]", _Later(source, flags))


class _Later:
    """A pattern's stand-in: what's asked of it, it takes from the pattern, and keeps."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.pattern, self._flags), name)  # `re` keeps what it compiled
        self.__dict__[name] = value
        return value
