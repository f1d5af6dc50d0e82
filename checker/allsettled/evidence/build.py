"""Runs and dispatches from what a reader gathered, in whole microseconds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from allsettled.evidence.clock import moment
from allsettled.evidence.model import AgentRun, Dispatch, Note, Source, State
from allsettled.evidence.union import ordered


class At(NamedTuple):
    """A moment, in microseconds since 1970, and how it was got."""

    when: int
    source: Source


@dataclass
class Draft:
    """A run while it is being put together."""

    id: str
    state: State = State.NO_RESULT
    agent: str = ""
    description: str = ""
    agent_id: str = ""
    dispatched: int | None = None
    started: At | None = None
    finished: At | None = None
    tokens: int | None = None
    tool_uses: int | None = None
    error: str = ""
    background: bool = False
    notes: set[Note] = field(default_factory=set)

    def run(self) -> AgentRun:
        """Return the finished value. An end before its start is moved to it, and noted."""
        started, finished = self.started, self.finished
        notes = set(self.notes)
        if started is not None and finished is not None and finished.when < started.when:
            finished = At(started.when, finished.source)
            notes.add(Note.END_BEFORE_START)
        return AgentRun(
            id=self.id,
            state=self.state,
            agent=self.agent,
            description=self.description,
            agent_id=self.agent_id,
            dispatched=moment(self.dispatched),
            started=moment(started.when) if started else None,
            finished=moment(finished.when) if finished else None,
            start_source=started.source if started else None,
            end_source=finished.source if finished else None,
            tokens=self.tokens,
            tool_uses=self.tool_uses,
            error=self.error,
            background=self.background,
            notes=tuple(sorted(notes)),
        )


def dispatch(
    id_: str,
    harness: str,
    drafts: Iterable[Draft],
    *,
    sessions: Iterable[str] = (),
    parent: str = "",
    proven: bool = True,
) -> Dispatch:
    """Return a dispatch of these runs. The paths are the business of whoever opened the files."""
    return Dispatch(
        id=id_,
        harness=harness,
        agents=ordered(draft.run() for draft in drafts),
        sessions=tuple(sorted({session for session in sessions if session})),
        parent=parent,
        proven=proven,
    )
