"""Commands that are run without click, which takes longer to load than a log to check."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from allsettled.errors import UserError

COMMANDS = ("check", "render")
"""Each has a module of options, `NAME_options`, and one that does it, `NAME_files`."""


def run_plain(name: str, arguments: Sequence[str]) -> int | None:
    """Run one of `COMMANDS` and return its exit code; None if the call is not a plain one.

    Errors that are the user's to mend are shown, exit 2.
    """
    of = import_module(f"allsettled.cli.{name}_options")
    options = plain(arguments, of.DEFAULTS, of.FLAGS)
    if options is None:
        return None
    run: Callable[[Mapping[str, Any]], int] = getattr(import_module(f"allsettled.cli.{name}_files"), name)
    try:
        return run(options)
    except UserError as error:
        from allsettled.cli.show import show_all

        show_all(error)
        return 2


def plain(arguments: Sequence[str], defaults: Mapping[str, Any], flags: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the options of a plain call, as click would read it, or None for any other call.

    A plain one has paths, and flags written out.
    """
    options = dict(defaults)
    paths = []
    for argument in arguments:
        if argument in flags:
            options[flags[argument]] = True
        elif argument.startswith("-"):
            return None
        else:
            paths.append(argument)
    options["paths"] = tuple(paths)
    return options
