"""Places that are URLs, which fsspec opens; chained ones (`zip://*.jsonl::s3://team/old.zip`) among them.

https://filesystem-spec.readthedocs.io/en/latest/features.html#url-chaining
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import Any, BinaryIO, NamedTuple

from allsettled.errors import UserError

_APART = "::"


class Parts(NamedTuple):
    """A URL's own path with its scheme, and what stands before and after it in a chain."""

    before: str
    own: str
    after: str

    def renamed(self, own: str) -> str:
        """Return the URL of another path of the same chain."""
        return self.before + own + self.after


def is_url(place: str) -> bool:
    """Say whether a place is fsspec's business. `C:` isn't."""
    scheme, found, _ = place.partition("://")
    return bool(found) and all(part.replace("+", "").isalnum() for part in scheme.split(_APART))


def parts(url: str) -> Parts:
    """Return a URL's parts: its own path is the first of the chain's links that has one."""
    links = url.split(_APART)
    at = next((at for at, link in enumerate(links) if "://" in link), 0)
    before = "".join(link + _APART for link in links[:at])
    return Parts(before, links[at], "".join(_APART + link for link in links[at + 1 :]))


def normal(url: str) -> str:
    """Return a URL in the form in which one file has one name."""
    found = parts(url)
    scheme, _, path = found.own.partition("://")
    return found.renamed(f"{scheme}://{path.rstrip('/')}")


def split(url: str) -> tuple[str, str]:
    """Return a URL's folder and its name."""
    found = parts(url)
    scheme, _, path = found.own.partition("://")
    folder, _, name = path.rpartition("/")
    return found.renamed(f"{scheme}://{folder}"), name


def inside(folder: str, *names: str) -> str:
    """Return the URL of that name in a folder."""
    found = parts(folder)
    own = found.own if found.own.endswith("/") else f"{found.own}/"
    return found.renamed(own + "/".join(names))


@contextmanager
def filesystem(url: str) -> Iterator[tuple[Any, str]]:
    """Give fsspec's file system for a URL, and the path in it.

    UserError: fsspec isn't installed, or it, or what it asks (a cloud's own library, a server), says no.
    """
    from importlib import import_module

    try:
        fsspec = import_module("fsspec")
    except ImportError:
        raise UserError(
            "reading from a URL needs the package fsspec",
            path=url,
            hint='install it with: pip install "allsettled[fleet]"',
        ) from None
    try:
        yield fsspec.core.url_to_fs(url)
    except UserError:
        raise
    except Exception as error:
        if isinstance(error, (OSError, ValueError, ImportError)) or _foreign(error):
            raise UserError(f"it cannot be read: {str(error) or type(error).__name__}", path=url) from None
        raise


def _foreign(error: Exception) -> bool:
    """Say whether an error is of a library's own kind: each cloud's has its own, which need not be OSErrors."""
    return type(error).__module__.partition(".")[0] not in ("builtins", "allsettled")


@contextmanager
def opened(url: str, buffer: int) -> Iterator[BinaryIO]:
    """Open a URL for reading. UserError: as for `filesystem`.

    What fsspec opens on a server reads no line up to a length (its `readline` takes none): Python's own buffer does.
    """
    with filesystem(url) as (files, path), files.open(path, "rb") as stream, BufferedReader(stream, buffer) as lines:
        yield lines


def named(url: str, files: Any, paths: list[str]) -> list[str]:
    """Return the URLs of some paths in a URL's file system, sorted."""
    found = parts(url)
    return sorted(found.renamed(files.unstrip_protocol(path)) for path in paths)
