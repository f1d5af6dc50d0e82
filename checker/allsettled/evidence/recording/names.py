"""What the agents of a dispatch are called in a log: by their type, with the task behind it where types are alike."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

from allsettled.evidence.model import AgentRun
from allsettled.protocol.parts import BLANKS, one_line
from allsettled.subject.placeholders import is_placeholder

_LONGEST = 100
_NAMELESS = "agent"
_NOTED = re.compile(r"\(((?:retry|ballot|second ballot|vote)[^()]*)\)$", re.IGNORECASE)
_PLAIN = re.compile(r"[^\w .,:;/+-]+")
_SAFE = re.compile(r"[A-Za-z][\w:-]{0,63}")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # what would be a tag, a comment or a link where the log is shown
_UNSEEN = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Wording(IntEnum):
    """How much of a description's own text a name may hold. The first that can be written and read back is used."""

    FULL = 0
    PLAIN = 1  # letters, digits and the commonest marks
    NUMBERED = 2  # nothing of it


def names_of(runs: Sequence[AgentRun], wording: Wording = Wording.FULL) -> tuple[str, ...]:
    """Return a name for each run, no two alike whatever the case: `security`, `general-purpose: Check the login`."""
    types = [_type(run, wording) for run in runs]
    alike = Counter(name.casefold() for name in types)
    names = [
        name if name and alike[name.casefold()] == 1 else _with_task(name, run, wording)
        for name, run in zip(types, runs, strict=True)
    ]
    return _numbered(names)


def _type(run: AgentRun, wording: Wording) -> str:
    name = clean(run.agent, wording)
    if wording is Wording.NUMBERED and (not _SAFE.fullmatch(name) or is_placeholder(name)):
        return ""
    return name


def _with_task(name: str, run: AgentRun, wording: Wording) -> str:
    task = "" if wording is Wording.NUMBERED else clean(run.description, wording)
    return ": ".join(part for part in (name, task) if part) or _NAMELESS


def clean(text: str, wording: Wording) -> str:
    """Return a stranger's text as it can stand in the cell of an agent's name."""
    text = one_line(_UNSEEN.sub(" ", text[: 4 * _LONGEST]))
    if wording is not Wording.FULL:
        text = one_line(_PLAIN.sub(" ", text))
    text = _TAG.sub("‹", text).replace("](", "] (").strip("*_`~\\ ")
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rstrip() + "…"
    text = _NOTED.sub(r"[\1]", text)  # `(retry)` behind a name has a meaning of its own
    return "" if text.casefold() in BLANKS else text


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    """Tell names that are alike apart: the second becomes `qa 2`."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    told: list[str] = []
    for name in names:
        base = name.casefold()
        free = name
        while free.casefold() in taken:
            last[base] = last.get(base, 1) + 1
            free = f"{name} {last[base]}"
        taken.add(free.casefold())
        told.append(free)
    return tuple(told)
