"""A status that nobody can act on: it's none of the protocol's (FR-2.1)."""

from allsettled.protocol.value import Protocol
from allsettled.protocol.vocabulary import SPELLINGS, Status
from allsettled.rules.respelling import respell
from allsettled.rules.unknown_word import explain_word


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a status that the schema refused, and the cure."""
    return explain_word("status", text, Status)


def fix(text: str, protocol: Protocol) -> str | None:
    """Return a status that's another spelling of one, in the protocol's or the project's spelling; else None."""
    known = {spelling: str(status) for spelling, status in SPELLINGS.items() if spelling != "to do"}  # a placeholder?
    known |= {"time out": str(Status.TIMEOUT)} | {str(status): str(status) for status in Status}
    return respell(text, known | {word: word for word in protocol.statuses}, ("status", "state"))
