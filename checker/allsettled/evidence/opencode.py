"""OpenCode: what `opencode export <session>` writes, one JSON document `{info, messages: [{info, parts}]}`.

Several `task` parts of one message are one dispatch; each part states its start, end and status exactly.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import from_milliseconds
from allsettled.evidence.harness import Home, Reader, RecordReader
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.shapes import first_line, items, mapping, text

NAME = "opencode"

_STATES = {"completed": State.OK, "error": State.FAILED}
_SAID = (
    ("The user rejected permission", State.REJECTED),
    ("Tool execution aborted", State.INTERRUPTED),
    ("Unknown agent type", State.UNKNOWN_TYPE),
)


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is an export."""
    return isinstance(record.get("info"), dict) and isinstance(record.get("messages"), list)


def home(record: Mapping[str, Any]) -> Home | None:
    """Return the export's session, and the session that started it as an agent, if one did."""
    info = mapping(record.get("info"))
    session = text(info.get("id"))
    return Home(session, text(info.get("parentID"))) if session else None


def reader() -> Reader:
    """Return a reader for one session's exports."""
    return ExportReader()


class ExportReader(RecordReader):
    """Reads exports: a session's, and those of the sessions that it started."""

    def __init__(self) -> None:
        self._messages: dict[str, dict[str, Draft]] = {}
        self._homes: dict[str, tuple[str, str]] = {}

    def take(self, record: Mapping[str, Any]) -> None:
        """Take an export."""
        info = mapping(record.get("info"))
        session = text(info.get("id"))
        parent = session if info.get("parentID") else ""
        for message in items(record.get("messages")):
            id_ = text(mapping(message.get("info")).get("id"))
            for part in items(message.get("parts")):
                if part.get("type") == "tool" and part.get("tool") == "task" and id_:
                    draft = _draft(part)
                    self._messages.setdefault(id_, {})[draft.id] = draft
                    self._homes[id_] = (session, parent)

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the dispatches of the exported sessions."""
        for id_, drafts in self._messages.items():
            session, parent = self._homes[id_]
            yield dispatch(id_, NAME, drafts.values(), sessions=[session], parent=parent)


def _draft(part: Mapping[str, Any]) -> Draft:
    """Read a `task` part."""
    account = mapping(part.get("state"))
    orders, times = mapping(account.get("input")), mapping(account.get("time"))
    start, end = from_milliseconds(times.get("start")), from_milliseconds(times.get("end"))
    state = _STATES.get(text(account.get("status")), State.NO_RESULT)
    said = text(account.get("error"))
    if state is State.FAILED:
        state = next((known for beginning, known in _SAID if said.startswith(beginning)), state)
    return Draft(
        id=text(part.get("callID")) or text(part.get("id")),
        state=state,
        agent=text(orders.get("subagent_type")),
        description=first_line(text(orders.get("description"))),
        agent_id=text(mapping(account.get("metadata")).get("sessionId")),
        dispatched=start,
        started=None if start is None else At(start, Source.EVENT),
        finished=At(end, Source.EVENT) if end is not None and state.known else None,
        error=first_line(said),
    )
