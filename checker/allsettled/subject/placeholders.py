"""Text that stands for text that was never written: `[Summary]`, `_______`, `(To be filled ...)`, `TBD`."""

import re

_BLANK = re.compile(r"_{4,}")
_BRACKETED = re.compile(r"\[[A-Z][^\[\]]{2,80}\](?!\()")
_TO_COME = re.compile(r"^[(\[]?(?:to be (?:filled|completed|added|determined|done|written)|fill in)\b", re.IGNORECASE)
_TBD = re.compile(r"^[(\[*_]*TBD\b")


def is_placeholder(text: str) -> bool:
    """Say whether a whole value is a placeholder."""
    text = text.strip("*_` ") if not _BLANK.search(text) else text.strip()
    return bool(_BLANK.fullmatch(text) or _BRACKETED.fullmatch(text) or _TO_COME.match(text) or _TBD.match(text))
