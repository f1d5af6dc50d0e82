"""What Claude Code tells a hook, as a line of the journal."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allsettled.evidence.claude_code.results import read_result
from allsettled.evidence.clock import iso, microseconds
from allsettled.evidence.model import State
from allsettled.evidence.shapes import first_line, items, mapping, text, written

NAME = "journal"
VERSION = 1

_TOOLS = frozenset({"Task", "Agent"})
_ORDERS = ("prompt", "subagent_type", "resume")
_FAILURES = ("API Error", "You've hit your", "Prompt is too long", "Agent terminated early due to ")
_ERRORS = ("<tool_use_error>", "Error: ", "The user doesn't want to ", "[Request interrupted", "Agent type '")


def line(hook: Mapping[str, Any], at: datetime) -> str | None:
    """Return the line that records a hook's input at a time, or None if it is none of a journal's business.

    `PostToolBatch` gives the dispatch (if it has an agent in it), `SubagentStart` and `SubagentStop` the run's ends.
    Neither prompts nor reports are kept.
    """
    event = hook.get("hook_event_name")
    entry: dict[str, Any] = {"allsettled": VERSION, "at": iso(at), "session": text(hook.get("session_id"))}
    if event == "PostToolBatch":
        calls = [_entry(call, at) for call in items(hook.get("tool_calls")) if _is_agent(call)]
        if not calls:
            return None
        entry |= {"event": "dispatch", "parent": text(hook.get("agent_id")), "calls": calls}
    elif event in ("SubagentStart", "SubagentStop") and hook.get("agent_type"):
        entry |= {"event": "start" if event == "SubagentStart" else "stop"}
        entry |= {"agent_id": text(hook.get("agent_id")), "agent": text(hook.get("agent_type"))}
        if event == "SubagentStop":
            entry |= _stopped(text(hook.get("last_assistant_message")))
    else:
        return None
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _is_agent(call: Mapping[str, Any]) -> bool:
    orders = mapping(call.get("tool_input"))
    return text(call.get("tool_name")) in _TOOLS and any(order in orders for order in _ORDERS)


def _entry(call: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return what is kept of an agent's call."""
    orders, response = mapping(call.get("tool_input")), call.get("tool_response")
    said = written(response)
    refused = said.startswith(_ERRORS)
    result = read_result({"content": response, "is_error": refused}, response, microseconds(at))
    told = refused or isinstance(response, dict) or "agentId: " in said or "<usage>" in said
    entry = {
        "id": text(call.get("tool_use_id")),
        "agent": text(orders.get("subagent_type")) or result.agent,
        "description": first_line(text(orders.get("description"))),
        "agent_id": result.agent_id,
        "background": result.state is None,
        "state": str(result.state) if told and result.state is not None else None,
        "milliseconds": None if result.duration is None else result.duration // 1000,
        "tokens": result.tokens,
        "error": result.error,
    }
    return {key: value for key, value in entry.items() if value not in (None, "", False)}


def _stopped(report: str) -> dict[str, Any]:
    """Return what an agent's last words say of its end: nothing, if there are none."""
    if not report.strip():
        return {}
    if report.startswith(_FAILURES):
        return {"state": str(State.FAILED), "error": first_line(report)}
    return {"state": str(State.OK)}
