"""A stream of bytes to lines, each of bounded length, so that memory doesn't grow with the file."""

from collections.abc import Iterator
from typing import BinaryIO

LINE_LIMIT = 64 * 1024 * 1024
DOCUMENT_LIMIT = 512 * 1024 * 1024


class Lines:
    """The lines of a stream that aren't blank; those over the limit are skipped and counted."""

    def __init__(self, stream: BinaryIO, limit: int = LINE_LIMIT) -> None:
        self._stream = stream
        self._limit = limit
        self.too_long = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield one line after the other, with its end."""
        readline, limit = self._stream.readline, self._limit
        while line := readline(limit + 1):
            if len(line) > limit and not line.endswith(b"\n"):
                self.too_long += 1
                self._skip()
            elif not line.isspace():
                yield line

    def _skip(self) -> None:
        """Read on to the end of a line."""
        while rest := self._stream.readline(self._limit):
            if rest.endswith(b"\n"):
                return
