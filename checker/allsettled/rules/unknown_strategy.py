"""An aggregation strategy that the protocol doesn't have (FR-2.2)."""

from allsettled.protocol.value import Protocol
from allsettled.rules.unknown_word import explain_word


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a strategy that the schema refused, and the cure."""
    return explain_word("strategy", text, protocol.strategies)
