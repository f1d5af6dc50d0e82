"""GitHub Copilot CLI: `~/.copilot/session-state/<session>/events.jsonl`, lines `{type, data, id, timestamp, parentId}`.

The `task` requests of one `assistant.message` are one dispatch; `subagent.started`, `.completed` and `.failed` give
each run's times and end.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import instant
from allsettled.evidence.harness import Home, Reader, RecordReader
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.shapes import count, first_line, items, mapping, text

NAME = "copilot-cli"

_REFUSALS = ("rejected", "denied")


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is an event: its type is two words with a dot between, its content under `data`."""
    return "." in text(record.get("type")) and isinstance(record.get("data"), dict) and "parentId" in record


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the session that a `session.start` opens."""
    session = text(mapping(record.get("data")).get("sessionId"))
    return Home(session) if session and text(record.get("type")).startswith("session.") else None


def reader() -> Reader:
    """Return a reader for one session."""
    return EventReader()


class _Request(NamedTuple):
    message: str
    when: int | None
    agent: str
    description: str
    background: bool
    parent: str


class _Event(NamedTuple):
    when: int
    agent_id: str
    data: Mapping[str, Any]


class EventReader(RecordReader):
    """Reads a session's events."""

    marks = (b"toolRequests", b"subagent.", b"tool.execution_", b'"session.')

    def __init__(self) -> None:
        self._requests: dict[str, _Request] = {}
        self._events: dict[str, dict[str, _Event]] = {}  # by type, then by the call's id
        self._tools: dict[str, dict[str, _Event]] = {}  # the same, of tools that may prove to be agents
        self._sessions: set[str] = set()

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one event."""
        kind, data = text(record.get("type")), mapping(record.get("data"))
        when = instant(record.get("timestamp"))
        call = text(data.get("toolCallId"))
        if kind.startswith("session.") and data.get("sessionId"):
            self._sessions.add(text(data["sessionId"]))
        elif kind == "assistant.message":
            self._message(record, data, when)
        elif kind.startswith("subagent.") and when is not None and (call or record.get("agentId")):
            agent_id = text(
                record.get("agentId")
            )  # of the newest versions, which needn't name the call, it's the call's
            _keep(self._events.setdefault(kind, {}), call or agent_id, _Event(when, agent_id, _brief(data)))
        elif kind == "tool.execution_complete" and call and when is not None:
            _keep(self._tools.setdefault(kind, {}), call, _Event(when, "", _brief(data)))
        elif kind == "tool.execution_start" and data.get("toolName") == "task" and call and when is not None:
            _keep(self._tools.setdefault(kind, {}), call, _Event(when, "", {}))

    def _message(self, record: Mapping[str, Any], data: Mapping[str, Any], when: int | None) -> None:
        message = text(data.get("messageId")) or text(record.get("id"))
        parent = text(record.get("agentId")) or text(data.get("parentToolCallId"))
        for request in items(data.get("toolRequests")):
            orders = mapping(request.get("arguments"))
            call = text(request.get("toolCallId"))
            if call and (request.get("name") == "task" or "agent_type" in orders):
                self._requests[call] = _Request(
                    message,
                    when,
                    text(orders.get("agent_type")),
                    first_line(text(orders.get("description"))),
                    orders.get("mode") == "background",
                    parent,
                )

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the session's dispatches. An agent that no message asked for is one of its own, unproven."""
        messages: dict[tuple[str, str], list[Draft]] = {}
        for call, request in self._requests.items():
            messages.setdefault((request.message, request.parent), []).append(self._draft(call, request))
        for (message, parent), drafts in messages.items():
            yield dispatch(message, NAME, drafts, sessions=self._sessions, parent=parent)
        for call, start in self._events.get("subagent.started", {}).items():
            if call not in self._requests:
                lone = _Request(call, start.when, "", "", False, "")
                yield dispatch(call, NAME, [self._draft(call, lone)], sessions=self._sessions, proven=False)

    def _draft(self, call: str, request: _Request) -> Draft:
        start = self._events.get("subagent.started", {}).get(call)
        done = self._events.get("subagent.completed", {}).get(call)
        failed = self._events.get("subagent.failed", {}).get(call)
        draft = Draft(
            call,
            agent=request.agent or (text(start.data.get("agentName")) if start else ""),
            description=request.description,
            agent_id=start.agent_id if start else "",
            dispatched=request.when,
            background=request.background,
        )
        tool_start = self._tools.get("tool.execution_start", {}).get(call)
        first = start or tool_start
        if first is not None:
            draft.started = At(first.when, Source.EVENT)
        end = failed or done
        if end is not None:
            _ended(draft, end, failed is not None)
        else:
            self._answered(draft, call)
        return draft

    def _answered(self, draft: Draft, call: str) -> None:
        """Settle a run that has no end of its own by its tool call's; in the background that one is the launch's."""
        answer = self._tools.get("tool.execution_complete", {}).get(call)
        if answer is not None and answer.data.get("success") is not True:
            draft.state = State.REJECTED if answer.data.get("code") in _REFUSALS else State.FAILED
            draft.error = text(answer.data.get("error"))
            draft.finished = At(answer.when, Source.EVENT)
        elif answer is not None and not draft.background:
            draft.state, draft.finished = State.OK, At(answer.when, Source.EVENT)
        elif answer is not None or draft.started is not None:
            draft.state = State.PENDING


def _brief(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is kept of an event: none of what agents were told or said."""
    error = data.get("error")
    said = text(mapping(error).get("message")) or text(error)
    kept = {
        key: data[key] for key in ("success", "agentName", "totalTokens", "totalToolCalls", "cancelled") if key in data
    }
    return kept | {"error": first_line(said), "code": text(mapping(error).get("code"))}


def _ended(draft: Draft, end: _Event, failed: bool) -> None:
    draft.finished = At(end.when, Source.EVENT)
    draft.tokens, draft.tool_uses = count(end.data.get("totalTokens")), count(end.data.get("totalToolCalls"))
    draft.error = text(end.data.get("error"))
    if failed:
        draft.state = State.FAILED
    elif end.data.get("cancelled") is True:
        draft.state = State.INTERRUPTED
    else:
        draft.state = State.FAILED_SILENTLY if draft.tokens == 0 else State.OK


def _keep(kept: dict[str, _Event], call: str, event: _Event) -> None:
    """Keep the first event of its kind for a call."""
    known = kept.get(call)
    if known is None or (event.when, str(event)) < (known.when, str(known)):
        kept[call] = event
