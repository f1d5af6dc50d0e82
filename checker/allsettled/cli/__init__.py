"""The command line: the only place that prints. Commands are loaded when they're called."""

import gc
import os
import sys
from collections.abc import Sequence

from allsettled import __version__

_COMPLETING = "_ALLSETTLED_COMPLETE"  # set while a shell completes a command, which click does

CLEAN, FINDINGS, COULD_NOT, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; never raises, never shows a traceback.

    0 clean · 1 findings, stale or edited · 2 could not · 3 a fault of allsettled itself · 130 interrupted.
    """
    if list(arguments) == ["--version"]:  # the commonest call of all: nothing is loaded for it
        print(f"allsettled {__version__}")
        return CLEAN
    if list(arguments) in (["--help"], ["-h"]) and _is_wide():
        from allsettled.cli.commands import help_text

        print(help_text(), end="")
        return CLEAN
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        return CLEAN
    except PermissionError as error:
        return _refused(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it's ours
        return _bug(error)


def _run(arguments: Sequence[str]) -> int:
    """Run a command: without click where that is not needed."""
    if arguments and _COMPLETING not in os.environ:
        from allsettled.cli.plain import COMMANDS, run_plain

        if arguments[0] in COMMANDS and (code := run_plain(arguments[0], arguments[1:])) is not None:
            return code
    from allsettled.cli.app import invoke

    return invoke(arguments)


def _is_wide() -> bool:
    """Say whether the terminal, if it's one, has the columns of the help as it's written."""
    from allsettled.cli.commands import NARROWEST

    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(sys.stdout.fileno()).columns
    except (ValueError, OSError):
        return True
    return columns == 0 or columns >= NARROWEST


def run() -> None:
    """Run the command line of this process; the console script's entry point."""
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
    gc.freeze()  # all of it goes with the process: that nothing leads to some needn't be found out first
    gc.disable()
    raise SystemExit(code)


def _abandon_stdout() -> None:
    """Send what's still to be written nowhere: the reader, such as `head`, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(error: PermissionError) -> int:
    """Say which file may not be looked at: whatever was asked of it, that is the user's to mend."""
    if not isinstance(error.filename, str):
        return _bug(error)
    from allsettled.cli.show import show
    from allsettled.files.refusal import refusal

    show(refusal(error, error.filename))
    return COULD_NOT


def _bug(error: Exception) -> int:
    from allsettled.terminal import safe

    if os.environ.get("ALLSETTLED_TRACEBACK"):
        import traceback

        traceback.print_exc()
    text = safe(f"{type(error).__name__}: {error}")[:500]
    print(f"error: allsettled itself failed: {text}", file=sys.stderr)
    print("help: set ALLSETTLED_TRACEBACK=1 to see where, and please report it", file=sys.stderr)
    return OUR_BUG
