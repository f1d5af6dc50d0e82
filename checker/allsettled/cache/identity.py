"""Which code says what is kept: that is believed only as long as nothing of it changes."""

import os
import sys
from collections.abc import Iterator, Sequence

from allsettled import __version__, assets
from allsettled.cache.packing import checksum

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OF_JSONSCHEMA = ("attr", "jsonschema_specifications", "referencing", "rpds")
_NEEDED = ("markdown_it", "mdurl", "yaml", "wcwidth", "jsonschema", *_OF_JSONSCHEMA)
"""The packages whose code can have a part in a finding. Jinja2 and click have none."""


def identity(also: Sequence[str] = ()) -> bytes | None:
    """Return 32 bytes for this code: its version, and the names, sizes and times of all files that take part in it.

    `also` are further packages that do. None if they can't all be found, as in an archive: then nothing can be known
    to be unchanged.
    """
    folders = [_PACKAGE, *map(assets.folder, ("schemas", "templates"))]
    parts = [__version__, sys.version, sys.executable]
    for name in (*_NEEDED, *also):
        found = _folder_of(name)
        if found is None:
            return None
        folders.append(found)
    try:
        for folder in folders:
            parts += _states(folder)
    except OSError:
        return None
    return checksum("\0".join(parts).encode("utf-8", "surrogatepass"))


def _states(top: str) -> Iterator[str]:
    """Yield a line for each file below a folder. Raises OSError if one can't be looked at."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    waiting.append(entry.path)
                continue
            state = entry.stat()
            yield f"{entry.path}:{state.st_size}:{state.st_mtime_ns}"


def _folder_of(module: str) -> str | None:
    """Return the folder of a package, without loading it."""
    for folder in sys.path:
        if os.path.isfile(os.path.join(folder, module, "__init__.py")):
            return os.path.join(folder, module)
    return None
