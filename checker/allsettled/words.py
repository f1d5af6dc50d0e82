"""The nearest known word, for "did you mean"."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that `word` is most likely a misspelling of, or None.

    `cutoff`, from 0 to 1, is how alike they must be.
    """
    from difflib import get_close_matches  # only on the way to an error message

    found = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "x"?`, or an empty string when nothing known is near."""
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else ""
