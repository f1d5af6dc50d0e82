"""What the words of an evidence cell say of the duty: done, not yet, not at all, or not applicable."""

import re
from collections.abc import Iterable
from enum import Enum

from allsettled.expressions import expression

_LABEL = r"(?:[A-Za-z][\w .#-]{0,24}:\s*)?[*_(\[\"]{0,3}"  # `Commit SHA: (`
_DONE = r"(?:run|done|made|added|committed|pushed|updated|written|created|recorded|completed|verified|filled|checked)"
_ENDING = r"agents?|tasks?|jobs?|reviews?|retrospective|analysis|validation|lint(?:er|ing)?|tests?|checks?"
_TO_COME = (
    r"pending\b",
    r"(?:(?!no\b|not\b|zero\b|without\b|any\b)[\w.`/-]+ ){1,3}pending[)\]\s.]*$",
    r"will (?:be|run|commit|complete|do|verify|update|push|add|create|follow|happen|perform|record|write|fix|finish)\b",
    rf"(?:[\w.`/-]+ ){{1,5}}(?:will|to) be {_DONE}\b",
    rf"to be {_DONE}\b",
    r"(?:awaiting|waiting for|waiting on|in progress|loading\.\.|not yet|deferred?\b(?! by))",
    r"(?:still )?running(?: now\b|(?: [\w-]+)?(?:\.{2,}|…))",
    rf"(?:{_ENDING}) (?:is |are )?(?:still )?running\b",
)
_UNDONE = (
    r"(?:not|never) (?:yet )?(?:done|run|executed|performed|started|completed|committed|verified)\b",
    r"forgot(?:ten)?\b",
)
_UNAVAILABLE = (r"(?:skipped\W{1,4})?(?:(?:the )?[\w-]+ ){0,3}(?:not available|unavailable)\b",)
_SKIPPED = (r"skip(?:ped|ping)?\b",)

_STAGED = expression(r"(?:commit\w*:\s*)?\(?staged\b(?!.*[0-9a-f]{7})", re.IGNORECASE)
_BYPASSED = expression(r"`?--no-verify\b", re.IGNORECASE)
_COMMITS = expression(r"\bcommit", re.IGNORECASE)
_VERIFIES = expression(r"\b(?:validat|verif|lint|check)", re.IGNORECASE)
_REASONED = expression(
    r"\bn/a\b|\bnot (?:applicable|needed|required|relevant|merited|necessary|warranted)\b|\bread[- ]only\b"
    r"|\bno (?:new|need|change|update|cross|task|active|longer)|\bnothing\b|\bnone\b|\bnone needed\b",
    re.IGNORECASE,
)
_OTHERWISE = expression(
    r"\balready\b|\bper (?:the )?(?:protocol|policy|adr)|\bused\b|\busing\b|\binstead\b|\bfallback\b|\bproceeded\b"
    r"|\binherit|\bparent\b|\bprior\b|\bprevious\b|\bcontinu|\bcovered by\b|\bhandled by\b|\bdone by\b|\bbut\b"
    r"|\battempted\b|\bran\b|\bmanual",
    re.IGNORECASE,
)
_CONDITION = expression(r"\((?:if |when |where |feature )", re.IGNORECASE)
_NOT_MET = expression(r"\bonly\b|\bno (?:functional|code|feature|implementation|export)", re.IGNORECASE)
_SHA = expression(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b")
_CODE = expression(r"`[^`]*`")
_WORD = expression(r"[a-z]+")


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return expression(rf"{_LABEL}(?:{'|'.join(patterns)})", re.IGNORECASE)


class Saying(Enum):
    """What evidence may say against a tick."""

    TO_COME = "that it's still to come"
    UNDONE = "that it wasn't done"
    UNAVAILABLE = "that it couldn't be done"
    SKIPPED = "that it was skipped"


_SAYINGS = {
    Saying.TO_COME: _any(_TO_COME),
    Saying.UNDONE: _any(_UNDONE),
    Saying.UNAVAILABLE: _any(_UNAVAILABLE),
    Saying.SKIPPED: _any(_SKIPPED),
}


def against(text: str, skip_reasons: Iterable[str] = ()) -> Saying | None:
    """Return what a text says against the duty's being done, or None.

    Only what leads the text counts, after a label such as `Commit SHA:`. A clause about something else ("3 skipped
    as expected"), a reason why it doesn't apply, another way in which it was done, and a documented reason to skip
    say nothing against it.
    """
    text = _bare(text)
    saying = next((saying for saying, pattern in _SAYINGS.items() if pattern.match(text)), None)
    if saying is None or _SHA.search(text):
        return None
    if saying in (Saying.TO_COME, Saying.UNDONE):
        return None if _REASONED.search(text) and saying is Saying.UNDONE else saying
    if _REASONED.search(text) or _OTHERWISE.search(text):
        return None
    return None if saying is Saying.SKIPPED and documented(text, skip_reasons) else saying


def against_step(step: str, text: str) -> Saying | None:
    """Return what a text says against one kind of step alone: a commit that's staged, a check that was bypassed."""
    if _COMMITS.search(step) and _STAGED.match(text):
        return Saying.TO_COME
    return Saying.SKIPPED if _VERIFIES.search(step) and _BYPASSED.match(text) else None


def documented(text: str, skip_reasons: Iterable[str]) -> bool:
    """Say whether a text names one of the protocol's reasons to skip: `docs-only` also as `documentation only`."""
    words = _WORD.findall(text.casefold())
    for reason in skip_reasons:
        keys = [word.rstrip("s") for word in _WORD.findall(reason.casefold()) if word != "only"]
        if keys and all(any(word.startswith(key) and not word.endswith("ed") for word in words) for key in keys):
            return True
    return False


def unmet(step: str, text: str) -> bool:
    """Say whether a step has a condition, `(if exported)` or `(feature implementation)`, that its evidence denies."""
    return bool(_CONDITION.search(step) and _NOT_MET.search(text))


def waives(text: str) -> bool:
    """Say whether a text gives a reason why a duty doesn't apply: N/A, not needed, or skipped because of something."""
    text = _bare(text)
    if _REASONED.search(text):
        return True
    skipped = _SAYINGS[Saying.SKIPPED].match(text)
    return bool(skipped and _WORD.search(text[skipped.end() :].casefold()))


def _bare(text: str) -> str:
    """Return a text without its code spans; one that is a code span as a whole is what stands in it."""
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == "`" and "`" not in text[1:-1]:
        return text[1:-1]
    return _CODE.sub("``", text)
