"""What a harness's module is to the rest: how to know its records, and how to read them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from allsettled.evidence.model import Dispatch
from allsettled.evidence.shapes import parse


class Home(NamedTuple):
    """Which session a file belongs to.

    An agent's own file names its parent, the session that it is part of; or, with `in_folder`, its folder does.
    """

    session: str
    parent: str = ""
    in_folder: bool = False


class Reader(Protocol):
    """Takes the records of one session, in any order and as often as you like, and keeps only what joins need."""

    def begin(self) -> None:
        """Expect another file of the same session."""
        ...

    def feed(self, line: bytes) -> None:
        """Take one line of JSON lines. ValueError: the line isn't JSON."""
        ...

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one record. A record of no known kind is left alone."""
        ...

    def dispatches(self) -> Iterable[Dispatch]:
        """Return what was dispatched, as far as the records say. Their paths are left to whoever opened the files."""
        ...


class RecordReader:
    """A reader that parses every line, or every line that has one of the `marks` in it if there are any."""

    marks: tuple[bytes, ...] = ()

    def begin(self) -> None:
        """Expect another file. Records that name their session make this easy."""

    def feed(self, line: bytes) -> None:
        """Take one line of JSON lines. ValueError: the line isn't JSON."""
        line = line.strip()
        whole = line[:1] == b"{" and line[-1:] == b"}"
        if whole and self.marks and not any(mark in line for mark in self.marks):
            return
        record = parse(line)
        if isinstance(record, dict):
            self.take(record)

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one record."""
        raise NotImplementedError


class Harness(Protocol):
    """A module of this package that reads one harness's transcripts."""

    NAME: str

    def recognises(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record is this harness's."""
        ...

    def home(self, record: Mapping[str, Any]) -> Home | None:
        """Return which session the file of this record belongs to, if the record tells."""
        ...

    def reader(self) -> Reader:
        """Return a reader for one session."""
        ...
