"""A document's records: what its sections hold of the protocol's parts."""

import re
from collections.abc import Iterator

from allsettled.document.model import Document, Section
from allsettled.protocol.columns import fold
from allsettled.protocol.layout import RESULTS, parts
from allsettled.protocol.parts import Extract, titled
from allsettled.protocol.record import Record, build
from allsettled.protocol.value import BUILT_IN, Protocol

_WRAPPER = re.compile(r"(?:parallel )?dispatch \d+\b")


def read(document: Document, protocol: Protocol = BUILT_IN) -> tuple[Record, ...]:
    """Return the records in a document, in order, each with the place of every value.

    A part begins a record if its heading alone shows that there is one; a part that the record has already, under
    another heading, begins the next, and so does a heading `Dispatch 2`.
    """
    return tuple(build(extract.value, extract.places) for extract in extracts(document, protocol))


def extracts(document: Document, protocol: Protocol = BUILT_IN) -> Iterator[Extract]:
    """Yield the plain values of each record in a document, with their places: what the schema is for."""
    known = parts(protocol)
    current: Extract | None = None
    homes: dict[str, Section | None] = {}  # of the record's parts: the section above
    for section in document.sections():
        if current is not None and _WRAPPER.match(fold(section.title.text)):
            yield current
            current, homes = None, {}
        if titled(section, (RESULTS,)) is not None:
            if current is None:
                current = Extract(document.lines)
                current.places[()] = section.span
            current.places.setdefault(("results",), section.span)
            homes.setdefault("results", section)
        for part in known:
            if not part.found(section):
                continue
            again = part.key in homes and homes[part.key] is not section.parent
            if current is None or again:
                if not part.anchor:
                    break
                if current is not None:
                    yield current
                current, homes = Extract(document.lines), {}
                current.places[()] = section.span
            elif not part.anchor and section.parent not in homes.values():
                break
            part.read(section, current)
            homes.setdefault(part.key, section.parent)
            break
    if current is not None:
        yield current
