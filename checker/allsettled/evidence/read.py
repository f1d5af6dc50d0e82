"""Transcripts to evidence: which files make one session, which harness wrote it, and what it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.detect import harness_of
from allsettled.evidence.harness import Harness, Reader
from allsettled.evidence.lines import DOCUMENT_LIMIT, LINE_LIMIT, Lines
from allsettled.evidence.model import NOTHING, Evidence, FileRead, Unread
from allsettled.evidence.plain import plain
from allsettled.evidence.shapes import items, parse
from allsettled.evidence.union import unite
from allsettled.protocol.value import Protocol

FIRST = 200  # lines among which one must tell the harness
_COMPANION_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Session:
    """The files of one session: its own first, then those of its agents.

    `named` says that a person named the file; others were found in a folder, where anything may lie. With a protocol,
    the file may as well be a session log by it.
    """

    places: tuple[str, ...]
    named: bool = True
    protocol: Protocol | None = field(default=None, compare=False)

    @property
    def place(self) -> str:
        """Return the session's own file, which evidence names as its path."""
        return self.places[0]


class NotATranscriptError(UserError):
    """A file that no known harness writes."""


def read(session: Session) -> Evidence:
    """Read a session. UserError: it cannot be opened; NotATranscriptError: no known harness writes such a file.

    An agent's file that cannot be read is named in the evidence and stops nothing.
    """
    try:
        reader, own = _read_own(session.place)
    except NotATranscriptError:
        log = _read_log(session)
        if log is None:
            raise
        return log
    files, failures = [own], []
    for place in session.places[1:]:
        try:
            with source.opened(place) as stream:
                lines = Lines(stream)
                files.append(replace(_feed(reader, lines, lines, place, own.harness), part=True))
            _companion(reader, place)
        except UserError as error:
            failures.append(Unread(place, error.message, part=True))
        except OSError as error:
            failures.append(Unread(place, error.strerror or "it cannot be read", part=True))
    dispatches = (replace(plain(dispatch), paths=(session.place,)) for dispatch in reader.dispatches())
    return unite(Evidence(tuple(dispatches), tuple(files), tuple(failures)), NOTHING)


def _read_log(session: Session) -> Evidence | None:
    """Return what a file says as a session log, where logs are wanted and it's one."""
    if session.protocol is None:
        return None
    from allsettled.evidence.logs import read_log  # reading Markdown takes much that transcripts don't

    return read_log(session.place, session.protocol)


def _read_own(place: str) -> tuple[Reader, FileRead]:
    """Read a session's own file, of whichever harness it is."""
    with source.opened(place) as stream:
        lines = Lines(stream)
        first, harness = _until_recognised(lines)
        if harness is not None:
            reader = harness.reader()
            own = _feed(reader, chain(first, lines), lines, place, harness.NAME)
        else:
            harness, document, number = _document(place, first, lines)
            reader = harness.reader()
            reader.begin()
            for record in document:
                reader.take(record)
            own = FileRead(place, harness.NAME, number)
    _companion(reader, place)
    return reader, own


def _until_recognised(lines: Iterable[bytes]) -> tuple[list[bytes], Harness | None]:
    """Return the first lines, up to one that tells the harness."""
    first: list[bytes] = []
    size = 0
    for line in lines:
        first.append(line)
        size += len(line)
        harness = harness_of(records([line]))
        if harness is not None or len(first) == FIRST or size > LINE_LIMIT:
            return first, harness
    return first, None


def records(lines: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects among some lines."""
    for line in lines:
        try:
            record = parse(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            yield record
        else:
            yield from items(record)


def _feed(reader: Reader, lines: Iterable[bytes], counted: Lines, place: str, harness: str) -> FileRead:
    """Feed the lines of a file to a reader; those that aren't JSON are counted and left out."""
    reader.begin()
    read_lines = bad = 0
    for line in lines:
        read_lines += 1
        try:
            if line[-1:] != b"\n":  # the last one; cut behind a bracket, it looks whole to a reader that goes by bytes
                parse(line)
            reader.feed(line)
        except ValueError:
            bad += 1
    return FileRead(place, harness, read_lines + counted.too_long, bad + counted.too_long)


def _document(place: str, first: list[bytes], lines: Lines) -> tuple[Harness, list[Mapping[str, Any]], int]:
    """Read a file that is one JSON document over many lines; return its records, and how many lines it has."""
    held = list(first)
    size = sum(map(len, held))
    for line in lines:
        size += len(line)
        if size > DOCUMENT_LIMIT:
            raise UserError("it is one JSON document, and too large to be read as one", path=place)
        held.append(line)
    document = list(records([b"".join(held)]))
    found = harness_of(document)
    if found is None:
        raise NotATranscriptError(
            "it isn't a transcript of a harness that is known",
            path=place,
            hint="known are sessions of Claude Code, OpenCode (`opencode export`), Copilot CLI, Codex and Gemini CLI, "
            "OpenTelemetry spans as OTLP JSON, and allsettled's own journal",
        )
    return found, document, len(held)


def _companion(reader: Reader, place: str) -> None:
    """Take the small file beside an agent's own file, if there is one."""
    stem = source.split(place)[1].removesuffix(".jsonl")
    beside = source.companion(place)
    if not stem.startswith("agent-") or not source.exists(beside):
        return
    with source.opened(beside) as stream:
        for record in records([stream.read(_COMPANION_LIMIT)]):
            reader.take({**record, "companion": stem})
