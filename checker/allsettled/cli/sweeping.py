"""When memory is looked through for what nothing leads to any more: at intervals, not whenever Python likes.

A document is let go when it was judged, so little is left that only such a search frees; Python's own rule
starts one some dozen times while a document is read, in vain, since all of it is still needed.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_INTERVAL = 16 * 1024 * 1024  # bytes of files; what their documents leave behind takes a few MB


class Sweeper:
    """Counts what was read, and searches when it was enough."""

    def __init__(self) -> None:
        self._read = 0

    def after(self, size: int) -> None:
        """Note that a file of so many bytes was judged."""
        self._read += size
        if self._read >= _INTERVAL:
            self._read = 0
            if not gc.isenabled():
                gc.collect()


def by_hand() -> None:
    """Leave the searches to `Sweeper` from here on; what is there already is never searched."""
    gc.freeze()
    gc.disable()


@contextmanager
def swept_by_hand() -> Iterator[None]:
    """Leave the searches to `Sweeper` meanwhile."""
    was = gc.isenabled()
    by_hand()
    try:
        yield
    finally:
        gc.unfreeze()
        if was:
            gc.enable()
