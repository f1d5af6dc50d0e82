"""Another spelling of a known word, as the protocol spells it: shared by the rules on unknown words.

Nothing is guessed. A text is another spelling of a word if they differ in case, or of a phrase if they differ in
what is between its words too (`TIMED_OUT`, `timed-out`), or if it's repeated under its own name (`Tier: P0`).
"""

import re
from collections.abc import Iterable, Mapping

_AROUND = "*_[](). \ufe0f"
_BETWEEN = re.compile(r"[\s_-]+")


def respell(text: str, known: Mapping[str, str], labels: Iterable[str]) -> str | None:
    """Return a value's text with its word in the protocol's spelling, marks around it kept; None if it isn't certain.

    `known` says of each known word or phrase how the protocol spells it, `labels` what such a value is called.
    """
    start, end = len(text) - len(text.lstrip(_AROUND)), len(text.rstrip(_AROUND))
    core = text[start:end]
    label = re.match(rf"(?:{'|'.join(labels)})(?:\s*:\s*|\s+)", core, re.IGNORECASE)
    for word in (core, core[label.end() :] if label else ""):
        spelled = {right for other, right in known.items() if _alike(word, other)}
        if len(spelled) == 1:
            return text[:start] + spelled.pop() + text[end:]
    return None


def _alike(word: str, known: str) -> bool:
    word, known = word.casefold(), known.casefold()
    return word == known or (bool(_BETWEEN.search(known)) and _BETWEEN.sub("", word) == _BETWEEN.sub("", known))
