"""The templates and schemas that ship with the package."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_PACKAGE = files("allsettled")
_CHECKOUT = Path(__file__).parents[2]


def directory(kind: str) -> Traversable:
    """Return `templates` or `schemas` in the wheel, or in the checkout when run from one."""
    shipped = _PACKAGE / kind
    return shipped if shipped.is_dir() else _CHECKOUT / kind


def template(name: str) -> str:
    """Return the source of a built-in template, by its path below `templates/`."""
    return (directory("templates") / name).read_text(encoding="utf-8")


def schema(name: str) -> str:
    """Return the text of `schemas/{name}.schema.json`."""
    return (directory("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
