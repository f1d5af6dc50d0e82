"""How an error is shown that is the user's to mend."""

import sys

from allsettled.errors import UserError


def show(error: UserError) -> None:
    """Print an error that is the user's to mend, on stderr."""
    from allsettled.terminal import safe

    print(f"error: {safe(str(error))}", file=sys.stderr)
    if error.hint:
        print(f"help: {safe(error.hint)}", file=sys.stderr)


def show_all(error: UserError) -> None:
    """Print all faults of an error that has several, as that of settings; else the error."""
    for fault in getattr(error, "faults", (error,)):
        show(fault)
