"""What a prompt says of other agents' results: their names beside such words, and their output paths."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from allsettled.planning.paths import Path, matches
from allsettled.planning.prompts import Prompt
from allsettled.planning.sharing import OUTPUTS, Node

_LEFT = r"(?:outputs?|results?|findings|verdicts?|recommendations?|conclusions?|deliverables?|answers?|responses?)"
_DID = r"(?:reports?|reviews?|analys[ei]s|summar(?:y|ies)|assessments?)"  # "a review of security" isn't one by it
_RESULT = rf"(?:{_LEFT}|{_DID})"
_WHO = r"(?:the\s+)?(?P<before>(?:agent|task)\s+)?(?P<name>[^\W_](?:[\w.-]{0,60}\w)?)(?P<after>\s+(?:agent|task)\b)?"
_STOP = (
    r"(?=\s*(?:$|[.,;:!?)\]\n|]|\b(?:and|or|to|in|into|for|with|on|at|from|before|then|when|once|as|which|that|is|are"
    r"|was|were|has|have|first|so|but|if)\b))"
)
_DONE = (
    r"\s+(?:has\s+|have\s+|is\s+)?(?:finish(?:es|ed)|complete[sd]|done|return(?:s|ed)|reported|delivered|delivers"
    r"|settle[sd]|ended)\b"
)
_SAID = re.compile(
    rf"\b(?:{_LEFT}\s+(?:of|from|by)|{_DID}\s+(?:from|by))\s+{_WHO.replace('P<', 'P<of_')}{_STOP}"
    rf"|\b{_WHO.replace('P<', 'P<has_')}\s?['’]s\s+(?:\w+\s+)?{_RESULT}\b"
    rf"|\bwait(?:s|ing)?\s+(?:for|on)\s+{_WHO.replace('P<', 'P<wait_')}{_STOP}"
    rf"|\b(?:after|once|until|when)\s+{_WHO.replace('P<', 'P<done_')}{_DONE}"
    rf"|\bdepends[-_ ]on\s*:\s*{_WHO.replace('P<', 'P<needs_')}{_STOP}",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    rf"\b(?:other|parallel|fellow)\s+(?:agents?|tasks?|workers?)['’]?s?['’]?\s+(?:\w+\s+)?{_RESULT}\b"
    rf"|\b{_RESULT}\s+(?:of|from|by)\s+(?:all\s+)?(?:the\s+)?(?:other|parallel|fellow)\s+(?:agents|tasks|workers)\b",
    re.IGNORECASE,
)
_GATHERS = re.compile(r"\b(?:merge|combine|collect|gather|consolidate|aggregate|synthesi[sz]e)\b", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys('*`"“”', " "))


class Reference(NamedTuple):
    """A place where a prompt refers to others' results: by their name, or by a path with the tasks that leave it."""

    at: int
    words: str  # as it's quoted
    name: str = ""  # folded; empty for a path, and for "the other agents"
    path: Path | None = None
    tasks: int = 0


def named_results(prompt: Prompt) -> Iterator[Reference]:
    """Yield where a prompt speaks of what someone leaves or of when they're done: `the output of security`.

    The name may be that of no task at all. Where it might as well be a common word, it only counts when it's marked
    as a name: by `agent` or `task` beside it, by code marks, or by its form (`review-2`).
    """
    text = prompt.text.translate(_QUOTES)
    for found in _SAID.finditer(text):
        kind = next(kind for kind in ("of", "has", "wait", "done", "needs") if found[f"{kind}_name"])
        name = found[f"{kind}_name"]
        start = found.start(f"{kind}_name")
        marked = bool(found[f"{kind}_before"] or found[f"{kind}_after"] or prompt.text[max(start - 1, 0)] in '`"“*')
        formed = any(char.isdigit() or char in "-_." for char in name) and len(name) > 2
        if marked or formed or (kind != "done" and len(name) > 1):
            yield Reference(start, " ".join(found[0].split()), name.casefold())


def others_results(prompt: Prompt) -> Reference | None:
    """Return where a prompt speaks of the other agents' results without naming them, if it does."""
    for found in _OTHERS.finditer(prompt.text):
        if not prompt.forbids(found.start()):
            return Reference(found.start(), " ".join(found[0].split()))
    return None


class Outputs:
    """The paths that tasks leave or change (`role`), to look up what a prompt names."""

    def __init__(self, nodes: Sequence[Node], role: str = OUTPUTS) -> None:
        self.role = role
        self._exact: dict[tuple[str, ...], Node] = {}
        self._globs: dict[tuple[str, ...], list[Node]] = {}
        self._below: dict[tuple[str, ...], int] = {}  # of each folder: the tasks with paths in it
        for node in nodes:
            if not node.tasks[role]:
                continue
            key = (node.path.root, *node.path.prefix)
            if node.path.is_glob:
                self._globs.setdefault(key, []).append(node)
            else:
                self._exact[key] = node
            for end in range(1, len(key)):
                self._below[key[:end]] = self._below.get(key[:end], 0) | node.tasks[role]

    def of(self, path: Path) -> Iterator[Node]:
        """Yield the paths that one is, or lies in."""
        if path.is_glob:
            return
        key = (path.root, *path.names)
        last = key[-1]
        for end in range(len(key), 0, -1):
            if (node := self._exact.get(key[:end])) is not None and end > 1:
                yield node
            for glob in self._globs.get(key[:end], ()):
                if last.endswith(glob.end) and last.startswith(glob.start) and matches(glob.path, path):
                    yield glob

    def below(self, path: Path) -> int:
        """Return the tasks that have something in a folder."""
        return self._below.get((path.root, *path.names), 0) if path.folder else 0

    def named(self, prompt: Prompt) -> Iterator[Reference]:
        """Yield where a prompt names these paths, or gathers what is in their folder."""
        for path, at in prompt.paths:
            for node in self.of(path):
                yield Reference(at, path.text, "", path, node.tasks[self.role])
            if (inside := self.below(path)) and _GATHERS.search(prompt.sentence(at)):
                yield Reference(at, path.text, "", path, inside)


def by_name(ids: Sequence[str], agents: Sequence[str]) -> Mapping[str, int]:
    """Return the tasks that a name (folded) may stand for: the one of this id, or else all of this agent."""
    tasks: dict[str, int] = {}
    for index, agent in enumerate(agents):
        tasks[agent.casefold()] = tasks.get(agent.casefold(), 0) | 1 << index
    for index, id_ in enumerate(ids):
        tasks[id_.casefold()] = 1 << index
    return tasks
