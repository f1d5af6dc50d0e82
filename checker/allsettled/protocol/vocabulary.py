"""The protocol's words, and the other spellings in which real logs have them."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple
from unicodedata import category

from allsettled.expressions import expression


class Status(StrEnum):
    """How an agent's run stands. The first six are settled."""

    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    TIMEOUT = "TIMEOUT"
    SKIPPED = "SKIPPED"
    BLOCKED = "BLOCKED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"

    @property
    def settled(self) -> bool:
        """Say whether the run has ended, one way or another."""
        return self not in (Status.PENDING, Status.RUNNING)

    @property
    def failed(self) -> bool:
        """Say whether the run ended without what it was started for (FR-3)."""
        return self in (Status.FAILED, Status.TIMEOUT)


class Tier(StrEnum):
    """Priority of an agent (FR-4): P0 is finished before P1 starts."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"


class Strategy(StrEnum):
    """How the outputs become one result (FR-2.2)."""

    MERGE = "merge"
    VOTE = "vote"
    ESCALATE = "escalate"


class Action(StrEnum):
    """What was done about a failure (FR-3)."""

    RETRY = "Retry"
    SKIP = "Skip"
    ESCALATE = "Escalate"


_WORDS: dict[Status, str] = {
    Status.COMPLETE: "complete completed done finished success succeeded successful pass passed ok resolved delivered",
    Status.PARTIAL: "partial partially incomplete",
    Status.FAILED: "failed fail failure error errored crashed rejected aborted cancelled canceled",
    Status.TIMEOUT: "timeout timed-out",
    Status.SKIPPED: "skipped skip",
    Status.BLOCKED: "blocked blocking stuck",
    Status.PENDING: "pending waiting queued awaiting scheduled",
    Status.RUNNING: "running executing working ongoing wip",
}
_PHRASES: dict[str, Status] = {
    "in progress": Status.RUNNING,
    "in-progress": Status.RUNNING,
    "in_progress": Status.RUNNING,
    "still running": Status.RUNNING,
    "timed out": Status.TIMEOUT,
    "not started": Status.PENDING,
    "not done": Status.PENDING,
    "to do": Status.PENDING,
    "not run": Status.SKIPPED,
}
_MARKS: dict[str, Status] = {
    "✅": Status.COMPLETE,
    "✓": Status.COMPLETE,
    "✔": Status.COMPLETE,
    "☑": Status.COMPLETE,
    "🟢": Status.COMPLETE,
    "❌": Status.FAILED,
    "✗": Status.FAILED,
    "✘": Status.FAILED,
    "🔴": Status.FAILED,
    "⏭": Status.SKIPPED,
    "⏳": Status.RUNNING,
    "⌛": Status.RUNNING,
    "🔄": Status.RUNNING,
    "⏸": Status.PENDING,
    "🚫": Status.BLOCKED,
}
_BY_WORD = {word: status for status, words in _WORDS.items() for word in words.split()}
SPELLINGS: Mapping[str, Status] = {**_BY_WORD, **_PHRASES}
"""The words and phrases that are read as a status, in lower case."""

_CHECKED = {"x": Status.COMPLETE, "": Status.PENDING, "-": Status.SKIPPED}
_BOX = expression(r"\[([^\[\]]{0,24})\](?!\()")
_WORD = expression(r"[A-Za-z][A-Za-z_-]*")
_ANSWER = expression(r"(yes|y|no|n)(?=$|\s*[(\])*_`,.;:–—-])", re.IGNORECASE)
_NOT_APPLICABLE = expression(r"\bn/a\b|\bnot applicable\b", re.IGNORECASE)
_DECORATION = "*_~` \t\ufe0f"


class Reading(NamedTuple):
    """What a status cell says: by its mark (an emoji or a box) and by its word, each if there is one."""

    mark: Status | None
    word: Status | None
    not_applicable: bool = False

    @property
    def status(self) -> Status | None:
        """Return the status: the word's, since it is the more exact, or else the mark's."""
        return self.word or self.mark


def read_status(text: str) -> Reading:
    """Read a status however it's written: `COMPLETE`, `[x]`, `✅ Done`, `⏳ EXECUTING`, `N/A (why)`.

    The word counts only where it leads the cell (after marks and brackets): "Fixed a failed test" says nothing.
    """
    rest = text.strip(_DECORATION)
    mark: Status | None = None
    changed = True
    while changed and rest:
        changed = False
        if (status := _MARKS.get(rest[0])) is not None:
            mark, rest, changed = mark or status, rest[1:].lstrip(_DECORATION), True
        elif (
            rest[0] == "["
            and (box := _BOX.match(rest))
            and (status := _CHECKED.get(box.group(1).strip().lower())) is not None
        ):
            mark, rest, changed = mark or status, rest[box.end() :].lstrip(_DECORATION), True
        elif rest[1:].strip(_DECORATION) and category(rest[0]) == "So":
            rest, changed = rest[1:].lstrip(_DECORATION), True  # some other mark, which says nothing
    if rest.lstrip("[(").startswith(("n", "N")) and _NOT_APPLICABLE.match(rest.lstrip("[(")):
        return Reading(mark, Status.SKIPPED, not_applicable=True)
    word = leading_status(rest)
    if word is None and mark is None and rest and rest[-1] in _MARKS:
        mark = _MARKS[rest[-1]]
    return Reading(mark, word)


def read_answer(text: str) -> Reading:
    """Read the status of something to be done: as a status, or as an answer: `Done? | yes`."""
    reading = read_status(text)
    if reading.word is not None or reading.not_applicable:
        return reading
    answer = _ANSWER.match(text.lstrip("[(" + _DECORATION))
    if answer is None:
        return reading
    return Reading(reading.mark, Status.COMPLETE if answer.group()[0] in "yY" else Status.FAILED)


def leading_status(text: str) -> Status | None:
    """Return the status that a text's first word or two name, or None."""
    head = text.lstrip("[(*_` ").lower()
    for phrase, status in _PHRASES.items():
        if head.startswith(phrase):
            return status
    word = _WORD.match(head)
    return _BY_WORD.get(word.group().strip("-_")) if word else None
