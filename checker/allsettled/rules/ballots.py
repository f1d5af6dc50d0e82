"""What was voted, and what is said to have won: shared by the rules on votes."""

import re
from collections import Counter
from typing import NamedTuple
from unicodedata import category

from allsettled.expressions import expression
from allsettled.protocol.record import Record

_COUNT = expression(
    r"[(\[]?\b(\d{1,3})\s*(?:/|of|out of)\s*(\d{1,3})\b(?: (?:votes?|ballots?|agents?))?[)\]]?", re.IGNORECASE
)
_AGAINST = expression(r"\b(\d{1,3})\s*(?:-|–|:|to|vs\.?|against)\s*(\d{1,3})\b", re.IGNORECASE)
_ABSTAINED = frozenset({"abstain", "abstained", "abstention", "no vote", "none", "no answer", "n/a", "na", "timeout"})
_NO_WINNER = expression(
    r"^(?:none|tie[d]?\b|no (?:majority|winner|decision|quorum)\b|split\b|undecided\b|-+$)", re.IGNORECASE
)


_LEAD = expression(r"^(?:[-–—>•]\s+|\d+[.)]\s+)+")
_MARKS = str.maketrans({"*": "", "`": "", "_": " ", "\ufe0f": ""})  # the last one only says: as a picture
_PICTURES = ("So", "Sk", "Cf", "Co")


class Majority(NamedTuple):
    """What a majority line says: who won, with how many votes of how many, or against how many."""

    winner: str
    votes: int | None = None
    of: int | None = None
    against: int | None = None


def as_compared(text: str) -> str:
    """Return a recommendation without case, emphasis, pictures beside words, and marks around it.

    What tells two of them apart stays: `+1` isn't `-1`, `C#` isn't `C`, and a thumb up isn't one down.
    """
    plain = _LEAD.sub("", text.translate(_MARKS).strip())
    if any(map(str.isalnum, plain)):
        plain = "".join(char for char in plain if category(char) not in _PICTURES)
    plain = " ".join(plain.strip(" .,;:!?()[]\"'“”‘’").casefold().split())
    return plain if plain.strip("-–—") else ""


def cast(record: Record) -> list[str]:
    """Return the recommendations of the ballots that were cast, folded; who abstained has none."""
    folded = (as_compared(ballot.recommendation) for ballot in record.votes)
    return [vote for vote in folded if vote and vote not in _ABSTAINED]


def tally(record: Record) -> Counter[str]:
    """Return how many ballots were cast for each recommendation, as its first ballot has it."""
    return Counter(map(as_written(record).__getitem__, cast(record)))


def as_written(record: Record) -> dict[str, str]:
    """Return each folded recommendation as its first ballot has it."""
    return {as_compared(ballot.recommendation): ballot.recommendation for ballot in reversed(record.votes)}


def read_majority(text: str) -> Majority:
    """Read `A (2/3)`, `A, 2 of 3`, `A 4-2`."""
    if found := _COUNT.search(text):
        return Majority(_winner(text[: found.start()]), int(found[1]), int(found[2]))
    if found := _AGAINST.search(text):
        return Majority(_winner(text[: found.start()]), int(found[1]), None, int(found[2]))
    return Majority(_winner(text))


def _winner(text: str) -> str:
    return as_compared(text.replace("[", "").replace("]", "").rstrip(" ,;:(–—-"))


def none_won(majority: str) -> bool:
    """Say whether a majority line is blank, or says that there was none."""
    return not majority or bool(_NO_WINNER.match(majority.strip("[](*_ ")))
