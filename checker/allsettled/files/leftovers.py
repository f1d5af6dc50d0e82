"""What a killed run left beside the files that it was writing: told of and never deleted, for a run may be going on."""

import os
import re
from collections.abc import Iterable, Iterator

_NAME = re.compile(r"\.allsettled-[0-9a-f]{16}\.(new|old)")
_WHAT = {"new": "what a file was to become", "old": "what a file was before"}


def beside(real: str, kind: str) -> str:
    """Return a free path in the folder of a file, for what it is to become (`new`) or was before (`old`)."""
    return os.path.join(os.path.dirname(real), f".allsettled-{os.urandom(8).hex()}.{kind}")


def left_beside(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the path of each such file in the folders of some files, and what it holds; a folder can be unlistable."""
    for folder in sorted({os.path.dirname(file) for file in files}):
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for name in names:
            if match := _NAME.fullmatch(name):
                yield os.path.join(folder, name), _WHAT[match[1]]
