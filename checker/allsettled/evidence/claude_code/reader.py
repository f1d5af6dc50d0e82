"""One session's lines, in any order, to what is kept of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from allsettled.evidence.claude_code import prefilter
from allsettled.evidence.claude_code.gathered import (
    REDACTED,
    Call,
    Gathered,
    Progress,
    Sidechain,
    keep_least,
)
from allsettled.evidence.claude_code.notices import asked, notifications
from allsettled.evidence.claude_code.prefilter import Use
from allsettled.evidence.claude_code.results import blocks_of, read_result
from allsettled.evidence.claude_code.settle import settle
from allsettled.evidence.clock import instant
from allsettled.evidence.model import Dispatch
from allsettled.evidence.shapes import first_line, mapping, parse, text

_TOOLS = frozenset({"Task", "Agent"})
_ORDERS = ("prompt", "subagent_type", "resume")
_LONGEST_KEPT = 1 << 18


class SessionReader:
    """Reads a session's main file and its agents' own files."""

    def __init__(self) -> None:
        self._seen = Gathered()

    def begin(self) -> None:
        """Expect another file: its records say themselves whose they are."""

    def feed(self, line: bytes) -> None:
        """Take one line; parse it only if its bytes say that it matters. ValueError: not JSON."""
        line = line.strip()
        use = prefilter.use_of(line)
        if use is Use.SIDECHAIN:
            self._feed_sidechain(line)
        elif use is Use.PROGRESS:
            self._feed_progress(line)
        elif use is Use.PARSE:
            record = parse(line)
            if isinstance(record, dict):
                self.take(record)

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one record, whatever it is."""
        kind = record.get("type")
        if kind == "progress":
            self._progress(record)
        elif kind == "assistant":
            self._calls(record)
        elif kind in ("user", "attachment", "queue-operation"):
            self._answers(record)
        elif "companion" in record:
            self._companion(record)
        agent_id = text(record.get("agentId"))
        when = instant(record.get("timestamp"))
        if agent_id and when is not None and record.get("isSidechain") is True:
            self._sign(agent_id, when, b"")

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the session's dispatches."""
        return settle(self._seen)

    def _feed_sidechain(self, line: bytes) -> None:
        """Take a line of an agent's own file; its time stands at its end, as a rule."""
        fields = prefilter.tail(line)
        when = instant(fields.get(b"timestamp", b"").decode("ascii", "replace"))
        agent_id = _agent_id(line) if when is not None else ""
        if when is None or not agent_id or prefilter.matters(line):
            record = parse(line)
            self.take(record)
            when, agent_id = instant(record.get("timestamp")), text(record.get("agentId"))
        if when is not None and agent_id:
            self._sign(agent_id, when, line if len(line) <= _LONGEST_KEPT else b"")

    def _sign(self, agent_id: str, when: int, line: bytes) -> None:
        known = self._seen.sidechains.get(agent_id)
        if known is None:
            self._seen.sidechains[agent_id] = Sidechain(when, when, line)
        else:
            known.add(when, line)

    def _feed_progress(self, line: bytes) -> None:
        """Take a progress line. Of a call whose agent is known, only the time is wanted."""
        fields = prefilter.tail(line)
        known = self._seen.progress.get(fields.get(b"parentToolUseID", b"").decode("ascii", "replace"))
        when = instant(fields.get(b"timestamp", b"").decode("ascii", "replace"))
        if known is None or when is None or when < known.when:
            self.take(parse(line))

    def _companion(self, record: Mapping[str, Any]) -> None:
        """Take `agent-<id>.meta.json`, of which newer ones name the call that started the agent."""
        tool_id = text(record.get("toolUseId"))
        if tool_id:
            agent_id = text(record["companion"]).removeprefix("agent-")
            known = self._seen.companions.get(tool_id, agent_id)
            self._seen.companions[tool_id] = min(known, agent_id)

    def _progress(self, record: Mapping[str, Any]) -> None:
        data = mapping(record.get("data"))
        call, when = text(record.get("parentToolUseID")), instant(record.get("timestamp"))
        if data.get("type") == "agent_progress" and call and when is not None:
            keep_least(self._seen.progress, call, Progress(when, text(data.get("agentId"))))

    def _calls(self, record: Mapping[str, Any]) -> None:
        """Keep the calls of agents. Tools named alike (`TaskUpdate`) carry no orders for an agent."""
        message = mapping(record.get("message"))
        line = text(record.get("uuid"))
        sidechain = record.get("isSidechain") is True
        for place, block in enumerate(blocks_of(record, "tool_use")):
            orders = mapping(block.get("input"))
            if text(block.get("name")) not in _TOOLS or not any(order in orders for order in _ORDERS):
                continue
            tool_id = text(block.get("id"))
            key = tool_id if tool_id and tool_id != REDACTED else f"{line}#{place}"
            call = Call(
                parent=text(record.get("agentId")) if sidechain else "",
                key=key,
                tool_id=tool_id,
                line=line,
                message=_first_id(message.get("id"), record.get("requestId"), line) or key,
                when=instant(record.get("timestamp")),
                agent=text(orders.get("subagent_type")),
                description=first_line(text(orders.get("description"))),
                background=orders.get("run_in_background") is True,
                session=text(record.get("sessionId")),
            )
            keep_least(self._seen.calls, key, call)

    def _answers(self, record: Mapping[str, Any]) -> None:
        """Keep what may answer a call, and the notices of background agents' ends."""
        for told in notifications(record):
            if told.agent_id:
                self._seen.notices.setdefault(told.agent_id, set()).add(told.notice)
            if told.tool_id:
                self._seen.called_back.setdefault(told.tool_id, set()).add(told.notice)
        when = instant(record.get("timestamp"))
        if when is None or record.get("type") != "user":
            return
        outcome = record.get("toolUseResult")
        for block in blocks_of(record, "tool_result"):
            if isinstance(outcome, dict) and "retrieval_status" in outcome:
                seen = asked(outcome, when)
                if seen is not None:
                    self._seen.outputs.setdefault(seen.agent_id, set()).add(seen.notice)
                continue
            tool_id = text(block.get("tool_use_id"))
            result = read_result(block, outcome, when)
            if tool_id and tool_id != REDACTED:
                keep_least(self._seen.results, tool_id, result)
            else:
                caller = _first_id(record.get("sourceToolAssistantUUID"), record.get("parentUuid"))
                keep_least(self._seen.answers, caller, result)


def _first_id(*candidates: object) -> str:
    """Return the first of these that is an id and wasn't redacted."""
    return next((found for found in map(text, candidates) if found and found != REDACTED), "")


def _agent_id(line: bytes) -> str:
    """Return the record's `agentId` if it stands before all that is nested."""
    head = line[:1000]
    nested = head.find(b"{", 1)
    at = head.find(b'"agentId":"', 0, nested if nested >= 0 else len(head))
    if at < 0:
        return ""
    end = head.find(b'"', at + 11)
    return head[at + 11 : end].decode("ascii", "replace") if end >= 0 else ""
