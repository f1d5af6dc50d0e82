"""One rollout file: whose thread it is, which agents it called, and what it says of their ends and of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from allsettled.evidence.clock import instant
from allsettled.evidence.model import State
from allsettled.evidence.shapes import count, first_line, items, mapping, parse, text, written

NAME = "codex"
_LONGEST_REFUSAL = 1000
_WORDS = {"interrupted": State.INTERRUPTED, "shutdown": State.INTERRUPTED}


class Call(NamedTuple):
    """`spawn_agent` was called."""

    when: int
    agent: str
    description: str


class Answer(NamedTuple):
    """A call was answered: by the new agent's id, or by a refusal."""

    when: int
    agent_id: str
    said: str


class Told(NamedTuple):
    """The thread was told how an agent ended."""

    when: int
    state: State
    error: str


class End(NamedTuple):
    """The thread's own turn ended."""

    when: int
    state: State
    spoke: bool  # the turn ended with a message


@dataclass
class Rollout:
    """What is kept of one file. Order and repetition of its lines change nothing."""

    metas: set[tuple[str, str, int]] = field(default_factory=set)  # id, parent, creation
    calls: dict[str, Call] = field(default_factory=dict)
    answers: dict[str, set[Answer]] = field(default_factory=dict)
    told: dict[str, set[Told]] = field(default_factory=dict)  # by the agent's id
    starts: set[int] = field(default_factory=set)
    ends: set[End] = field(default_factory=set)
    errors: set[tuple[int, str]] = field(default_factory=set)
    tokens: set[tuple[int, int]] = field(default_factory=set)

    def own(self) -> tuple[str, str, int]:
        """Return the file's own thread, its parent and when it was made. A copied history brings its parent's along."""
        named = {parent for _, parent, _ in self.metas}
        mine = [meta for meta in self.metas if meta[0] not in named] or list(self.metas)
        return min(mine, key=lambda meta: (not meta[1], meta[2], meta[0]), default=("", "", 0))

    def add(self, record: Mapping[str, Any]) -> None:
        """Take one line."""
        payload, when = mapping(record.get("payload")), instant(record.get("timestamp"))
        if when is None:
            return
        kind, event = record.get("type"), text(payload.get("type"))
        if kind == "session_meta":
            made = instant(payload.get("timestamp"))
            self.metas.add((text(payload.get("id")), parent_thread(payload), when if made is None else made))
        elif kind == "response_item" and event == "function_call":
            self._call(payload, when)
        elif kind == "response_item" and event == "function_call_output":
            self._output(payload, when)
        elif kind == "event_msg":
            self._event(event, payload, when)

    def _call(self, payload: Mapping[str, Any], when: int) -> None:
        call = text(payload.get("call_id"))
        if payload.get("name") != "spawn_agent" or not call:
            return
        orders = _inner(payload.get("arguments"))
        name = text(orders.get("task_name"))
        self.calls[call] = Call(when, text(orders.get("agent_type")), first_line(name))

    def _output(self, payload: Mapping[str, Any], when: int) -> None:
        """Take the answer to a call: to `spawn_agent`, or to a wait, which tells of ends."""
        call, output = text(payload.get("call_id")), payload.get("output")
        said = written(mapping(output).get("content")) or written(output)
        inner = _inner(said)
        agent_id = text(inner.get("agent_id"))
        if agent_id or "task_name" in inner:
            self.answers.setdefault(call, set()).add(Answer(when, agent_id, ""))
        elif isinstance(inner.get("status"), dict):
            self._statuses(inner["status"].items(), when)
        elif len(said) <= _LONGEST_REFUSAL or call in self.calls:
            self.answers.setdefault(call, set()).add(Answer(when, "", first_line(said)))

    def _event(self, event: str, payload: Mapping[str, Any], when: int) -> None:
        call = text(payload.get("call_id")) or text(payload.get("event_id"))
        if event in ("task_started", "turn_started"):
            self.starts.add(when)
        elif event in ("task_complete", "turn_complete"):
            self.ends.add(End(when, State.OK, bool(payload.get("last_agent_message"))))
        elif event == "turn_aborted":
            self.ends.add(End(when, State.INTERRUPTED, False))
        elif event == "error":
            self.errors.add((when, first_line(text(payload.get("message")))))
        elif event == "token_count":
            spent = count(mapping(mapping(payload.get("info")).get("total_token_usage")).get("total_tokens"))
            if spent is not None:
                self.tokens.add((when, spent))
        elif event in ("collab_agent_spawn_end", "sub_agent_activity"):
            agent_id = text(payload.get("new_thread_id")) or text(payload.get("agent_thread_id"))
            if payload.get("kind") in ("started", None):
                self._started(call, agent_id, when)
        elif event == "collab_waiting_end":
            self._statuses(mapping(payload.get("statuses")).items(), when)
            listed = items(payload.get("agent_statuses"))
            self._statuses(((text(one.get("thread_id")), one.get("status")) for one in listed), when)
        elif event == "collab_close_end":
            self._statuses([(text(payload.get("receiver_thread_id")), payload.get("status"))], when)
        elif event == "item_completed":
            self._item(mapping(payload.get("item")), when)

    def _item(self, item: Mapping[str, Any], when: int) -> None:
        """Take an item of a turn, which newer versions write for the older ones' events."""
        call, kind = text(item.get("id")), item.get("type")
        if kind == "SubAgentActivity" and item.get("kind") == "started":
            self._started(call, text(item.get("agent_thread_id")), when)
        elif kind == "CollabAgentToolCall":
            self._statuses(mapping(item.get("agents_states")).items(), when)
            threads = item.get("receiver_thread_ids")
            if item.get("tool") == "spawn_agent" and isinstance(threads, list) and threads:
                self._started(call, text(threads[0]), when)

    def _started(self, call: str, agent_id: str, when: int) -> None:
        if call and agent_id:
            self.answers.setdefault(call, set()).add(Answer(when, agent_id, ""))

    def _statuses(self, statuses: Iterable[tuple[str, object]], when: int) -> None:
        for agent_id, status in statuses:
            if isinstance(status, dict) and "completed" in status:
                self._tell(agent_id, Told(when, State.OK, ""))
            elif isinstance(status, dict) and "errored" in status:
                self._tell(agent_id, Told(when, State.FAILED, first_line(text(status["errored"]))))
            elif isinstance(status, str) and status in _WORDS:
                self._tell(agent_id, Told(when, _WORDS[status], ""))

    def _tell(self, agent_id: str, told: Told) -> None:
        self.told.setdefault(agent_id, set()).add(told)


def parent_thread(meta: Mapping[str, Any]) -> str:
    """Return the thread that spawned the thread of a `session_meta`, or an empty string."""
    spawn = mapping(mapping(mapping(meta.get("source")).get("subagent")).get("thread_spawn"))
    return text(meta.get("parent_thread_id")) or text(spawn.get("parent_thread_id"))


def _inner(value: object) -> Mapping[str, Any]:
    """Return the object that a string holds as JSON, or an empty one."""
    said = text(value)
    if not said.lstrip().startswith("{"):
        return {}
    try:
        return mapping(parse(said))
    except ValueError:
        return {}
