"""A tier that the protocol doesn't have (FR-4.1)."""

from allsettled.protocol.value import Protocol
from allsettled.rules.unknown_word import explain_word


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a tier that the schema refused, and the cure."""
    return explain_word("tier", text, protocol.tiers)
