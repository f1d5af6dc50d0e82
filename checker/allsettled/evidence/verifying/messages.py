"""Which message started whom: the log's word against the harness's."""

import re
from collections.abc import Collection

from allsettled.evidence.verifying.claims import Claim
from allsettled.evidence.verifying.facts import CONFIRMED, UNKNOWN, Fact, contradicted
from allsettled.evidence.verifying.likeness import Known
from allsettled.evidence.verifying.matching import Match

RULE = "wrong-message"
_PREFIX = re.compile(r"[A-Za-z]{2,}[_:-]")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def judge_message(match: Match, ids: Collection[str], *, recorded: bool) -> list[Fact]:
    """Return a fact if the log names the message by an id of the harness's: a label such as `m1` is the log's own.

    `ids` are those of all messages in the evidence; a `recorded` log, written from a transcript, has no labels.
    """
    claim, known = match.claim, match.taken
    if not claim.message or known is None:
        return []
    if claim.message == known.dispatch.id:
        return [CONFIRMED]
    if not (claim.message in ids or _alike(claim.message, known.dispatch.id) or recorded):
        return []
    if not match.sure:
        return [UNKNOWN]
    return [_wrong(claim, known, ids)]


def _wrong(claim: Claim, known: Known, ids: Collection[str]) -> Fact:
    other = "another one" if claim.message in ids else "one that the transcript doesn't have"
    said = f"the log says {claim.message}, which is {other}"
    message = f"{claim.name} was started by the message {known.dispatch.id}, and {said}"
    return contradicted(RULE, claim.place("message"), message, f"write {known.dispatch.id}")


def _alike(said: str, real: str) -> bool:
    """Say whether a text is of the form of the harness's ids."""
    prefix = _PREFIX.match(real)
    if prefix is not None and said.startswith(prefix.group()):
        return True
    return bool(_UUID.fullmatch(said) and _UUID.fullmatch(real))
