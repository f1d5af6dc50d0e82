"""Evidence: dispatches, the runs of their agents, and how each time was got. No harness is spelled here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MICROSECOND = timedelta(microseconds=1)


class State(StrEnum):
    """How a run ended, as far as the harness wrote it down."""

    OK = "ok"
    FAILED = "failed"
    FAILED_SILENTLY = "failed_silently"  # the harness calls it completed, but no token was spent
    REJECTED = "rejected"  # a person refused the call: it never ran
    INTERRUPTED = "interrupted"  # a person, or the orchestrator, stopped it
    CANCELLED_BY_SIBLING = "cancelled_by_sibling"
    UNKNOWN_TYPE = "unknown_type"  # no agent of that type exists: it never ran
    NO_RESULT = "no_result"  # the transcript ends before the result: unknown, not failed
    PENDING = "pending"  # sent to the background, and its end was never written: unknown, not failed
    SPAWNED_TEAMMATE = "spawned_teammate"  # its work isn't in this transcript

    @property
    def failed(self) -> bool:
        """Say whether the run counts as a failure."""
        return self in _FAILED

    @property
    def worked(self) -> bool:
        """Say whether the run's time is time that an agent worked."""
        return self in _WORKED

    @property
    def known(self) -> bool:
        """Say whether the end is known, whatever it was."""
        return self not in _UNKNOWN


_FAILED = frozenset({State.FAILED, State.FAILED_SILENTLY, State.CANCELLED_BY_SIBLING, State.UNKNOWN_TYPE})
_WORKED = frozenset({State.OK, State.FAILED, State.FAILED_SILENTLY})
_UNKNOWN = frozenset({State.NO_RESULT, State.PENDING, State.SPAWNED_TEAMMATE})


class Source(StrEnum):
    """How a time was got, the surest first."""

    SPAN = "span"  # the start or end of a trace's span
    EVENT = "event"  # the harness's own record of the start or the end
    JOURNAL = "journal"  # a hook that ran at that moment
    TOTAL_DURATION = "totalDurationMs"  # the result's time, and the duration that it states
    SIDECHAIN = "sidechain"  # the first or last record of the agent's own transcript
    PROGRESS = "progress"  # the agent's first progress record
    LAUNCH = "launch"  # the answer to a call that returns at once
    NOTIFICATION = "notification"  # the harness's notice that a background agent ended
    RESULT = "result"  # the time of the result, which states no duration
    TASK_OUTPUT = "task_output"  # when the orchestrator looked: an upper bound
    DISPATCH = "dispatch"  # the call itself: a lower bound
    LOG = "log"  # what a session log says

    @property
    def rank(self) -> int:
        """Return 0 for the surest source, more for the less sure."""
        return _RANKS[self]


_RANKS = {source: rank for rank, source in enumerate(Source)}


class Note(StrEnum):
    """What to know about a run's record before trusting it to the second."""

    END_BEFORE_START = "end_before_start"  # the clock went back; the run is taken to have no length
    AMBIGUOUS_ID = "ambiguous_id"  # several calls share an id (redacted), so results cannot be told apart
    SENT_TO_BACKGROUND = "sent_to_background"  # it began in the foreground
    RESUMED = "resumed"  # the agent was woken again after the end given here


@dataclass(frozen=True, slots=True)
class AgentRun:
    """One start of one agent in a dispatch. Times are aware, in UTC; None is "not known"."""

    id: str  # of the call that started it
    state: State
    agent: str = ""  # its type: "security", "general-purpose"
    description: str = ""
    agent_id: str = ""  # the harness's id of the agent: the same again when it is resumed
    dispatched: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None
    start_source: Source | None = None
    end_source: Source | None = None
    tokens: int | None = None
    tool_uses: int | None = None
    error: str = ""  # the first line of what the harness said went wrong
    background: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def microseconds(self) -> int | None:
        """Return the run's length, exactly, if both its ends are known."""
        if self.started is None or self.finished is None:
            return None
        return (self.finished - self.started) // MICROSECOND

    @property
    def seconds(self) -> float | None:
        """Return the run's length in seconds, if both its ends are known."""
        length = self.microseconds
        return None if length is None else length / 1_000_000

    @property
    def source(self) -> Source | None:
        """Return how the times were got: the less sure of start and end."""
        sources = [source for source in (self.start_source, self.end_source) if source is not None]
        return max(sources, key=lambda source: source.rank, default=None)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The agents that one orchestrator message started; one alone is a dispatch of width 1.

    `proven` says whether the harness records which calls were one message; if not, they are put together because
    nothing came between them.
    """

    id: str  # the harness's id of the message
    harness: str
    agents: tuple[AgentRun, ...]  # by the time of their call
    paths: tuple[str, ...] = ()  # the transcripts that hold it
    sessions: tuple[str, ...] = ()  # a resumed session holds its history again
    parent: str = ""  # the id of the agent that sent the message; empty: the main thread
    proven: bool = True

    @property
    def width(self) -> int:
        """Return how many agents the message started."""
        return len(self.agents)

    @property
    def path(self) -> str:
        """Return the first of the transcripts that hold it."""
        return self.paths[0] if self.paths else ""

    @property
    def at(self) -> datetime | None:
        """Return when the first of its calls was made, or, where calls have no time, when its first run started."""
        calls = [run.dispatched or run.started for run in self.agents]
        return min((call for call in calls if call is not None), default=None)


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file that was read: how many lines it had, and how many of them could not be read."""

    path: str
    harness: str
    lines: int
    bad: int = 0
    part: bool = False  # an agent's own file, beside its session's


@dataclass(frozen=True, slots=True)
class Unread:
    """One file that could not be read, and why."""

    path: str
    reason: str
    part: bool = False  # an agent's own file, of a session whose own file was read


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was read: dispatches by time, files by path."""

    dispatches: tuple[Dispatch, ...] = ()
    files: tuple[FileRead, ...] = ()
    unread: tuple[Unread, ...] = ()


NOTHING = Evidence()
"""What reading no file gives: uniting with it changes nothing."""
