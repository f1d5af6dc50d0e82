"""Deleting files, so that they are back if what goes with it fails."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from allsettled.errors import UserError
from allsettled.files.leftovers import beside
from allsettled.files.read import inside, outside, read_regular
from allsettled.files.refusal import refusal

_ANY_SIZE = 1 << 62


@contextmanager
def set_aside(files: Mapping[Path, bytes], roots: Mapping[str, str]) -> Iterator[None]:
    """Take files out of their places while the body runs; delete them if it succeeds, else put them back.

    `files` says what each held when it was read, `roots` the folder that it must not lead out of. A folder that is
    left empty is deleted too. Raises UserError, with all files as they were, for a file that has changed since, that
    is no regular file inside its root, or that the file system does not let go.
    """
    aside: list[tuple[str, str]] = []
    try:
        for path, data in files.items():
            real = os.fspath(path)
            _refuse_changed(real, data, roots[real])
            held = beside(real, "old")
            try:
                os.rename(real, held)
            except OSError as error:
                raise refusal(error, real) from error
            aside.append((held, real))
        yield
    except BaseException:
        for held, real in reversed(aside):
            if not os.path.lexists(real):
                os.rename(held, real)
        raise
    for held, real in aside:
        with suppress(OSError):
            os.unlink(held)
        with suppress(OSError):  # there is something else in it
            os.rmdir(os.path.dirname(real))


def _refuse_changed(real: str, data: bytes, root: str) -> None:
    if os.path.realpath(real) != real or not inside(real, os.path.realpath(root)):
        raise outside(os.path.realpath(real), root, real)
    if read_regular(real, real, _ANY_SIZE) != data:
        raise UserError("it has changed since it was read", path=real, hint="nothing is deleted: run the command again")
