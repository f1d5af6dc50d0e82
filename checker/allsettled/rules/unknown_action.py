"""An action on a failure that the protocol doesn't have (FR-3.2)."""

from allsettled.protocol.value import Protocol
from allsettled.rules.unknown_word import explain_word


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a action that the schema refused, and the cure."""
    return explain_word("action", text, protocol.actions)
