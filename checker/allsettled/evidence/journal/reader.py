"""A journal's entries, in any order, to dispatches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import instant
from allsettled.evidence.harness import RecordReader
from allsettled.evidence.journal.hook import NAME
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.shapes import count, first_line, items, text


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is a journal's."""
    return "allsettled" in record and record.get("event") in ("dispatch", "start", "stop")


@dataclass
class _Agent:
    starts: set[int] = field(default_factory=set)
    stops: set[tuple[int, str, str]] = field(default_factory=set)
    names: set[tuple[str, str]] = field(default_factory=set)  # agent, session


class JournalReader(RecordReader):
    """Reads a journal's entries, in any order."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, ...], dict[str, Mapping[str, Any]]] = {}
        self._where: dict[tuple[str, ...], tuple[str, str, int]] = {}  # session, parent, time
        self._agents: dict[str, _Agent] = {}

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one entry."""
        when = instant(record.get("at"))
        if when is None or not recognises(record):
            return
        session = text(record.get("session"))
        if record["event"] == "dispatch":
            calls = {text(call.get("id")): call for call in items(record.get("calls")) if call.get("id")}
            if calls:
                key = tuple(sorted(calls))
                self._calls[key] = calls
                self._where[key] = (session, text(record.get("parent")), when)
            return
        agent = self._agents.setdefault(text(record.get("agent_id")), _Agent())
        agent.names.add((text(record.get("agent")), session))
        if record["event"] == "start":
            agent.starts.add(when)
        else:
            agent.stops.add((when, text(record.get("state")), text(record.get("error"))))

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the dispatches. An agent that started, but whose dispatch isn't written yet, is one of its own."""
        claimed: set[str] = set()
        for key, calls in self._calls.items():
            session, parent, when = self._where[key]
            claimed |= {text(call.get("agent_id")) for call in calls.values()}
            drafts = [self._draft(id_, call, when) for id_, call in calls.items()]
            yield dispatch(f"batch:{key[0]}", NAME, drafts, sessions=[session], parent=parent)
        for agent_id, agent in self._agents.items():
            if agent_id not in claimed:
                name, session = min(agent.names)
                draft = self._draft(agent_id, {"agent": name, "agent_id": agent_id, "background": True}, None)
                yield dispatch(agent_id, NAME, [draft], sessions=[session], proven=False)

    def _draft(self, id_: str, call: Mapping[str, Any], when: int | None) -> Draft:
        """Settle one run. The batch's time is its last answer's, so a run's own ends come from its start and stop."""
        said = text(call.get("state"))
        draft = Draft(
            id_,
            _state(said) or (State.PENDING if call.get("background") is True else State.NO_RESULT),
            text(call.get("agent")),
            first_line(text(call.get("description"))),
            text(call.get("agent_id")),
            tokens=count(call.get("tokens")),
            error=first_line(text(call.get("error"))),
            background=call.get("background") is True,
        )
        agent = self._agents.get(draft.agent_id) if draft.agent_id else None
        if agent is None:
            return draft
        start = _start(agent, when)
        if start is not None:
            draft.started = At(start, Source.JOURNAL)
        stop = min((stop for stop in agent.stops if stop[0] >= (start or 0)), default=None)
        if stop is not None:
            draft.finished = At(stop[0], Source.JOURNAL)
            if draft.state is State.PENDING:
                draft.state = _state(stop[1]) or State.NO_RESULT
                draft.error = draft.error or stop[2]
        return draft


def _state(said: str) -> State | None:
    return next((state for state in State if said == state), None)


def _start(agent: _Agent, when: int | None) -> int | None:
    """Return the start that a batch is about: the last before it, since a resumed agent starts again."""
    before = [start for start in agent.starts if when is not None and start <= when]
    return max(before) if before else min(agent.starts, default=None)
