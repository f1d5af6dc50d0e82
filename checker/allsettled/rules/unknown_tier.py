"""A tier that the protocol doesn't have (FR-4.1)."""

import re

from allsettled.protocol.value import Protocol
from allsettled.rules.respelling import respell
from allsettled.rules.unknown_word import explain_word

_NUMBER = re.compile(r"(?<=[A-Za-z])(?=[0-9])")


def explain(text: object, protocol: Protocol) -> tuple[str, str]:
    """Return what's wrong with a tier that the schema refused, and the cure."""
    return explain_word("tier", text, protocol.tiers)


def fix(text: str, protocol: Protocol) -> str | None:
    """Return a tier that's another spelling of one (`P-0`, `Tier: P0`) as the protocol spells it; else None."""
    known = {_NUMBER.sub(" ", tier): str(tier) for tier in protocol.tiers}
    return respell(text, known | {tier: str(tier) for tier in protocol.tiers}, ("tier", "priority"))
