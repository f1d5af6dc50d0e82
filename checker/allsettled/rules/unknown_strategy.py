"""An aggregation strategy that the protocol doesn't have (FR-2.2)."""

from allsettled.protocol.value import Protocol
from allsettled.rules.respelling import respell
from allsettled.rules.unknown_word import explain_word

_FORMS = {
    "merged": "merge",
    "merging": "merge",
    "voted": "vote",
    "voting": "vote",
    "escalated": "escalate",
    "escalating": "escalate",
    "escalation": "escalate",
}


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a strategy that the schema refused, and the cure."""
    return explain_word("strategy", text, protocol.strategies)


def fix(text: str, protocol: Protocol) -> str | None:
    """Return a strategy that's another form of one's word (`merged`) as the protocol has it; else None."""
    known = {form: word for form, word in _FORMS.items() if word in protocol.strategies}
    labels = ("strategy", "aggregation strategy")
    return respell(text, known | {word: str(word) for word in protocol.strategies}, labels)
