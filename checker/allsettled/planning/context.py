"""Each agent has complete context in its prompt: it sees nothing else, so what isn't named there doesn't exist."""

import re
from collections.abc import Iterable, Iterator

from allsettled.planning.bits import bits
from allsettled.planning.case import Case
from allsettled.planning.paths import Path, read_paths
from allsettled.planning.prompts import Prompt
from allsettled.planning.proof import Proof, listing
from allsettled.planning.sharing import Node
from allsettled.planning.value import Task

FEWEST_WORDS = 4
_WORD = re.compile(r"[A-Za-z0-9_./-]+|[^\W_]")  # of scripts without spaces each letter counts
_TALK = re.compile(
    r"\bas (?:we |I )?(?:discussed|agreed|mentioned|said)(?: (?:above|earlier|before|previously|already))?"
    r"(?! (?:above|in|with|at|on|under|by)\b)"
    r"|\b(?:our|the (?:previous|earlier)) (?:conversation|chat|discussion)\b"
    r"|\bthe (?:conversation|chat|discussion) (?:above|so far)\b"
    r"|\bfrom where you (?:left off|stopped)\b|\bwhere we (?:left off|stopped)\b"
    r"|\bthe same (?:thing )?as the (?:other|previous|last|first) (?:agent|task)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[\[<](?:(?:paste|insert)\b|(?:describe|fill in) )[^\]>\n]{0,80}[\]>](?!\()", re.IGNORECASE)
_VARIABLE = re.compile(r"(?<![${\\])\{\{ ?[A-Za-z_][\w.-]{0,60} ?\}\}(?!\})")
_TEMPLATES = re.compile(
    r"\b(?:templat(?:e|ing)\w*|jinja2?|handlebars|mustache|liquid|helm|ansible|vue|angular|placeholders?|variables?|braces"
    r"|substitut\w+|interpolat\w+|j2|hbs|tmpl)\b",
    re.IGNORECASE,
)
"""What a prompt speaks of in which `{{name}}` is the matter, rather than a blank that nobody filled in."""


def proofs(case: Case) -> Iterator[Proof]:
    """Yield what an agent would have to know and isn't told, and what it's told of that isn't there."""
    made = _Made(case)
    for index, (task, prompt) in enumerate(zip(case.tasks, case.prompts, strict=True)):
        if prompt is None:
            yield _missing_file(case, index, task)
            continue
        text = prompt.text.strip()
        words = len(_WORD.findall(text[:2000]))
        if not text:
            message = f"{task.id} has no prompt" if not task.prompt_file else f"the prompt file of {task.id} is empty"
            hint = "write down the objective, what it works on, and what it has to leave where"
            yield _proof(case, index, "empty-prompt", message, hint)
        elif words < FEWEST_WORDS:
            message = f"the prompt of {task.id} has {words} word{'s' * (words != 1)}: too few to say what is wanted"
            hint = "write down the objective, what it works on, and what it has to leave where"
            if "/" in text or text.endswith((".md", ".txt")):
                hint = "if it's the path of a file, name it with `prompt-file`"
            yield _proof(case, index, "short-prompt", message, hint)
        else:
            yield from _unnamed(case, index, task, prompt)
            yield from _unsaid(case, index, task, prompt)
        yield from _absent(case, index, task, made)


def _proof(case: Case, task: int, kind: str, message: str, hint: str) -> Proof:
    return Proof(kind, message, hint, (case.tasks[task].id,), (), case.plan.place("tasks", task, "prompt"))


def _missing_file(case: Case, index: int, task: Task) -> Proof:
    message = f'the prompt file of {task.id}, "{task.prompt_file}", can\'t be read'
    hint = "write the file, or correct its path"
    found = read_paths(task.prompt_file)
    if case.tree is not None and found and not case.tree.holds(found[0]):
        message = f'the prompt file of {task.id}, "{task.prompt_file}", doesn\'t exist'
        hint = case.tree.nearest(found[0]) or hint
    span = case.plan.place("tasks", index, "prompt-file")
    return Proof("missing-prompt-file", message, hint, (task.id,), (task.prompt_file,), span)


def _unnamed(case: Case, index: int, task: Task, prompt: Prompt) -> Iterator[Proof]:
    """Yield the paths that the plan gives a task and its prompt doesn't tell it."""
    for roles, kind, what in (
        (("inputs", "reads"), "unnamed-input", "doesn't name what it is to read"),
        (("outputs",), "unnamed-output", "doesn't say where it leaves its result"),
    ):
        for role in roles:
            missing = [(number, text) for number, text in enumerate(getattr(task, role)) if not _says(prompt, text)]
            if missing:
                texts = tuple(text for _, text in missing)
                quoted = listing([f'"{text}"' for text in texts])
                message = f"the prompt of {task.id} {what}: {quoted}"
                span = case.plan.place("tasks", index, role, missing[0][0])
                yield Proof(
                    kind, message, "name it in the prompt: the agent sees nothing else", (task.id,), texts, span
                )


def _says(prompt: Prompt, text: str) -> bool:
    """Say whether a prompt names a path, or what a field has that is no path."""
    return prompt.says(text) or any(prompt.names(path) for path in read_paths(text))


def _unsaid(case: Case, index: int, task: Task, prompt: Prompt) -> Iterator[Proof]:
    """Yield where a prompt counts on what was said elsewhere, or was never filled in."""
    blank = "placeholder", "has a blank that nobody filled in", "put the text there"
    for pattern, kind, what, hint in (
        (_TALK, "outside-context", "refers to a conversation that it doesn't see", "write what was said there"),
        (_BLANK, *blank),
        *([] if _TEMPLATES.search(prompt.text) else [(_VARIABLE, *blank)]),
    ):
        for found in pattern.finditer(prompt.text):
            at = found.start()
            marked = pattern is _VARIABLE and prompt.text[max(at - 1, 0)] == "`"
            if marked or (prompt.forbids(at) if kind == "outside-context" else prompt.in_code(at)):
                continue
            message = f'the prompt of {task.id} {what}: "{" ".join(found[0].split())}"'
            yield Proof(kind, message, hint, (task.id,), (), prompt.place(case.plan, at), prompt.file)
            break


class _Made:
    """The paths that tasks leave or change, to know of what isn't there yet who makes it."""

    def __init__(self, case: Case) -> None:
        self.before = case.network.before
        self.by_path = {(node.path.root, node.path.names): node for node in case.network.nodes}
        self.meeting: dict[int, list[Node]] = {}
        for overlap in case.network.overlaps:
            for node, other in ((overlap.one, overlap.other), (overlap.other, overlap.one)):
                if node is not other and other.changed:
                    self.meeting.setdefault(id(node), []).append(other)

    def at(self, paths: Iterable[Path]) -> Iterator[int]:
        """Yield the sets of tasks that make what is at these paths."""
        for path in paths:
            node = self.by_path[path.root, path.names]
            yield from (each.changed for each in (node, *self.meeting.get(id(node), ())) if each.changed)

    def over(self, task: int) -> int:
        """Return the task, and those that come before it."""
        return self.before[task] | 1 << task


def _absent(case: Case, index: int, task: Task, made: _Made) -> Iterator[Proof]:
    """Yield the inputs and reads that are no files of the project and that no earlier task makes."""
    if case.tree is None:
        return
    for role in ("inputs", "reads"):
        for number, text in enumerate(getattr(task, role)):
            paths = read_paths(text)
            over = made.over(index)
            if not paths or any(map(case.tree.holds, paths)) or any(makers & over for makers in made.at(paths)):
                continue
            glob = paths[0].is_glob
            message = f'{task.id} reads "{text}", ' + ("which matches no file" if glob else "which doesn't exist")
            hint = "" if glob else case.tree.nearest(paths[0])
            if later := next(made.at(paths), 0):
                maker = case.tasks[next(bits(later))].id
                message += f" before {maker} is done"
                hint = f'add "depends-on: [{maker}]" to {task.id}'
            span = case.plan.place("tasks", index, role, number)
            hint = hint or "correct the path, or take it out"
            yield Proof("missing-file", message, hint, (task.id,), (text,), span)
