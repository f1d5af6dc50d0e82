"""Whether a file can concern the rules at all, decided by its bytes: most Markdown in a repository can't.

A `no` is certain; a `yes` only means that the file is worth parsing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_ALWAYS = (
    rb"allsettled:",  # a comment that silences a rule, or a managed region
    rb"^\s*#+\s*session\b",
    rb"^\s*#+\s*(?:parallel dispatch|dispatch log|parallel execution)",
    rb"^\s*#+.*\b(?:retrospective|handoff)\b",
    rb"\bagent (?:outputs|results|failures)\b",
    rb"^\s*#+\s*\W*(?:parallel analysis|voting session|agent\b[^:\n]{0,8}:)",
    rb"\b(?:failed agents|aggregation strategy|synthesi[sz]ed result|synthesis)\b",
)
_BIG = 32 * 1024  # bytes: the limit of AGENTS.md
_CLAIM = re.compile(
    rb"\d\s?%|\d\s?[xX\xc3]|=\s?[~*]{0,3}\d|\btotal\b|\b(?:dispatched|launched|spawned|sav(?:ed|es|ings?)|per ?cent)\b"
    rb"|\b(?:faster|quicker|sooner)\b|\b\w{2,}fold\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _marks(extra: tuple[str, ...]) -> re.Pattern[bytes]:
    own = tuple(re.escape(title.encode()) for title in extra)
    return re.compile(b"|".join((*_ALWAYS, *own)), re.IGNORECASE | re.MULTILINE)


def may_concern(raw: bytes, headings: Sequence[str] = ()) -> bool:
    """Say whether a file of no known kind may hold a record, a claim, or a comment for us.

    `headings` are those that a project added to the protocol.
    """
    return (
        len(raw) > _BIG
        or raw.startswith((b"---", b"\xef\xbb\xbf---"))
        or bool(_CLAIM.search(raw) or _marks(tuple(headings)).search(raw))
    )
