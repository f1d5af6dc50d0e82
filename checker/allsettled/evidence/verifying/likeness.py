"""How well a name in a log fits a run: logs call agents by their type, by its last part, by their task, or by an id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from allsettled.evidence.model import AgentRun, Dispatch
from allsettled.evidence.recording.names import Wording, names_of

EXACT, SEGMENT, WORDS = 3, 2, 1

_APART = re.compile(r"[\s_./-]+")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 4  # letters; from here on, a word counts as the beginning of another one
_ROLELESS = frozenset({"", "general purpose", "general", "task", "agent", "worker", "default", "explore", "plan"})


@dataclass(frozen=True, slots=True)
class Known:
    """A run with what it may be called; `own` is its first name in a log that `record` writes."""

    dispatch: Dispatch
    run: AgentRun
    number: int  # in the order of all runs
    own: str
    owns: frozenset[str]
    exact: frozenset[str]
    segment: str
    words: frozenset[str]

    @property
    def roleless(self) -> bool:
        """Say whether the run's type says nothing of what it was for, so that a log may well call it otherwise."""
        return self.segment in _ROLELESS


def known_runs(dispatches: Sequence[Dispatch]) -> list[Known]:
    """Return the runs of all dispatches, in order."""
    found: list[Known] = []
    for dispatch in dispatches:
        namings = [names_of(dispatch.agents, wording) for wording in Wording]
        for place, run in enumerate(dispatch.agents):
            exact = {fold(text) for text in (run.agent, run.description, run.id, run.agent_id) if text}
            found.append(
                Known(
                    dispatch,
                    run,
                    len(found),
                    namings[0][place],
                    frozenset(fold(names[place]) for names in namings),
                    frozenset(exact),
                    fold(re.split(r"[:/]", run.agent)[-1]),
                    frozenset(_WORD.findall(f"{run.agent} {run.description}".casefold())),
                )
            )
    return found


def fold(text: str) -> str:
    """Return a name as it's compared."""
    return " ".join(_APART.sub(" ", text.casefold()).split())


class Index:
    """Runs by what they may be called."""

    def __init__(self, runs: Sequence[Known]) -> None:
        self.runs = runs
        self._by_name: dict[str, dict[int, int]] = {}  # of a folded name: how well it fits which run
        self._fitting: dict[str, list[tuple[int, Known]]] = {}
        for known in runs:
            names = {known.segment: SEGMENT} if known.segment else {}
            names |= dict.fromkeys(known.exact | known.owns, EXACT)
            for name, how in names.items():
                self._by_name.setdefault(name, {})[known.number] = how

    def fitting(self, name: str) -> list[tuple[int, Known]]:
        """Return the runs that a name fits, each with how well: EXACT, SEGMENT or, only if none does, WORDS."""
        folded = fold(name)
        if folded not in self._fitting:
            found = [(how, self.runs[number]) for number, how in self._by_name.get(folded, {}).items()]
            self._fitting[folded] = found or [(WORDS, known) for known in self.runs if _in_words(folded, known)]
        return self._fitting[folded]


def _in_words(folded: str, known: Known) -> bool:
    words = _WORD.findall(folded)
    return bool(words) and all(_among(word, known.words) for word in words)


def _among(word: str, words: frozenset[str]) -> bool:
    """Say whether a word is one of these, or the beginning of one, or one of them its beginning: review, reviewer."""
    if word in words:
        return True
    if len(word) < _SHORTEST or word.isdigit():
        return False
    return any(len(other) >= _SHORTEST and (other.startswith(word) or word.startswith(other)) for other in words)
