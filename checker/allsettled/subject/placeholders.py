"""Text that stands for text that was never written: `[Summary]`, `_______`, `(To be filled ...)`, `TBD`."""

import re

from allsettled.expressions import expression

_BLANK = expression(r"(?<![\w_])_{4,}(?![\w_])")
_GROUP = expression(r"\[([^\[\]]{2,80})\]")
_BETWEEN = expression(r"[\s:;,.&/|–—-]*")
_TO_COME = expression(
    r"^(?:[(\[](?:to be|will be) [a-z]+\b.{0,80}[)\]]\.?"
    r"|(?:to be|will be) (?:filled|populated|determined|announced)\b.{0,80})$",
    re.IGNORECASE,
)
_TBD = expression(
    r"^[(\[]?TBD[)\]]?"
    r"(?:[\s,;:(–—-]{1,4}(?:after|by|when|once|until|pending|later|will|to be)\b.{0,80}|\s?\(.{0,80}\))?[)\].]?$"
)
_INSTRUCTION = expression(
    r"(?:paste|list|add|insert|describe|enter|fill|write|explain|specify|provide|replace|summari[sz]e|document|your"
    r"|output of|name of|path (?:to|of)|link to|what|why|how|who|yes/no|running|combined|brief"
    r"|to (?:be|verify|do))\b",
    re.IGNORECASE,
)
_REQUIRED = expression(r"\b(?:required|optional)$", re.IGNORECASE)
_CHOICE = expression(r"[A-Z][a-z]+(?:/[A-Z][a-z]+){2,}")
_CODE = expression(r"`[^`]*`")
_NAMES = (
    "action|action taken|agent|agent name|branch|branch name|challenge|commit|commit sha|context|date|date/time"
    "|decision|description|details|error|error details|error message|evidence|file|files|finding|findings"
    "|gotchas discovered|impact|impact on decision|important context|key findings|link|location|message|name"
    "|number|objective|outcome|output|output location|path|positions|question|rationale|reason|recommendation"
    "|recommendations|report|resolution|result|results|sha|status|summary|task|task/topic|time|timestamp|title"
    "|topic|url|what changed"
)
_KNOWN = frozenset(_NAMES.split("|"))
_NO_STATUSES = frozenset({"tbd", "sha", "commit sha", "url", "date", "timestamp", "branch name", "agent name", "path"})
"""What no status is called, even in capitals."""


def is_placeholder(text: str) -> bool:
    """Say whether a whole value is a placeholder."""
    text = text.strip("*` \t")
    if "_" in text and _BLANK.fullmatch(text):
        return True
    text = text.strip("_")
    if ("TBD" in text and _TBD.match(text)) or ("be " in text.casefold() and _TO_COME.match(text)):
        return True
    return _bracketed(text)


def blank_in(text: str) -> tuple[int, int] | None:
    """Return where a line to be filled in (`____`) stands in a text, code spans left out, or None."""
    if "____" not in text:
        return None
    blank = _BLANK.search(_CODE.sub(lambda code: "." * len(code.group()), text))
    return blank.span() if blank else None


def _bracketed(text: str) -> bool:
    """Say whether a text is nothing but bracketed names and instructions, as templates have them: `[Decision]: [Why]`.

    A word in capitals is a status (`[APPROVED]`), not a placeholder.
    """
    if not text.startswith("["):
        return False
    text = text.replace("`", "").replace("*", "")
    position = 0
    while position < len(text):
        group = _GROUP.match(text, position)
        if group is None or not _stands_for_text(group.group(1).strip()):
            return False
        if text[group.end() : group.end() + 1] == "(":  # a link
            return False
        between = _BETWEEN.match(text, group.end())
        position = between.end() if between else group.end()
    return True


def _stands_for_text(name: str) -> bool:
    if name.isupper():
        return name.casefold() in _NO_STATUSES
    if name.casefold() in _KNOWN or _TBD.match(name):
        return True
    return bool(_INSTRUCTION.match(name) or _REQUIRED.search(name) or _CHOICE.fullmatch(name))
