"""Gemini CLI: `~/.gemini/tmp/<project>/chats/session-*.jsonl`, agents' own files in `chats/<session>/<agent>.jsonl`.

A file is a header `{sessionId, projectHash, startTime, kind}`, messages, and `{"$set": ...}` and `{"$rewindTo": ...}`
records. The agent calls among a message's `toolCalls` are one dispatch. What a person rewound was run all the same, so
rewinding takes nothing back here. Older versions wrote one document with a list of `messages`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import SECOND, instant
from allsettled.evidence.harness import Home, Reader, RecordReader
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.shapes import first_line, items, mapping, text

NAME = "gemini-cli"

_STATES = {"success": State.OK, "error": State.FAILED, "cancelled": State.INTERRUPTED}
_AGENT_TOOL = "invoke_agent"


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is a header, or a whole session of the older form."""
    return "sessionId" in record and "projectHash" in record


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the header's session. An agent's file lies in a folder that is named for its parent."""
    session = text(record.get("sessionId"))
    if not session or "projectHash" not in record:
        return None
    return Home(session, in_folder=record.get("kind") == "subagent")


def reader() -> Reader:
    """Return a reader for one session and its agents' files."""
    return ChatReader()


class _Call(NamedTuple):
    """An agent call, in the order that prefers the fuller of two accounts."""

    settled: bool
    when: int | None
    state: State
    agent: str
    agent_id: str
    error: str
    message: str
    said: int | None


@dataclass
class _File:
    session: str = ""
    agent: bool = False
    first: int | None = None
    last: int | None = None
    calls: dict[str, _Call] = field(default_factory=dict)

    def see(self, when: int | None) -> None:
        """Take one moment at which the file was written to."""
        if when is not None:
            self.first = when if self.first is None else min(self.first, when)
            self.last = when if self.last is None else max(self.last, when)


class ChatReader(RecordReader):
    """Reads a session's file and its agents' files."""

    def __init__(self) -> None:
        self._files = [_File()]

    def begin(self) -> None:
        """Expect another file: its header says whose it is."""
        self._files.append(_File())

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one record, or a whole document."""
        file = self._files[-1]
        changes = mapping(record.get("$set"))
        header = record if recognises(record) else changes
        if header.get("sessionId"):
            file.session = text(header["sessionId"])
            file.agent = file.agent or header.get("kind") == "subagent"
        file.see(instant(header.get("startTime")))
        file.see(instant(header.get("lastUpdated")))
        for message in (record, *items(record.get("messages")), *items(changes.get("messages"))):
            if "id" in message and "type" in message:
                self._message(file, message)

    def _message(self, file: _File, message: Mapping[str, Any]) -> None:
        said = instant(message.get("timestamp"))
        file.see(said)
        for made in items(message.get("toolCalls")):
            display = mapping(made.get("resultDisplay"))
            if made.get("name") == _AGENT_TOOL or "agentId" in made or display.get("isSubagentProgress") is True:
                call = _read(made, display, text(message["id"]), said)
                key = text(made.get("id"))
                known = file.calls.get(key)
                file.calls[key] = call if known is None else max(known, call, key=_fullness)

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the dispatches of all files of the session."""
        own = {file.session: file for file in self._files if file.session}
        for file in self._files:
            messages: dict[str, list[tuple[str, _Call]]] = {}
            for key, call in file.calls.items():
                messages.setdefault(call.message, []).append((key, call))
            for message, calls in messages.items():
                for place, group in enumerate(_together(calls)):
                    yield dispatch(
                        message if place == 0 else f"{message}#{place}",
                        NAME,
                        [_draft(key, call, own.get(call.agent_id)) for key, call in group],
                        sessions=[file.session],
                        parent=file.session if file.agent else "",
                    )


def _read(made: Mapping[str, Any], display: Mapping[str, Any], message: str, said: int | None) -> _Call:
    orders = mapping(made.get("args"))
    state = _STATES.get(text(made.get("status")), State.NO_RESULT)
    error = ""
    if state is State.OK and display.get("state") in ("error", "cancelled"):
        state = State.FAILED if display["state"] == "error" else State.INTERRUPTED
    if state is State.FAILED:
        outcome = made.get("result")
        error = first_line(text(outcome) or text(made.get("resultDisplay")))
    return _Call(
        state.known,
        instant(made.get("timestamp")),
        state,
        text(orders.get("agent_name")) or text(display.get("agentName")) or text(made.get("name")),
        text(made.get("agentId")),
        error,
        message,
        said,
    )


def _fullness(call: _Call) -> tuple[object, ...]:
    return (call.settled, bool(call.agent_id), call.when or 0, str(call))


def _together(calls: list[tuple[str, _Call]]) -> list[list[tuple[str, _Call]]]:
    """Return the calls that were answered together: those of one answer are written down within the same second.

    A model's answer that is nothing but calls can be recorded under the message before it.
    """
    groups: list[list[tuple[str, _Call]]] = []
    for item in sorted(calls, key=lambda it: (it[1].when or 0, it[0])):
        last = groups[-1][-1][1].when if groups else None
        if last is not None and item[1].when is not None and item[1].when - last <= SECOND:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _draft(key: str, call: _Call, own: _File | None) -> Draft:
    draft = Draft(key, call.state, call.agent, agent_id=call.agent_id, dispatched=call.said, error=call.error)
    if call.said is not None and call.state.known:
        draft.started = At(call.said, Source.DISPATCH)
    if call.when is not None and call.state.known:
        draft.finished = At(call.when, Source.RESULT)
    if own is not None and own.first is not None and own.last is not None:
        draft.started = At(own.first, Source.SIDECHAIN)
        if draft.finished is not None:
            draft.finished = At(min(own.last, draft.finished.when), Source.SIDECHAIN)
    return draft
