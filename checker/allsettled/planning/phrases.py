"""What a prompt's words say of other agents' results: whose they are, and whether they're asked for or only told of."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from allsettled.planning.prompts import Prompt

_LEFT = r"(?:outputs?|results?|findings|verdicts?|recommendations?|conclusions?|deliverables?|answers?|responses?)"
_DID = r"(?:reports?|reviews?|analys[ei]s|summar(?:y|ies)|assessments?)"  # "a review of security" isn't one by it
_RESULT = rf"(?:{_LEFT}|{_DID})"
_DRAFT = r"(?:research|notes|draft|proposal|design|decisions?)"  # results too, if they're to be worked with
_NO_FORM = r"(?!\s+(?:templates?|formats?|forms?|style|structure|schema|guidelines?|rules|principles|system|tokens)\b)"
_NAME = r"[^\W_](?:[\w.-]{0,60}\w)?"
_WHO = rf"(?:(?P<article>the)\s+)?(?P<before>(?:agent|task)\s+)?(?P<name>{_NAME})(?P<after>\s+(?:agent|task)\b)?"
_STOP = (
    r"(?=\s*(?:$|[.,;:!?)\]\n|]|\b(?:and|or|to|in|into|for|with|on|at|from|before|then|when|once|as|which|that|is|are"
    r"|was|were|has|have|first|so|but|if)\b))"
)
_ENDED = r"(?:finish(?:es|ed)|complete[sd]|done|return(?:s|ed)|reported|delivered|delivers|settle[sd]|ended)"
_FOUND = (
    r"(?:finds|found|writes|wrote|written|says|said|reports|reported|leaves|left|proposes|proposed|decides|decided"
    r"|recommends|recommended|concludes|concluded|produces|produced|returns|returned|delivers|delivered)"
)
_WORK_WITH = (
    r"(?:based\s+on|buil(?:d|ds|ding|t)\s+on|us(?:e|es|ing)|from|given|per|according\s+to|read(?:ing)?"
    r"|incorporat(?:e|es|ing)|tak(?:e|es|ing)|follow(?:s|ing)?|implement(?:s|ing)?)"
)


def _who(kind: str) -> str:
    return re.sub(r"P<(\w+)>", rf"P<{kind}_\1>", _WHO)


_SAID = re.compile(
    rf"\b(?P<of_what>{_LEFT}\s+(?:of|from|by)|{_DID}\s+(?:from|by))\s+{_who('of')}{_STOP}"
    rf"|\b{_who('has')}\s?['’]s\s+(?:\w+\s+)?{_RESULT}\b{_NO_FORM}"
    rf"|\bthe\s+(?P<its_name>{_NAME})(?P<its_after>\s+(?:agent|task))\s+{_RESULT}\b{_NO_FORM}"
    rf"|\b{_WORK_WITH}\s+{_who('draft')}\s?['’]s\s+(?:\w+\s+)?{_DRAFT}\b{_NO_FORM}"
    rf"|\b{_WORK_WITH}\s+the\s+(?P<role_name>[a-z-]*(?:er|or|ist|yst|tect|critic|lead))\s+{_RESULT}{_STOP}"
    rf"|\bwhat\s+{_who('found')}\s+(?:has\s+|have\s+)?{_FOUND}\b"
    rf"|\bwait(?:s|ing)?\s+(?:for|on)\s+{_who('wait')}{_STOP}"
    rf"|\b(?P<done_when>after|once|until|when)\s+{_who('done')}\s+(?P<done_how>has\s+|have\s+|is\s+)?{_ENDED}\b"
    rf"|\bdepends[-_ ]on\s*:\s*{_who('needs')}{_STOP}",
    re.IGNORECASE,
)
_KINDS = ("of", "has", "its", "draft", "role", "found", "wait", "done", "needs")
_ALL = r"(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:other|parallel|fellow)\s+(?:agents?|tasks?|workers?)"
_OTHERS = re.compile(
    rf"\b(?:other|parallel|fellow)\s+(?:agents?|tasks?|workers?)['’]?s?['’]?\s+(?:\w+\s+)?{_RESULT}\b{_NO_FORM}"
    rf"|\b{_RESULT}\s+(?:of|from|by)\s+{_ALL}\b"
    rf"|\b(?:after|once|until|when)\s+{_ALL}\s+(?:all\s+)?(?:has\s+|have\s+|is\s+|are\s+)?(?:all\s+)?"
    rf"(?:{_ENDED}|finish|complete|return)\b"
    rf"|\bwhat\s+{_ALL}\s+(?:has\s+|have\s+)?(?:{_FOUND}|find|report|say)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:the|an?)\s+(?:orchestrator|coordinator)\b"
    r"|\b(?:is|are|be)\s+(?:later\s+|then\s+)?(?:merged|combined|compared|collected|aggregated|synthesi[sz]ed)\b",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"\b(?:go(?:es)?|feeds?|flows?|(?:is|are|be)\s+(?:used|included|cited|read|checked|reviewed|needed|picked\s+up))"
    r"\s+(?:in|into|to|for|by)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys('*`"“”', " "))
_NOUNS = frozenset(
    (
        *("analysis", "api", "audit", "build", "ci", "code", "cost", "data", "design", "docs", "frontend", "backend"),
        *("implementation", "lint", "performance", "plan", "planning", "release", "research", "review", "reviews"),
        *("search", "test", "testing", "tests", "ui", "users"),
    )
)
"""Names that are as well what everybody speaks of: "the results of tests" needn't be those of a task called tests."""


class Mention(NamedTuple):
    """Where a prompt speaks of somebody's results: from `at` to `end`, as it's quoted, and the name (folded)."""

    at: int
    end: int
    words: str
    name: str = ""


def named_results(prompt: Prompt) -> Iterator[Mention]:
    """Yield where a prompt speaks of what someone leaves or of when they're done: `the output of security`.

    The name may be that of no task at all. Where it might as well be a common word, it only counts when it's marked
    as a name: by `agent` or `task` beside it, by code marks, or by its form (`review-2`).
    """
    text = prompt.text.translate(_QUOTES)
    for found in _SAID.finditer(text):
        kind = next(kind for kind in _KINDS if found[f"{kind}_name"])
        name, start = found[f"{kind}_name"], found.start(f"{kind}_name")
        if not _is_name(found, kind, prompt) or _is_told(prompt, start, found.start()):
            continue
        yield Mention(start, found.end(), " ".join(found[0].split()), name.casefold())


def _is_name(found: re.Match[str], kind: str, prompt: Prompt) -> bool:
    """Say whether a word is surely meant as the name of an agent or task."""
    groups = found.groupdict()
    name, start = found[f"{kind}_name"], found.start(f"{kind}_name")
    if groups.get(f"{kind}_before") or groups.get(f"{kind}_after") or prompt.text[max(start - 1, 0)] in '`"“*':
        return True
    if any(char.isdigit() or char in "-_." for char in name) and len(name) > 2:
        return True
    if len(name) < 2:
        return False
    if kind == "done":
        person = groups["done_article"] or (groups["done_how"] or "").lower().startswith("ha")
        return name.casefold() not in _NOUNS and bool(person or found["done_when"].lower() == "until")
    return name.casefold() not in _NOUNS or kind in ("has", "needs") or found[0].lower().startswith("output")


def others_results(prompt: Prompt) -> Mention | None:
    """Return where a prompt speaks of the other agents' results without naming them, if it does."""
    for found in _OTHERS.finditer(prompt.text):
        if not prompt.forbids(found.start()) and not _is_told(prompt, found.start(), found.start()):
            return Mention(found.start(), found.end(), " ".join(found[0].split()))
    return None


def _is_told(prompt: Prompt, at: int, start: int) -> bool:
    """Say whether a sentence only tells what becomes of results, or that one's own go into those of another."""
    return _LATER.search(prompt.sentence(at)) is not None or _INTO.search(prompt.before(start)) is not None


_OWNS = (
    r"(?:writes?|leaves?|owns?|produces?|creates?|fills?\s+in|edits?|changes?|handles?|covers?|maintains?"
    r"|works?\s+(?:on|in)|keeps?)"
)
_TAKES = re.compile(
    r"\b(?:read|use|using|see|take|consult|consider|incorporate|extend|build\s+on|based\s+on|from|wait|start|once|after"
    r"|until|when|whatever|what)\b",
    re.IGNORECASE,
)


def tells_whose(prompt: Prompt, at: int, names: Collection[str]) -> bool:
    """Say whether the sentence only tells that another agent, called by one of these names, works at a path."""
    who = "|".join(map(re.escape, sorted(names)))
    owner = rf"\b(?:{who}|(?:an)?other\s+agents?)\b\W+(?:\w+\W+){{0,8}}?{_OWNS}\b[^.;]*$"
    said = prompt.before(at).translate(_QUOTES)
    return re.search(owner, said, re.IGNORECASE) is not None and _TAKES.search(prompt.sentence(at)) is None


_GATHERS = re.compile(r"\b(?:merge|combine|collect|gather|consolidate|aggregate|synthesi[sz]e)\b", re.IGNORECASE)
_READS = re.compile(r"\b(?:summari[sz]e|compile|compare|review|read|integrate|reconcile|use|take)\b", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:reports|outputs|results|findings|answers|analyses|reviews|verdicts|ballots|everything)\b", re.IGNORECASE
)


def gathers(prompt: Prompt, at: int) -> bool:
    """Say whether the sentence asks to make one thing of many, such as the reports in a folder."""
    said = prompt.sentence(at)
    return _GATHERS.search(said) is not None or (_READS.search(said) is not None and _MANY.search(said) is not None)
