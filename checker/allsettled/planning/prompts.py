"""A prompt's text: its sentences, which of them forbid rather than ask, and where each stands in its file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from allsettled.planning.paths import Path, may_hold, meet, read_paths
from allsettled.planning.value import Plan
from allsettled.span import Span

_END = re.compile(r"[.!?][\"')\]`*]*(?=\s)|\n(?=[ \t]*\n)|\n(?=[ \t]*(?:[-*+#]|[0-9]{1,3}[.)])[ \t])|\n(?=[ \t]*#)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]")
_NOT = re.compile(
    r"\b(?:do not|don['’]t|does not|doesn['’]t|must not|mustn['’]t|should not|shouldn['’]t|may not|cannot|can['’]t"
    r"|never|need not|needn['’]t|no need|without|avoid|ignore|instead of|rather than|independent(?:ly)? of"
    r"|regardless of|not (?:yours?|your|read|use|wait|touch|change|edit|open|need|in|part|rely|depend)"
    r"|nothing (?:in|from|of)|out of scope|off[- ]limits|untouched|alone|belongs? to|except|excluding"
    r"|(?:is|are|being|will be) (?:written|owned|produced|handled|covered|done|changed|edited|made|left|kept) by"
    r"|not to)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[\w.~+@{}\[\]*?/\\-]+")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_NEAR = 1000  # characters, more than a sentence has
MOST = 300  # places of one prompt that are looked at for one thing; like _NEAR, so that no prompt takes long
_JOINED = re.compile(r"[\w-]")
_MARKED = re.compile(r"([*_]{1,3})([\w.~].*)\1")


@dataclass(frozen=True)
class Prompt:
    """What a task's agent is told. `file` is where it stands if not in the plan; `index` is the task's."""

    text: str
    index: int = 0
    file: str = ""

    @cached_property
    def _bounds(self) -> list[int]:
        return [0, *(found.end() for found in _END.finditer(self.text))]

    def sentence(self, at: int) -> str:
        """Return the sentence or list item that a character is in; of a very long one what is near."""
        start, end = self._around(at)
        return self.text[start:end]

    def _around(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._bounds, at)
        end = self._bounds[number] if number < len(self._bounds) else len(self.text)
        return max(self._bounds[number - 1], at - _NEAR), min(end, at + _NEAR)

    def before(self, at: int) -> str:
        """Return what stands before a character in its sentence; of a very long one what is near."""
        return self.text[max(self._bounds[bisect_right(self._bounds, at) - 1], at - _NEAR) : at]

    def forbids(self, at: int) -> bool:
        """Say whether the sentence there tells what not to do, or the line that its list hangs on does."""
        line = self._leads[bisect_right(self._starts, at) - 1]
        return self._says_not(*self._around(at)) or self._says_not(*line)

    def _says_not(self, start: int, end: int) -> bool:
        number = bisect_left(self._nots, start)
        return number < len(self._nots) and self._nots[number] < end

    @cached_property
    def _nots(self) -> list[int]:
        return [found.start() for found in _NOT.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    @cached_property
    def _leads(self) -> list[tuple[int, int]]:
        """Of each line in a list: where the line is that introduces it, a heading or one with a colon; else (0, 0)."""
        leads, lead = [], (0, 0)
        for start, line in zip(self._starts, self.text.split("\n"), strict=True):
            if _ITEM.match(line) or line[:1] in ("", " ", "\t"):
                leads.append(lead if line else (0, 0))
            else:
                introduces = line.rstrip().endswith(":") or line.startswith("#")
                lead = (start, start + len(line)) if introduces else (0, 0)
                leads.append((0, 0))
        return leads

    def in_code(self, at: int) -> bool:
        """Say whether a character is in a code block."""
        return bisect_right(self._fences, at) % 2 == 1

    @cached_property
    def _fences(self) -> list[int]:
        return [found.end() for found in _FENCE.finditer(self.text)]

    @cached_property
    def paths(self) -> tuple[tuple[Path, int], ...]:
        """Return what may be paths in the text, with their places: words with a slash or an ending."""
        return tuple(self._paths())

    def paths_at(self, at: int) -> list[Path]:
        """Return the paths that a word stands for."""
        number = bisect_left(self.paths, at, key=lambda found: found[1])
        return [path for path, _ in takewhile(lambda found: found[1] == at, islice(self.paths, number, None))]

    def _paths(self) -> Iterator[tuple[Path, int]]:
        for found in _TOKEN.finditer(self.text):
            word = _unmarked(found[0])
            if ("/" in word or "\\" in word or "." in word[1:]) and any(char.isalnum() for char in word):
                for path in read_paths(word):
                    yield path, found.start()

    def names(self, path: Path) -> bool:
        """Say whether the text names a path: itself, a part or the whole of it, or a file by its last name."""
        last = path.text.rstrip("/").rpartition("/")[2]
        if self.says(path.text.rstrip("/")) or (not may_hold(path) and self.says(last)):
            return True
        folded = path.names[-1:]
        return any((named.names[-1:] == folded and folded) or meet(named, path) is not None for named, _ in self.paths)

    def says(self, words: str) -> bool:
        """Say whether the text holds these words, and not as a part of longer ones."""
        at = self.text.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            if not _JOINED.match(self.text[max(at - 1, 0) : at]) and not _JOINED.match(self.text[end : end + 1]):
                return True
            at = self.text.find(words, at + 1)
        return False

    def place(self, plan: Plan, at: int) -> Span:
        """Return where a character of the text stands: in the prompt file, or in the plan as closely as is known."""
        line = self.text.count("\n", 0, at)
        column = at - (self.text.rfind("\n", 0, at) + 1)
        if self.file:
            return Span(line + 1, column + 1, line + 1, column + 1)
        pointer = ("tasks", self.index, "prompt", line)
        if pointer in plan.places:
            span = plan.places[pointer]
            return Span(span.line, span.column + column, span.line, span.column + column)
        return plan.place("tasks", self.index, "prompt")


def _unmarked(word: str) -> str:
    """Return a word without the emphasis around it and the full stop behind it."""
    word = word.rstrip(".?")
    marked = _MARKED.fullmatch(word)
    return marked[2].rstrip(".?") if marked else word.rstrip("]}")
