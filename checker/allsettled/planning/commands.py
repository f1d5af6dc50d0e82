"""Commands in prompts that change what all agents of a dispatch share: the repository's state, what's installed."""

import re
from collections.abc import Iterator
from itertools import islice

from allsettled.planning.case import Case
from allsettled.planning.prompts import MOST, Prompt
from allsettled.planning.proof import Proof, listing

_COMMAND = re.compile(
    r"\bgit (?:add|commit|push|pull|merge|rebase|checkout|switch|stash|reset|clean|cherry-pick)\b"
    r"(?! (?:messages?|hooks?|histor(?:y|ies)|conflicts?|commands?|conventions?|strateg(?:y|ies)|workflows?)\b)"
    r"|\b(?:npm|pnpm|yarn|bun) (?:install|i|ci|add|update|upgrade)\b|\bpip3? install\b|\buv (?:sync|add|lock|remove)\b"
    r"|\bpoetry (?:install|add|update)\b|\bbundle install\b|\bcargo update\b|\bgo mod tidy\b",
)
_WORDS = re.compile(
    r"\b(?:commit|push|stage)(?:,? (?:and )?(?:commit|push))?,? "
    r"(?:it|them|everything|(?:your|the|all|these|any)(?: \w+)? (?:changes?|work|files?|edits?|fix(?:es)?|code))\b",
    re.IGNORECASE,
)
_ASKS = (
    r"(?:^\s*(?:(?:[-*+]|[0-9]{1,3}[.)])\s)?\s*|[.;:,(]\s+"
    r"|\b(?:then|and|please|must|should|you|finally|also|always|now)\s+)"
)
_RUNS = re.compile(
    rf"{_ASKS}(?:(?:run|execute|invoke|use|do|call|perform|issue)\s+)?(?:\w+\s+&&\s+)?[`\"']?$"
    r"|\b(?:commit|push|pull|install|update|switch|check ?out|merge|rebase|stash|reset|clean|save|stage)\b[^.]{0,80}"
    r"\b(?:with|by|using|via)\s+[`\"']?$",
    re.IGNORECASE,
)
"""What stands before a command that is asked for, from the beginning of its sentence: nobody else is to run it."""

_THEN = re.compile(r"(?:;|\b(?:then|finally|afterwards))\s+(?:(?:run|execute|use|do)\s+)?[`\"']?$", re.IGNORECASE)
_NEXT = re.compile(r"^\W*(?:review|check|verify)\b[^,`]*,\s+[`\"']?$", re.IGNORECASE)
_ARGUMENT = re.compile(r" +(?:-|\./|v?[0-9]|(?:HEAD|main|master|origin)\b|[\w.-]+/)")
"""`Review the change, git checkout v1.2` asks for both; `Check git add, git switch main and git push` is a list."""

_TOLD = re.compile(
    r"^\W*(?:explain|describe|document|list|say|show|review|check(?! ?out)|verify|note)\b"
    r"|\b(?:how|whether|why|what|users?|people|they|developers?|contributors?|everybody|readers?|customers?)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"[`\"']?\s+(?:[→|=-]+>?\s|requires?|is|are|was|needs?|does|has|must|should|will|can|may|fails|works|takes|makes)\b"
)
"""What makes a sentence one about a command: the verb that it begins with, others who run it, what it is or does."""

_OWN_TREE = re.compile(r"\bworktrees?\b|\bown (?:clone|checkout|copy)\b", re.IGNORECASE)


def proofs(case: Case) -> Iterator[Proof]:
    """Yield where a prompt asks for a command that changes the whole repository while others work in it."""
    for task, prompt in case.told():
        beside = case.network.beside[task]
        found = _command(prompt) if beside else None
        if found is not None:
            id_ = case.tasks[task].id
            message = (
                f'the prompt of {id_} asks for "{found[0]}", which changes what all share, '
                f"while {listing(case.ids(beside))} may be at work"
            )
            hint = "let the orchestrator do it when all are done, or give each agent a worktree of its own"
            span = prompt.place(case.plan, found.start())
            yield Proof("shared-command", message, hint, (id_,), (), span, prompt.file)


def _command(prompt: Prompt) -> re.Match[str] | None:
    if _OWN_TREE.search(prompt.text):
        return None
    places = [*islice(_COMMAND.finditer(prompt.text), MOST), *islice(_WORDS.finditer(prompt.text), MOST)]
    for found in sorted(places, key=re.Match.start):
        if not prompt.forbids(found.start()) and _asked(prompt, found):
            return found
    return None


def _asked(prompt: Prompt, found: re.Match[str]) -> bool:
    """Say whether the agent is to run a command: on a line of its own in a code block, or as the sentence says."""
    line = prompt.before(found.start()).rpartition("\n")[2]
    if line.strip() == "$" or prompt.in_code(found.start()):
        return line.strip() in ("", "$")
    before = prompt.before(found.start())
    follows = _THEN.search(before) or (
        _NEXT.search(before)
        and _ARGUMENT.match(prompt.text, found.end())
        and len(_COMMAND.findall(prompt.sentence(found.start()))) == 1
    )
    if _IS.match(prompt.text, found.end()) or (_TOLD.search(before) and not follows):
        return False
    return _RUNS.search(before) is not None
