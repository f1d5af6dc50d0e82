"""Codex rollouts, of the documented shapes: the older with `collab_*` events, and the newer without."""

import json
from typing import Any

import pytest

from allsettled.evidence.codex import home, reader, recognises
from allsettled.evidence.model import Dispatch, Source, State
from evidence.claude import at, stamp

Line = dict[str, Any]


def line(kind: str, seconds: float, /, **payload: Any) -> Line:
    return {"timestamp": stamp(seconds), "type": kind, "payload": payload}


def meta(thread: str, seconds: float, parent: str = "") -> Line:
    source: object = {"subagent": {"thread_spawn": {"parent_thread_id": parent, "depth": 1}}} if parent else "cli"
    return line("session_meta", seconds, id=thread, timestamp=stamp(seconds), cwd="/w", source=source)


def event(name: str, seconds: float, /, **payload: Any) -> Line:
    return line("event_msg", seconds, type=name, **payload)


def spawn(call: str, seconds: float) -> Line:
    orders = json.dumps({"agent_type": "worker", "task_name": f"do_{call}", "message": "..."})
    return line("response_item", seconds, type="function_call", name="spawn_agent", call_id=call, arguments=orders)


def output(call: str, seconds: float, said: object) -> Line:
    text = said if isinstance(said, str) else json.dumps(said)
    return line("response_item", seconds, type="function_call_output", call_id=call, output=text)


def child(
    thread: str, start: float, end: float, *, spoke: str | None = "done", before: tuple[Line, ...] = ()
) -> list[Line]:
    return [
        meta(thread, start - 1, "main"),
        *before,
        event("task_started", start),
        event("task_complete", end, last_agent_message=spoke),
    ]


def read(*files: list[Line]) -> list[Dispatch]:
    session = reader()
    for file in files:
        session.begin()
        for one in file:
            session.feed(json.dumps(one).encode())
    return sorted(session.dispatches(), key=lambda dispatch: dispatch.id)


PARENT = [
    meta("main", 0),
    event("task_started", 0.5),
    spawn("c1", 1),
    spawn("c2", 1.1),
    output("c1", 1.5, {"agent_id": "th1", "nickname": "x"}),
    output("c2", 1.6, {"agent_id": "th2"}),
    spawn("c3", 60),
    output("c3", 60.5, {"agent_id": "th3"}),
]


def test_calls_without_an_answer_between_are_put_together_but_not_proven() -> None:
    first, second = read(PARENT, child("th1", 2, 42), child("th2", 2.5, 30), child("th3", 61, 70))
    assert ("c1", 2, False, ("main",)) == (first.id, first.width, first.proven, first.sessions)
    assert ("c3", 1) == (second.id, second.width)
    run = first.agents[0]
    assert (State.OK, "worker", "do_c1", "th1", 40.0, Source.EVENT) == (
        run.state,
        run.agent,
        run.description,
        run.agent_id,
        run.seconds,
        run.source,
    )


def test_without_the_agents_rollouts_an_end_is_known_when_it_was_told() -> None:
    waited = output("w1", 90, {"status": {"th1": {"completed": "ok"}, "th2": {"errored": "boom"}}, "timed_out": False})
    first, second = read([*PARENT, waited])
    assert [(State.OK, at(90)), (State.FAILED, at(90))] == [(run.state, run.finished) for run in first.agents]
    assert (Source.TASK_OUTPUT, "boom", at(1.5)) == (
        first.agents[0].source,
        first.agents[1].error,
        first.agents[0].started,
    )
    assert State.PENDING == second.agents[0].state


def test_older_rollouts_tell_by_events() -> None:
    spawned = event("collab_agent_spawn_end", 1.5, call_id="c1", new_thread_id="th1", status="running")
    ended = event("collab_waiting_end", 50, statuses={"th1": {"completed": "x"}}, agent_statuses=[])
    closed = event("collab_close_end", 80, receiver_thread_id="th1", status="shutdown")
    (dispatch,) = read([meta("main", 0), spawn("c1", 1), spawned, ended, closed])
    assert (State.OK, at(50)) == (dispatch.agents[0].state, dispatch.agents[0].finished)


def test_newer_rollouts_name_the_agent_by_its_activity() -> None:
    activity = event("sub_agent_activity", 1.4, event_id="c1", agent_thread_id="th1", kind="started")
    (dispatch,) = read(
        [meta("main", 0), spawn("c1", 1), output("c1", 1.5, {"task_name": "/root/x"}), activity], child("th1", 2, 9)
    )
    assert ("th1", 7.0) == (dispatch.agents[0].agent_id, dispatch.agents[0].seconds)


def test_the_newest_rollouts_tell_by_the_items_of_a_turn() -> None:
    def item(seconds: float, kind: str, /, **fields: Any) -> Line:
        return event("item_completed", seconds, thread_id="main", turn_id="t", item={"type": kind, **fields})

    lines = [meta("main", 0), spawn("c1", 1), spawn("c2", 1.2)]
    lines += [item(1.5, "CollabAgentToolCall", id="c1", tool="spawn_agent", receiver_thread_ids=["th1"])]
    lines += [item(1.6, "SubAgentActivity", id="c2", kind="started", agent_thread_id="th2", agent_path="/root/x")]
    states = {"th1": {"completed": "ok"}, "th2": "running"}
    lines += [item(40, "CollabAgentToolCall", id="w1", tool="wait", agents_states=states), item(41, "Other", id=1)]
    (dispatch,) = read(lines)
    assert ["th1", "th2"] == [run.agent_id for run in dispatch.agents]
    assert [State.OK, State.PENDING] == [run.state for run in dispatch.agents]
    assert (at(1.5), at(40)) == (dispatch.agents[0].started, dispatch.agents[0].finished)


def test_a_refusal_to_spawn_is_a_failure() -> None:
    (dispatch,) = read([meta("main", 0), spawn("c1", 1), output("c1", 1.5, "agent thread limit reached")])
    assert (State.FAILED, "agent thread limit reached") == (dispatch.agents[0].state, dispatch.agents[0].error)


def test_an_agents_copy_of_its_parents_history_is_left_to_the_parent() -> None:
    copied = (meta("main", 0), event("task_started", 0.5), spawn("c1", 1), event("task_complete", 1.2))
    (first, *_) = read(PARENT, child("th1", 2, 42, before=copied))
    assert 40.0 == first.agents[0].seconds
    assert 2 == len(read(PARENT, child("th1", 2, 42, before=copied)))


@pytest.mark.parametrize(
    ("more", "spoke", "state"),
    [
        (event("error", 30, message="quota"), None, State.FAILED),
        (event("error", 30, message="retried"), "fine", State.OK),
        (event("turn_aborted", 30, reason="interrupted"), None, State.INTERRUPTED),
        (event("token_count", 30, info={"total_token_usage": {"total_tokens": 0}}), "x", State.FAILED_SILENTLY),
        (event("token_count", 30, info={"total_token_usage": {"total_tokens": 9}}), "x", State.OK),
    ],
)
def test_how_an_agents_own_turn_ends(more: Line, spoke: str | None, state: State) -> None:
    (first, *_) = read(PARENT, [*child("th1", 2, 42, spoke=spoke), more])
    assert state == first.agents[0].state


def test_the_order_of_lines_does_not_matter_nor_does_repetition() -> None:
    own = child("th1", 2, 42)
    assert read(PARENT, own) == read([*reversed(PARENT), *PARENT], [*reversed(own), *own])


def test_a_tool_definition_is_no_call() -> None:
    assert [] == read([meta("main", 0), line("turn_context", 1, tools=[{"name": "spawn_agent"}])])


def test_rollouts_are_known_by_what_they_hold() -> None:
    assert recognises(meta("main", 0))
    found = home(meta("th1", 0, "main"))
    assert found is not None
    assert ("th1", "main") == (found.session, found.parent)
    assert home(event("task_started", 0)) is None
    assert [] == read(
        [
            {"timestamp": 1, "type": "session_meta", "payload": {}},
            line("response_item", 0, type="function_call", name="spawn_agent"),
        ]
    )
