"""What is kept of a session: the few facts that calls, results, notices and agents' own files are joined by."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from allsettled.evidence.model import State

NAME = "claude-code"
REDACTED = "REDACTED"


class Call(NamedTuple):
    """An agent was called. `key` is the call's id, or its line's where the id is redacted."""

    parent: str  # the agent whose file this stands in; empty: the main thread
    key: str
    tool_id: str
    line: str  # the uuid of the line
    message: str  # what all calls of one message share
    when: int | None
    agent: str
    description: str
    background: bool  # asked for; says little, see `settle`
    session: str


class Result(NamedTuple):
    """A call was answered. State None: launched in the background."""

    when: int
    state: State | None
    agent_id: str = ""
    agent: str = ""
    duration: int | None = None
    tokens: int | None = None
    tool_uses: int | None = None
    error: str = ""


class Notice(NamedTuple):
    """The end of a background agent was told, or seen by asking for its output."""

    when: int
    state: State
    tokens: int | None = None
    tool_uses: int | None = None
    error: str = ""


class Progress(NamedTuple):
    """The first sign of life of a call's agent in the main file."""

    when: int
    agent_id: str


@dataclass
class Sidechain:
    """An agent's own file: when its first and last records were written, and the last one itself."""

    first: int
    last: int
    line: bytes = b""

    def add(self, when: int, line: bytes) -> None:
        """Take one more record."""
        self.first = min(self.first, when)
        if (when, line) > (self.last, self.line):
            self.last, self.line = when, line


@dataclass
class Gathered:
    """All that is kept of one session. Taking a record twice changes nothing; nor does the order."""

    calls: dict[str, Call] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)  # by the call's id
    answers: dict[str, Result] = field(default_factory=dict)  # by the calling line's uuid, where ids are redacted
    notices: dict[str, set[Notice]] = field(default_factory=dict)  # by the agent's id
    called_back: dict[str, set[Notice]] = field(default_factory=dict)  # by the call's id
    outputs: dict[str, set[Notice]] = field(default_factory=dict)  # by the agent's id
    progress: dict[str, Progress] = field(default_factory=dict)  # by the call's id
    sidechains: dict[str, Sidechain] = field(default_factory=dict)  # by the agent's id
    companions: dict[str, str] = field(default_factory=dict)  # the agent's id, by the call's


K = TypeVar("K", Call, Result, Progress)


def keep_least(kept: dict[str, K], key: str, value: K) -> None:
    """Keep the earliest account of what was written twice; between equals, always the same one."""
    known = kept.get(key)
    if known is None or _order(value) < _order(known):
        kept[key] = value


def _order(value: tuple[object, ...]) -> tuple[object, ...]:
    parent_or_time, *rest = value
    return (parent_or_time, *(str(item) for item in rest))
