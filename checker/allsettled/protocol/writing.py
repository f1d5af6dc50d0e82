"""Records and logs in Markdown, in the one form that the protocol writes."""

from collections.abc import Iterator, Mapping, Sequence

from allsettled.document import parse
from allsettled.protocol.layout import RESULTS, RESULTS_LEVEL, parts
from allsettled.protocol.parts import heading, one_line
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import BUILT_IN, Protocol


class UnwritableRecordError(ValueError):
    """A record whose Markdown would be read back as another one."""


def write(record: Record, protocol: Protocol = BUILT_IN, deeper: int = 0, *, sure: bool = False) -> str:
    """Return a record in Markdown, headings at the seed's levels or `deeper` by some.

    Raises UnwritableRecordError when the text that was written is not read back as the same record: a
    passage that holds a heading of the protocol, say. A record that is `sure` not to is spared the reading.
    """
    written = "\n".join(_passages(record, protocol, deeper))
    if not sure and record != Record() and read(parse(written), protocol) != (record,):
        raise UnwritableRecordError("the record cannot be written so that it reads back the same")
    return written


def _passages(record: Record, protocol: Protocol, deeper: int) -> Iterator[str]:
    results = False
    for part in parts(protocol):
        if text := part.write(getattr(record, part.key), deeper):
            if part.level > RESULTS_LEVEL and not results:
                results = True
                yield heading(RESULTS_LEVEL + deeper, RESULTS) + "\n"
            yield text


def write_log(
    title: str,
    records: Sequence[Record],
    *,
    closed: bool,
    labels: Mapping[str, str] | None = None,
    protocol: Protocol = BUILT_IN,
) -> str:
    """Return a session log: its head, with its state and further labels, and its records.

    Several records stand under headings of their own: `Dispatch 1`, `Dispatch 2`.
    """
    head = {"Status": "CLOSED" if closed else "OPEN", **(labels or {})}
    lines = [f"- **{one_line(name)}**: {one_line(text)}" for name, text in head.items()]
    passages = [f"{heading(1, f'Session log: {one_line(title)}')}\n", "\n".join(lines) + "\n"]
    for number, record in enumerate(records, start=1):
        if len(records) > 1:
            passages.append(heading(2, f"Dispatch {number}") + "\n")
        passages.append(write(record, protocol, deeper=int(len(records) > 1)))
    return "\n".join(passages)


_WHEN_NEEDED = ("votes", "majority", "conflicts")


def skeleton(protocol: Protocol = BUILT_IN) -> str:
    """Return a record that's still to be written: open items, and tables without rows."""
    passages: list[str] = []
    for part in parts(protocol):
        if part.key in _WHEN_NEEDED:
            continue
        if part.level > RESULTS_LEVEL and not any(RESULTS in passage for passage in passages):
            passages.append(heading(RESULTS_LEVEL, RESULTS) + "\n")
        passages.append(part.blank())
    return "\n".join(passages)
