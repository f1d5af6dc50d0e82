"""What a judgement rests on: one fault that two tasks, or a task and its prompt, show; and one item's verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from allsettled.span import FILE, Span


class Result(StrEnum):
    """How a checklist item stands. OPEN: it's the project's own, and for a person to judge."""

    PASS = "PASS"  # noqa: S105 - no password
    FAIL = "FAIL"
    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Proof:
    """One fault, named by `kind` for machines: what is wrong, which tasks and paths show it, where, and the cure.

    `file` is the prompt file that the place is in, or empty for the plan itself.
    """

    kind: str
    message: str
    hint: str
    tasks: tuple[str, ...]
    paths: tuple[str, ...] = ()
    span: Span = FILE
    file: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """The verdict on one item of the checklist: `proofs` if it fails, and what was looked at (`reason`) if not."""

    item: str
    result: Result
    reason: str
    proofs: tuple[Proof, ...] = ()


def listing(names: Sequence[str], most: int = 6) -> str:
    """Return names as a sentence has them: `a`, `a and b`, `a, b and 7 more`."""
    if len(names) == 1:
        return names[0]
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, thing: str) -> str:
    """Return `1 task` or `3 tasks`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
