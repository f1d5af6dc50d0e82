"""A log in JSON: one record by `schemas/record.schema.json`, with the places of its values in the JSON text."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from allsettled.document import normalise
from allsettled.document.model import Document, Paragraph, Section
from allsettled.kinds import Kind
from allsettled.protocol.parts import Extract, Pointer, unblank
from allsettled.protocol.record import ROWS
from allsettled.protocol.value import Protocol
from allsettled.shape.json_text import JsonText, Piece, read_json
from allsettled.span import FILE, Span, Text
from allsettled.subject.state import State

_NO_PROSE = frozenset({"prompt", "inputs", "depends_on"})  # what agents were told and given


class JsonLog(NamedTuple):
    """What a JSON log says: its text as a document whose only passages are the record's, its record, its state.

    Of an agent's output the record is the output's value.
    """

    document: Document
    extract: Extract
    state: State
    kind: Kind


def read_json_log(text: str, protocol: Protocol, kind: Kind | None = None) -> JsonLog:
    """Read a JSON log; it's closed unless it says `"state": "open"`. Raises JsonError for what is no JSON.

    What has an agent and its status at its top, or is of that `kind` by its path, is an agent's output.
    """
    text = normalise(text)
    found = read_json(text)
    lines = tuple(text.split("\n"))
    value = found.value
    if kind is not Kind.OUTPUT:
        kind = Kind.OUTPUT if isinstance(value, dict) and {"agent", "status"} <= value.keys() else Kind.LOG
    read = _row if kind is Kind.OUTPUT else _record
    record = read(value, protocol) if isinstance(value, dict) else value
    extract = Extract(lines, record, _places(found), keys=found.keys)
    is_open = isinstance(value, dict) and value.get("state") == "open"
    return JsonLog(_document(text, lines, found.pieces), extract, State.OPEN if is_open else State.CLOSED, kind)


def _places(found: JsonText) -> dict[Pointer, Span]:
    """Return the places of the values; that of a text without its quotes, as a cell's is without its pipes."""
    places = dict(found.places)
    for piece in found.pieces:
        around = places[piece.pointer]
        if piece.text and around == piece.span.part(-1, len(piece.text) + 1):
            places[piece.pointer] = piece.span
    return places


def _record(value: Mapping[str, Any], protocol: Protocol) -> dict[str, Any]:
    """Return a record's value with the project's words for a status as the protocol's, and without blanks."""
    record = dict(value)
    for part in ROWS:
        if isinstance(rows := record.get(part), list):
            record[part] = [_row(row, protocol) if isinstance(row, dict) else row for row in rows]
    if isinstance(metrics := record.get("metrics"), dict):
        record["metrics"] = _row(metrics, protocol)
    return record


def _row(row: Mapping[str, Any], protocol: Protocol) -> dict[str, Any]:
    statuses = {word.casefold(): status for word, status in protocol.statuses.items()}
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, str) and key != "agent" and not unblank(value):
            continue
        own = statuses.get(value.casefold()) if key == "status" and isinstance(value, str) else None
        found[key] = value if own is None else own
    return found


def _document(text: str, lines: tuple[str, ...], pieces: list[Piece]) -> Document:
    """Return a document without headings: its paragraphs are the lines of the record's texts."""
    root = Section(0, Text("", FILE), FILE, None, len(lines))
    for piece in pieces:
        if piece.text and piece.pointer[-1:] and piece.pointer[-1] not in _NO_PROSE:
            root.blocks.append(Paragraph((Text(piece.text, piece.span),), piece.span, root))
    return Document(text, lines, root, None)
