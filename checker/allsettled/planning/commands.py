"""Commands in prompts that change what all agents of a dispatch share: the repository's state, what's installed."""

import re
from collections.abc import Iterator

from allsettled.planning.case import Case
from allsettled.planning.prompts import Prompt
from allsettled.planning.proof import Proof, listing

_COMMAND = re.compile(
    r"\bgit (?:add|commit|push|pull|merge|rebase|checkout|switch|stash|reset|clean|cherry-pick)\b"
    r"(?! (?:messages?|hooks?|histor(?:y|ies)|conflicts?|commands?|conventions?|strateg(?:y|ies)|workflows?)\b)"
    r"|\b(?:npm|pnpm|yarn|bun) (?:install|i|ci|add|update|upgrade)\b|\bpip3? install\b|\buv (?:sync|add|lock|remove)\b"
    r"|\bpoetry (?:install|add|update)\b|\bbundle install\b|\bcargo update\b|\bgo mod tidy\b",
)
_RUNS = re.compile(r"\b(?:run|execute|invoke|use)\b", re.IGNORECASE)
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
    for found in _COMMAND.finditer(prompt.text):
        line = prompt.text[prompt.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        asked = line.strip() == "$" or (not line.strip() and prompt.in_code(found.start())) or _RUNS.search(line)
        if asked and not prompt.forbids(found.start()):
            return found
    return None
