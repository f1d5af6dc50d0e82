"""The templates and schemas that ship with the package.

Paths are texts here, and files are opened as such: `importlib.resources` takes longer to load than a log to check.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_CHECKOUT = os.path.dirname(os.path.dirname(_PACKAGE))


def directory(kind: str) -> "Path":
    """Return `templates` or `schemas` in the wheel, or in the checkout when run from one."""
    from pathlib import Path

    return Path(folder(kind))


def folder(kind: str) -> str:
    """Return the same folder's path."""
    shipped = os.path.join(_PACKAGE, kind)
    return shipped if os.path.isdir(shipped) else os.path.join(_CHECKOUT, kind)


def template(name: str) -> str:
    """Return the source of a built-in template, by its path below `templates/`."""
    return _text(os.path.join(folder("templates"), name))


def schema(name: str) -> str:
    """Return the text of `schemas/{name}.schema.json`."""
    return _text(os.path.join(folder("schemas"), f"{name}.schema.json"))


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
