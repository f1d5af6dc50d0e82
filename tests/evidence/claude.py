"""Claude Code sessions made by hand: records of the shapes that real ones have, and no word of theirs."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from allsettled.evidence.claude_code import reader
from allsettled.evidence.model import AgentRun, Dispatch

Record = dict[str, Any]
BASE = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SESSION = "5e551010-0000-4000-8000-000000000001"
_uuids = count()


def at(seconds: float) -> datetime:
    """Return a moment so many seconds after the session's beginning."""
    return BASE + timedelta(milliseconds=round(seconds * 1000))


def stamp(seconds: float) -> str:
    return at(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(kind: str, seconds: float, **fields: Any) -> Record:
    head = {"parentUuid": None, "isSidechain": False, "sessionId": SESSION, "version": "2.1.114", "type": kind}
    return head | {"uuid": f"uuid-{next(_uuids):06}", "timestamp": stamp(seconds)} | fields


def call(
    tool_id: str,
    seconds: float,
    message: str = "msg_1",
    *,
    name: str = "Agent",
    agent: str = "general-purpose",
    **more: Any,
) -> Record:
    """One line of a message: the call of an agent. `orders` adds to its input, other fields to the record."""
    orders = {"description": f"Do {tool_id}", "subagent_type": agent, "prompt": "..."} | more.pop("orders", {})
    block = {"type": "tool_use", "id": tool_id, "name": name, "input": orders}
    return record("assistant", seconds, message={"id": message, "role": "assistant", "content": [block]}, **more)


def completed(
    tool_id: str, seconds: float, took: float | None, *, tokens: int = 900, said: str = "Done.", **more: Any
) -> Record:
    """The answer to a synchronous call."""
    outcome: Record = {
        "status": "completed",
        "agentId": f"a{tool_id}",
        "content": [{"type": "text", "text": said}],
        "totalTokens": tokens,
        "totalToolUseCount": 3,
    }
    if took is not None:
        outcome["totalDurationMs"] = round(took * 1000)
    return answer(tool_id, seconds, outcome | more.pop("outcome", {}), said, **more)


def answer(
    tool_id: str, seconds: float, outcome: object, said: str = "", *, error: bool = False, **more: Any
) -> Record:
    block: Record = {"type": "tool_result", "tool_use_id": tool_id, "content": said}
    if error:
        block["is_error"] = True
    fields = {"message": {"role": "user", "content": [block]}}
    if outcome is not None:
        fields["toolUseResult"] = outcome  # type: ignore[assignment]
    return record("user", seconds, **fields, **more)


def refused(tool_id: str, seconds: float, said: str) -> Record:
    return answer(tool_id, seconds, f"Error: {said}", said, error=True)


def launched(tool_id: str, seconds: float, agent_id: str = "") -> Record:
    """The answer to a background call: it comes at once."""
    outcome = {"isAsync": True, "status": "async_launched", "agentId": agent_id or f"a{tool_id}"}
    return answer(tool_id, seconds, outcome, "Async agent launched successfully.")


def told(
    agent_id: str,
    seconds: float,
    status: str = "completed",
    *,
    tokens: int | None = 500,
    tool_id: str = "",
    said: str = "Done.",
) -> str:
    """The text of a notification."""
    del seconds
    parts = [f"<task-id>{agent_id}</task-id>"]
    if tool_id:
        parts.append(f"<tool-use-id>{tool_id}</tool-use-id>")
    parts += [f"<status>{status}</status>", f'<summary>Agent "x" {status}</summary>', f"<result>{said}</result>"]
    if tokens is not None:
        parts.append(f"<usage><subagent_tokens>{tokens}</subagent_tokens><tool_uses>2</tool_uses></usage>")
    return "<task-notification>\n" + "\n".join(parts) + "\n</task-notification>"


def notified(agent_id: str, seconds: float, status: str = "completed", **more: Any) -> Record:
    """The notice that a background agent ended, as it is queued."""
    return {
        "type": "queue-operation",
        "operation": "enqueue",
        "timestamp": stamp(seconds),
        "sessionId": SESSION,
        "content": told(agent_id, seconds, status, **more),
    }


def delivered(agent_id: str, seconds: float, status: str = "completed", **more: Any) -> Record:
    """The same notice, as the model got it."""
    content = told(agent_id, seconds, status, **more)
    return record("user", seconds, message={"role": "user", "content": content}, origin={"kind": "task-notification"})


def output(agent_id: str, seconds: float, status: str) -> Record:
    """The answer to `TaskOutput`."""
    ready = "success" if status != "running" else "not_ready"
    task = {"task_id": agent_id, "task_type": "local_agent", "status": status, "description": "x", "output": "..."}
    return answer("toolu_asked", seconds, {"retrieval_status": ready, "task": task}, "...")


def progress(tool_id: str, seconds: float, agent_id: str = "") -> Record:
    """A sign of life of an agent in the main file, with a copy of what it called: never to be counted."""
    copy = {
        "id": "msg_inner",
        "content": [{"type": "tool_use", "id": "toolu_inner", "name": "Task", "input": {"prompt": ""}}],
    }
    inner = {"type": "assistant", "timestamp": stamp(seconds + 9), "message": copy}
    data = {"type": "agent_progress", "agentId": agent_id or f"a{tool_id}", "message": inner}
    return {
        "parentUuid": None,
        "isSidechain": False,
        "sessionId": SESSION,
        "type": "progress",
        "data": data,
        "toolUseID": "agent_msg",
        "parentToolUseID": tool_id,
        "uuid": f"uuid-{next(_uuids):06}",
        "timestamp": stamp(seconds),
    }


def own(agent_id: str, seconds: float, kind: str = "user", **fields: Any) -> Record:
    """A record of an agent's own file."""
    head = {"parentUuid": None, "isSidechain": True, "agentId": agent_id, "sessionId": SESSION, "type": kind}
    message = {"role": kind, "content": [{"type": "text", "text": "..."}]} | fields.pop("message", {})
    return head | {"message": message, "uuid": f"uuid-{next(_uuids):06}", "timestamp": stamp(seconds)} | fields


def last_words(agent_id: str, seconds: float) -> Record:
    return own(agent_id, seconds, "assistant", message={"id": "msg_end", "stop_reason": "end_turn"})


def lines(records: Iterable[Mapping[str, Any]]) -> list[bytes]:
    return [json.dumps(one, separators=(",", ":"), ensure_ascii=False).encode() + b"\n" for one in records]


def read(*records: Mapping[str, Any]) -> tuple[Dispatch, ...]:
    """Feed the records as lines; return the dispatches by their ids."""
    session = reader()
    for line in lines(records):
        session.feed(line)
    return tuple(sorted(session.dispatches(), key=lambda dispatch: (dispatch.parent, dispatch.id)))


def one_run(*records: Mapping[str, Any]) -> AgentRun:
    """Return the only run of the only dispatch."""
    (dispatch,) = read(*records)
    (run,) = dispatch.agents
    return run
