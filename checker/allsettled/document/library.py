"""markdown-it-py, entered by the door of its block rules.

Whichever of its modules is imported, the package's `__init__` loads the inline rules, the renderer and what they take
along, which costs a good part of a start of Python (`docs/speed.md`, "for scale"), and blocks need none of it. So the
package is there without its `__init__` having run, which it does as soon as anybody asks for what that defines.
"""

import sys
from importlib.util import find_spec, module_from_spec
from typing import Any

NAME = "markdown_it"


def enter() -> None:
    """Let modules of markdown-it-py be imported without the rest of it. Does nothing if it's loaded already."""
    if NAME in sys.modules or (spec := find_spec(NAME)) is None or (loader := spec.loader) is None:
        return  # if it isn't there, the import itself says so
    package = module_from_spec(spec)

    def load(asked: str) -> Any:
        own = asked == "__version__" or not (asked.startswith("__") or find_spec(f"{NAME}.{asked}"))
        if package.__dict__.get("__getattr__") is not load or not own:
            raise AttributeError(f"module {NAME!r} has no attribute {asked!r}", name=asked, obj=package)
        del package.__dict__["__getattr__"]
        loader.exec_module(package)
        return getattr(package, asked)

    package.__dict__["__getattr__"] = load
    sys.modules[NAME] = package
