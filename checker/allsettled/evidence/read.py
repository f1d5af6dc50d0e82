"""Transcripts to evidence: which files make one session, which harness wrote it, and what it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.detect import harness_of
from allsettled.evidence.harness import Harness, Reader
from allsettled.evidence.lines import DOCUMENT_LIMIT, Lines
from allsettled.evidence.model import Evidence, FileRead
from allsettled.evidence.shapes import items, parse, text
from allsettled.evidence.union import unite

FIRST = 200  # lines among which one must tell the harness


@dataclass(frozen=True, slots=True)
class Session:
    """The files of one session: its own first, then those of its agents."""

    places: tuple[str, ...]

    @property
    def place(self) -> str:
        """Return the session's own file, which evidence names as its path."""
        return self.places[0]


def read(session: Session) -> Evidence:
    """Read a session. UserError: it cannot be opened, or no harness is known that writes such a file."""
    harness: Harness | None = None
    reader: Reader | None = None
    files: list[FileRead] = []
    for place in session.places:
        with source.opened(place) as stream:
            lines = Lines(stream)
            first = list(islice(lines, FIRST))
            found = harness_of(records(first))
            if found is None and reader is None:
                found, document = _document(place, first, lines)
                reader, harness = found.reader(), found
                _take_document(reader, document)
                files.append(FileRead(place, harness.NAME, 1))
                continue
            if reader is None and found is not None:
                reader, harness = found.reader(), found
            if reader is None or harness is None or (found is not None and found is not harness):
                continue
            reader.begin()
            files.append(_feed(reader, chain(first, lines), lines, place, harness.NAME))
        _companion(reader, place)
    if reader is None:
        return Evidence()
    dispatches = (replace(dispatch, paths=(session.place,)) for dispatch in reader.dispatches())
    return unite(Evidence(tuple(dispatches), tuple(files)), Evidence())


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
    """Feed lines to a reader; those that aren't JSON are counted and left out."""
    read_lines = bad = 0
    for line in lines:
        read_lines += 1
        try:
            reader.feed(line)
        except ValueError:
            bad += 1
    return FileRead(place, harness, read_lines + counted.too_long, bad + counted.too_long)


def _document(place: str, first: list[bytes], lines: Lines) -> tuple[Harness, object]:
    """Read a file that is one JSON document over many lines."""
    held = list(first)
    size = sum(map(len, held))
    for line in lines:
        size += len(line)
        if size > DOCUMENT_LIMIT:
            raise UserError("it is one JSON document, and too large to be read as one", path=place)
        held.append(line)
    try:
        document = parse(b"".join(held))
    except ValueError:
        document = None
    found = harness_of(items([document] if isinstance(document, dict) else document))
    if found is None:
        raise UserError(
            "it isn't a transcript of a harness that is known",
            path=place,
            hint="known are sessions of Claude Code, OpenCode (`opencode export`), Copilot CLI, Codex and Gemini CLI, "
            "OpenTelemetry spans as OTLP JSON, and allsettled's own journal",
        )
    return found, document


def _take_document(reader: Reader, document: object) -> None:
    reader.begin()
    for record in items([document] if isinstance(document, dict) else document):
        reader.take(record)


def _companion(reader: Reader, place: str) -> None:
    """Take the small file beside an agent's own file, if there is one."""
    if not place.endswith(".jsonl") or "/agent-" not in place.replace("\\", "/"):
        return
    beside = source.companion(place)
    if not source.exists(beside):
        return
    with source.opened(beside) as stream:
        for record in records([stream.read(1 << 20)]):
            reader.take({**record, "companion": text(_stem(place))})


def _stem(place: str) -> str:
    return place.replace("\\", "/").rpartition("/")[2].removesuffix(".jsonl")
