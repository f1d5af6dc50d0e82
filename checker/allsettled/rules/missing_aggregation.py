"""Outputs that nobody made into one result (FR-2.1)."""

from collections.abc import Iterator

from allsettled.protocol.record import Record
from allsettled.rules import Fault
from allsettled.subject import Subject
from allsettled.subject.placeholders import is_placeholder

_STRATEGY = ("add the heading `Aggregation Strategy: merge`", 'add `"strategy": "merge"`')
_RESULT = ("add the section `Synthesized Result`", 'add `"result"`')


def check(record: Record, subject: Subject) -> Iterator[Fault]:
    """Yield a fault for a record without a strategy and for one without a synthesized result."""
    if not record.agents():
        return
    choose = f"{subject.cure(*_STRATEGY)} (or vote, or escalate)"
    write = f"{subject.cure(*_RESULT)}: what all outputs together say"
    strategy = bool(record.strategy) and not is_placeholder(record.strategy)
    result = bool(record.result) and not is_placeholder(record.result)
    home = next((part for part in ("results", "outputs", "runs") if (part,) in record.places), "outputs")
    if not strategy and not result and not record.has("strategy") and not record.has("result"):
        yield Fault((home,), "the outputs were not aggregated: there's neither a strategy nor a result", write)
        return
    if not strategy:
        at = "strategy" if record.has("strategy") else home
        yield Fault((at,), "the record doesn't say how its outputs were aggregated", choose)
    if not result:
        at = "result" if record.has("result") else home
        yield Fault((at,), "the record has no synthesized result", write)
