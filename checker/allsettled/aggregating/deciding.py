"""What a person decided in a log after results were put into it: it holds until what it rests on changes."""

from allsettled.aggregating.patching import home_of
from allsettled.aggregating.placing import chosen
from allsettled.aggregating.stamping import stamp_of
from allsettled.aggregating.values import Decided
from allsettled.document import parse
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import Protocol


def decided_in(text: str, made: Record, protocol: Protocol, number: int | None = None) -> Decided:
    """Return what was decided by hand in the log's record that the results in `made` go into.

    Raises UserError if there's no such record. What nobody changed since it was put in is no decision.
    """
    document = parse(text)
    records = read(document, protocol)
    record = records[chosen(records, made, number)]
    stamp = stamp_of(home_of(document, record, protocol))
    if stamp is None:
        return Decided()
    conflicts, failures = (() if stamp.fits(key, record) else getattr(record, key) for key in ("conflicts", "failures"))
    return Decided(
        {(row.question, row.positions): row.resolution for row in conflicts if row.resolution},
        {(row.agent, row.error): row for row in failures if row.action},
    )
