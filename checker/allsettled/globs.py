"""Path globs, as `.gitignore` writes them: `**/` for any folders, `*` and `?` within a name."""

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=512)
def _pattern(glob: str) -> re.Pattern[str]:
    parts: list[str] = []
    position = 0
    while position < len(glob):
        if glob.startswith("**/", position):
            parts.append("(?:[^/]+/)*")
            position += 3
        elif glob.startswith("**", position):
            parts.append(".*")
            position += 2
        else:
            char = glob[position]
            parts.append({"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char))
            position += 1
    return re.compile("".join(parts), re.DOTALL)


def matches(path: str, globs: Iterable[str]) -> bool:
    """Say whether a path (with `/`) is named by one of the globs.

    A glob without `/` names a file in any folder; one with `/` counts from the path's start.
    """
    path = path.removeprefix("./")
    name = path.rpartition("/")[2]
    return any(_pattern(glob).fullmatch(path if "/" in glob else name) for glob in globs)
