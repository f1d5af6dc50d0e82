"""Folders to walk through, and what was found in them, in few words."""

from collections.abc import Iterable
from pathlib import Path

from allsettled.errors import UserError
from allsettled.files.place import Found
from allsettled.files.walk import MARKDOWN, find


def plant(folder: Path, *paths: str, text: str = "x\n") -> Path:
    """Make files, with the folders they need."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def answers(
    *arguments: str | Path,
    root: Path | str = ".",
    exclude: Iterable[str] = (),
    suffixes: Iterable[str] = MARKDOWN,
    respect_gitignore: bool = True,
) -> list[Found | UserError]:
    """Return all that `find` has to say."""
    return list(find(arguments, root=root, exclude=exclude, suffixes=suffixes, respect_gitignore=respect_gitignore))


def said(
    *arguments: str | Path,
    root: Path | str = ".",
    exclude: Iterable[str] = (),
    suffixes: Iterable[str] = MARKDOWN,
    respect_gitignore: bool = True,
) -> list[str]:
    """Return the paths found and the errors, as they are shown."""
    found = answers(*arguments, root=root, exclude=exclude, suffixes=suffixes, respect_gitignore=respect_gitignore)
    return [one.path if isinstance(one, Found) else str(one) for one in found]


def content(folder: Path) -> dict[str, bytes]:
    """Return all that is below a folder, leftovers too: files by their bytes, links by where they lead."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = b"-> " + bytes(path.readlink())
        elif path.is_dir():
            found[name + "/"] = b""
        else:
            assert path.is_file(), f"{path} would keep its reader waiting"
            found[name] = path.read_bytes()
    return found
