"""What to say of a word that isn't the protocol's: shared by the rules on unknown words."""

from collections.abc import Iterable

from allsettled.words import did_you_mean


def explain_word(what: str, word: object, known: Iterable[str]) -> tuple[str, str]:
    """Return the message and the hint for a word that is none of the known ones."""
    words = [str(one) for one in known]
    return f'"{word}" is no {what} of the protocol', did_you_mean(str(word), words) or f"use one of {', '.join(words)}"
