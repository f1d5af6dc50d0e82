"""What a run needs of others, by what its row says: whom it waits for, what it was given and what it was told."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from allsettled.expressions import expression
from allsettled.protocol.record import Record, Run
from allsettled.rules.paths import Owners, paths

_NAME = r"(?P<{}>[A-Za-z][\w.-]{{0,60}})"
_LEFT = r"(?:outputs?|results?|findings|verdicts?|recommendations?)"
_DID = r"(?:reports?|reviews?|analysis|assessment|plan)"
_OVER = r"(?:done|finish(?:ed|es)|completed?s?|settled?s?|return(?:ed|s)|report(?:ed|s))"
_END = r"(?=\s*(?:$|[.,;:!?)\]\n|]|\b(?:and|or|to|in|into|before|when|as|which|that|is|are|first|agent)\b))"
_SPOKEN = expression(
    rf"\b(?:{_LEFT} (?:of|from|by)|{_DID} (?:from|by)) (?:the )?{_NAME.format('of')}{_END}"
    rf"|\b{_NAME.format('has')}(?: agent)?['’]s (?:own )?(?:{_LEFT}|{_DID})\b"
    rf"|\bwait(?:s|ing)? (?:for|on) (?:the )?{_NAME.format('wait')}{_END}"
    rf"|\b(?:until|till|once|after|when) (?:the )?{_NAME.format('after')}(?: agent)? (?:has |have |is )?{_OVER}\b",
    re.IGNORECASE,
)
_LIST = expression(r"[,;&+]|\band\b|<br\s*/?>", re.IGNORECASE)
_RESULT = expression(rf"(?:['’]s?)?(?: agent)?(?:['’]s?)?(?: (?:{_LEFT}|{_DID}))?$", re.IGNORECASE)
_NOT = expression(r"\b(?:not|never|without|don['’]t|independent(?:ly)?|ignore|instead of)\b[^.!?]*$", re.IGNORECASE)
_PATH = expression(r"(?<![\w/.-])[\w.~-]+(?:/[\w.{}*~-]+)+")
_NEAR = 120  # characters in front in which a "not" may stand


class Needed(NamedTuple):
    """An agent whose result a run needs, the field that says so, and how."""

    agent: str
    field: str
    how: str


def needs(run: Run, others: Mapping[str, str], owners: Owners) -> Iterator[Needed]:
    """Yield the agents that a run needs something of.

    `others` are all agents of its dispatch by their folded names, `owners` those whose outputs are known.
    """
    own = run.agent.casefold()
    for part in _LIST.split(run.depends_on):
        name = _RESULT.sub("", part.strip(" `*_.")).strip(" `*_").casefold()
        if name in others and name != own:
            yield Needed(others[name], "depends_on", f"depends on {others[name]}")
    for field, words, verb in (("inputs", run.inputs, "gets"), ("prompt", run.prompt, "is told to use")):
        for found in _PATH.finditer(words):
            path = found[0].rstrip(".")
            if (holder := owners.holder(path, run.agent)) and not _forbidden(words, found.start()):
                yield Needed(holder[1], field, f"{verb} {path}, where {holder[1]} writes to")
        for found in _SPOKEN.finditer(words):
            name = (found["of"] or found["has"] or found["wait"] or found["after"]).rstrip(".").casefold()
            if name in others and name != own and not _forbidden(words, found.start()):
                yield Needed(others[name], field, f'{verb} "{" ".join(found[0].split())}"')


def outputs_of(record: Record) -> Owners:
    """Return whose each output of a record is."""
    owners = Owners()
    for row in record.outputs:
        for path in paths(row.location):
            owners.add(path, row.agent)
    return owners


def _forbidden(words: str, at: int) -> bool:
    return bool(_NOT.search(words[max(at - _NEAR, 0) : at]))
