"""An action on a failure that the protocol doesn't have (FR-3.2)."""

from allsettled.protocol.value import Protocol
from allsettled.rules.respelling import respell
from allsettled.rules.unknown_word import explain_word

_FORMS = {
    "re-try": "Retry",
    "retried": "Retry",
    "retrying": "Retry",
    "skipped": "Skip",
    "skipping": "Skip",
    "escalated": "Escalate",
    "escalating": "Escalate",
    "escalation": "Escalate",
}


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a action that the schema refused, and the cure."""
    return explain_word("action", text, protocol.actions)


def fix(text: str, protocol: Protocol) -> str | None:
    """Return an action that's another form of one's word (`Retried`) as the protocol has it; else None."""
    known = {form: word for form, word in _FORMS.items() if word in protocol.actions}
    return respell(text, known | {word: str(word) for word in protocol.actions}, ("action",))
