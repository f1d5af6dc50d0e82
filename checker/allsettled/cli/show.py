"""How an error is shown that is the user's to mend."""

import sys

from allsettled.errors import UserError

_MOST = 20  # of one file


def show(error: UserError) -> None:
    """Print an error that is the user's to mend, on stderr."""
    from allsettled.terminal import safe

    print(f"error: {safe(str(error))}", file=sys.stderr)
    if error.hint:
        print(f"help: {safe(error.hint)}", file=sys.stderr)


def show_all(error: UserError) -> None:
    """Print the first faults of an error that has several, as that of settings, and how many more; else the error."""
    faults = getattr(error, "faults", (error,))
    for fault in faults[:_MOST]:
        show(fault)
    if len(faults) > _MOST:
        print(f"and {len(faults) - _MOST} more errors", file=sys.stderr)
