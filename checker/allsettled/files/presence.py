"""Whether the paths that a file names are there: asked inside its root only, and nothing is opened."""

import os
import stat
from collections.abc import Callable

from allsettled.files.place import GIT
from allsettled.files.read import StrPath, inside

_MOST_LINKS = 40


def is_folder(path: StrPath) -> bool:
    """Say whether a path is a folder. One that no file system takes, with a name too long, say, is none."""
    return os.path.isdir(path)


def beside(root: str, file: str) -> Callable[[str], bool | None]:
    """Return a function that says whether a path is there, seen from the root or from the folder of a file in it.

    `root` is a real path, `file` is relative to it. The answer is None where it can't be told: the path leads out of
    the root or into its `.git` folder, or may not be looked at.
    """
    folders = dict.fromkeys((root, os.path.normpath(os.path.join(root, os.path.dirname(file)))))

    def exists(path: str) -> bool | None:
        if path.startswith("~"):
            return None
        answers = [_is_there(os.path.join(folder, path), root) for folder in folders]
        return True if True in answers else None if None in answers else False

    return exists


def _is_there(path: str, root: str) -> bool | None:
    """Follow a path name by name, its links too, and stop before it leaves the root."""
    waiting = _below(path, root)
    here, links = root, 0
    while waiting:
        here = os.path.join(here, waiting.pop())
        try:
            if not stat.S_ISLNK(os.lstat(here).st_mode):
                continue
            target = _below(os.path.join(os.path.dirname(here), os.readlink(here)), root)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, ValueError):
            return None
        links += 1
        if target is None or links > _MOST_LINKS:
            return None
        waiting += target
        here = root
    return None if waiting is None else True


def _below(path: str, root: str) -> list[str] | None:
    """Return the names that lead from the root to a path, the last one first; None if they lead elsewhere."""
    whole = os.path.normpath(path)
    if not inside(whole, root):
        return None
    names = os.path.relpath(whole, root).split(os.sep)
    return None if GIT in names else [name for name in reversed(names) if name != os.curdir]
