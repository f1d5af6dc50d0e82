"""What a dispatched agent leaves (phase 2.1): a value, its Markdown form, and where each part of it stands.

The fields are the properties of `schemas/agent-output.schema.json`, in the same words. An empty text means that
nothing was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from allsettled.document.model import Document, Item, Section
from allsettled.protocol.columns import Column
from allsettled.protocol.front_matter import read_scalars, write_scalars
from allsettled.protocol.layout import part_of
from allsettled.protocol.parts import Extract, Part, Pointer, heading, titled
from allsettled.protocol.passages import ProsePart
from allsettled.protocol.record import status_of, timestamp
from allsettled.protocol.tables import TablePart
from allsettled.protocol.value import BUILT_IN, Protocol
from allsettled.protocol.vocabulary import Status
from allsettled.span import Span

HEAD = ("agent", "status", "tier", "started", "finished", "confidence", "verdict")
"""The fields that stand in the front matter, in order."""

SEVERITIES = ("critical", "high", "medium", "low", "info")
"""How much a finding weighs, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that an agent found: what, where (`src/x.py:10`, or empty), and how much it weighs (or empty)."""

    text: str = ""
    place: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """What an agent left. `verdict` is its ballot; `missing` is what a partial output doesn't cover."""

    agent: str = ""
    status: str = ""
    tier: str = ""
    started: str = ""
    finished: str = ""
    confidence: str = ""
    verdict: str = ""
    summary: str = ""
    findings: tuple[Point, ...] = ()
    missing: str = ""
    error: str = ""
    places: Mapping[Pointer, Span] = field(default_factory=dict, compare=False, repr=False)

    @property
    def state(self) -> Status | None:
        """Return the status, if it's one of the protocol's."""
        return status_of(self.status)

    @property
    def start(self) -> datetime | None:
        """Return when the run started, if that can be told."""
        return timestamp(self.started)

    @property
    def finish(self) -> datetime | None:
        """Return when the run finished, if that can be told."""
        return timestamp(self.finished)


class UnwritableOutputError(ValueError):
    """An output whose Markdown would be read back as another one."""


def _severity(text: str) -> str:
    return text.casefold() if text.casefold() in SEVERITIES else text


FINDINGS = TablePart(
    "findings",
    "Findings",
    (
        Column("text", "Finding", ("Findings", "Point", "Issue", "What")),
        Column("place", "Place", ("Location", "File", "Where")),
        Column("severity", "Severity", ("Weight",)),
    ),
    ("text",),
    ("Key Findings", "Points", "Issues"),
    level=2,
    spell={"severity": _severity},
)
SUMMARY = ProsePart("summary", "Summary", ("Executive Summary", "Result", "Conclusion"), level=2)
MISSING = ProsePart("missing", "Missing", ("What Is Missing", "Not Covered", "Gaps"), level=2)
ERROR = ProsePart("error", "Error", ("Error Details", "Failure"), level=2)
SECTIONS: tuple[Part, ...] = (SUMMARY, FINDINGS, MISSING, ERROR)
"""The sections of an output, in the order in which they are written."""


def write(output: Output, protocol: Protocol = BUILT_IN) -> str:
    """Return an output in Markdown.

    Raises UnwritableOutputError when what was written is not read back as the same output: a summary that holds a
    heading of the form, say.
    """
    from allsettled.document import parse

    passages = [
        write_scalars({key: getattr(output, key) for key in HEAD}),
        heading(1, f"Output of {output.agent}") + "\n",
    ]
    passages += [text for part in SECTIONS if (text := part.write(getattr(output, part.key)))]
    written = "\n".join(passages)
    if read(parse(written), protocol) != output:
        raise UnwritableOutputError("the output cannot be written so that it reads back the same")
    return written


def read(document: Document, protocol: Protocol = BUILT_IN) -> Output:
    """Return what a document says as an agent's output, with the place of every value."""
    found = extract(document, protocol)
    return build(found.value, found.places)


def extract(document: Document, protocol: Protocol = BUILT_IN) -> Extract:
    """Return the plain value of an output, with its places: what the schema is for."""
    into = Extract(document.lines)
    for key, text in read_scalars(document, HEAD).items():
        into.places[(key,)] = text.span
        into.value[key] = _spelled(key, text.text, protocol)
    for section in document.sections():
        if section.level > 1 and not FINDINGS.read(section, into) and not _read_list(section, into):
            for part in (SUMMARY, MISSING, ERROR):
                if part.read(section, into):
                    break
    into.value = {key: value for key, value in into.value.items() if value or key == "findings"}
    return into


def _spelled(key: str, text: str, protocol: Protocol) -> str:
    """Return a status or a tier in the protocol's spelling, as in a record's table."""
    part = part_of("outputs", protocol)
    return part.value(key, text) if key in ("status", "tier") and isinstance(part, TablePart) else text


def _read_list(section: Section, into: Extract) -> bool:
    """Read findings that are a list instead of a table."""
    if titled(section, (FINDINGS.title, *FINDINGS.aliases)) is None:
        return False
    into.places.setdefault(("findings",), section.span)
    points = into.value.setdefault("findings", [])
    for block in section.blocks:
        if isinstance(block, Item) and block.depth == 0:
            into.places[("findings", len(points))] = block.text.span
            points.append({"text": block.text.text})
    return True


def build(value: Any, places: Mapping[Pointer, Span]) -> Output:
    """Return the typed view of an output's plain value. What isn't text where text belongs is left out."""
    given = value if isinstance(value, Mapping) else {}
    texts = {one.name: given.get(one.name) for one in fields(Output) if one.name not in ("findings", "places")}
    rows = given.get("findings")
    points = tuple(_point(row) for row in rows) if isinstance(rows, list) else ()
    return Output(**{key: text for key, text in texts.items() if isinstance(text, str)}, findings=points, places=places)


def _point(row: Any) -> Point:
    given = row if isinstance(row, Mapping) else {}
    texts = {one.name: given.get(one.name) for one in fields(Point)}
    return Point(**{key: text for key, text in texts.items() if isinstance(text, str)})


def plain(output: Output) -> dict[str, Any]:
    """Return an output as JSON values, empty ones left out: what `build` takes."""
    value: dict[str, Any] = {}
    for one in fields(output):
        content = getattr(output, one.name)
        if one.name == "findings":
            content = [
                {part.name: text for part in fields(row) if (text := getattr(row, part.name))} for row in content
            ]
        if content and one.name != "places":
            value[one.name] = content
    return value
