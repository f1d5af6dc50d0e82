"""A status that nobody can act on: it's none of the protocol's (FR-2.1)."""

from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import Status
from allsettled.rules.unknown_word import explain_word


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a status that the schema refused, and the cure."""
    return explain_word("status", text, Status)
