"""A record in Markdown, in the one form that the protocol writes."""

from collections.abc import Iterator

from allsettled.document import parse
from allsettled.protocol.layout import RESULTS, RESULTS_LEVEL, parts
from allsettled.protocol.parts import heading
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import BUILT_IN, Protocol


class UnwritableRecordError(ValueError):
    """A record whose Markdown would be read back as another one."""


def write(record: Record, protocol: Protocol = BUILT_IN) -> str:
    """Return a record in Markdown, headings at the seed's levels.

    Raises UnwritableRecordError when the text that was written is not read back as the same record: a
    passage that holds a heading of the protocol, say.
    """
    written = "\n".join(_passages(record, protocol))
    if record != Record() and read(parse(written), protocol) != (record,):
        raise UnwritableRecordError("the record cannot be written so that it reads back the same")
    return written


def _passages(record: Record, protocol: Protocol) -> Iterator[str]:
    results = False
    for part in parts(protocol):
        if text := part.write(getattr(record, part.key)):
            if part.level > RESULTS_LEVEL and not results:
                results = True
                yield heading(RESULTS_LEVEL, RESULTS) + "\n"
            yield text
