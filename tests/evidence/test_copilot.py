"""Copilot CLI events, of the documented shape."""

import json
from typing import Any

from allsettled.evidence.copilot import home, reader, recognises
from allsettled.evidence.model import Dispatch, Source, State
from evidence.claude import at, stamp

Event = dict[str, Any]


def event(kind: str, seconds: float, agent: str = "", **data: Any) -> Event:
    head = {"type": kind, "data": data, "id": f"{kind}-{seconds}", "timestamp": stamp(seconds), "parentId": None}
    return head | ({"agentId": agent} if agent else {})


def asked(seconds: float, message: str, *calls: str, mode: str = "sync", agent: str = "") -> Event:
    requests = [
        {
            "toolCallId": call,
            "name": "task",
            "arguments": {"agent_type": "explore", "description": f"Do {call}", "mode": mode},
        }
        for call in calls
    ]
    noise = {"toolCallId": "tc_bash", "name": "bash", "arguments": {"command": "ls"}}
    return event("assistant.message", seconds, agent, messageId=message, content="", toolRequests=[*requests, noise])


def started(call: str, seconds: float) -> Event:
    return event("subagent.started", seconds, f"ag_{call}", toolCallId=call, agentName="explore")


def completed(call: str, seconds: float, tokens: int = 50, **more: Any) -> Event:
    return event(
        "subagent.completed",
        seconds,
        toolCallId=call,
        agentName="explore",
        totalTokens=tokens,
        totalToolCalls=4,
        **more,
    )


def read(*events: Event) -> list[Dispatch]:
    session = reader()
    for one in events:
        session.feed(json.dumps(one).encode())
    return sorted(session.dispatches(), key=lambda dispatch: dispatch.id)


SESSION = event("session.start", 0, sessionId="s1")


def test_requests_of_one_message_are_one_dispatch() -> None:
    first, second = read(
        SESSION,
        asked(1, "m1", "c1", "c2"),
        started("c1", 2),
        started("c2", 2.5),
        completed("c2", 20),
        completed("c1", 42),
        asked(50, "m2", "c3"),
    )
    assert ("m1", 2, True, ("s1",)) == (first.id, first.width, first.proven, first.sessions)
    run = first.agents[0]
    assert (State.OK, "explore", "Do c1", "ag_c1", 40.0) == (
        run.state,
        run.agent,
        run.description,
        run.agent_id,
        run.seconds,
    )
    assert (Source.EVENT, 50, 4) == (run.source, run.tokens, run.tool_uses)
    assert State.NO_RESULT == second.agents[0].state


def test_how_runs_end() -> None:
    (dispatch,) = read(
        asked(1, "m1", "c1", "c2", "c3", "c4", "c5"),
        *(started(call, 2) for call in ("c1", "c2", "c3", "c4")),
        completed("c1", 20, tokens=0),
        completed("c2", 20, cancelled=True),
        event("subagent.failed", 20, toolCallId="c3", agentName="explore", error="boom\nmore"),
        event(
            "tool.execution_complete", 3, toolCallId="c5", success=False, error={"message": "no", "code": "rejected"}
        ),
    )
    states = [State.FAILED_SILENTLY, State.INTERRUPTED, State.FAILED, State.PENDING, State.REJECTED]
    assert states == [run.state for run in dispatch.agents]
    assert ("boom", "no") == (dispatch.agents[2].error, dispatch.agents[4].error)


def test_the_answer_to_a_background_call_is_not_its_end() -> None:
    done = event("tool.execution_complete", 3, toolCallId="c1", success=True)
    (dispatch,) = read(asked(1, "m1", "c1", mode="background"), done)
    assert (State.PENDING, None) == (dispatch.agents[0].state, dispatch.agents[0].finished)
    (dispatch,) = read(asked(1, "m1", "c1"), event("tool.execution_start", 2, toolCallId="c1", toolName="task"), done)
    assert (State.OK, at(2), at(3)) == (
        dispatch.agents[0].state,
        dispatch.agents[0].started,
        dispatch.agents[0].finished,
    )


def test_an_agents_id_stands_for_its_call() -> None:
    ends = (event("subagent.started", 2, "c1", agentName="x"), event("subagent.failed", 9, "c1", error="HTTP 400"))
    (dispatch,) = read(asked(1, "m1", "c1"), *ends)
    assert (State.FAILED, 7.0, "HTTP 400") == (
        dispatch.agents[0].state,
        dispatch.agents[0].seconds,
        dispatch.agents[0].error,
    )


def test_an_agent_that_no_message_asked_for_is_unproven() -> None:
    (dispatch,) = read(started("c1", 2), completed("c1", 9))
    assert (False, 1, "explore") == (dispatch.proven, dispatch.width, dispatch.agents[0].agent)


def test_an_agents_own_dispatch_is_its_own() -> None:
    assert "ag_c1" == read(asked(1, "m1", "n1", agent="ag_c1"))[0].parent


def test_the_order_of_events_does_not_matter_nor_does_repetition() -> None:
    events = [
        SESSION,
        asked(1, "m1", "c1", "c2"),
        started("c1", 2),
        started("c2", 3),
        completed("c1", 9),
        completed("c2", 8),
    ]
    assert read(*events) == read(*reversed(events), *events)


def test_events_are_known_by_what_they_hold() -> None:
    assert recognises(SESSION)
    assert not recognises({"type": "user", "data": {}})
    assert "s1" == (home(SESSION) or ("",))[0]
    assert [] == read(
        {"type": "subagent.started", "data": None, "parentId": None},
        {"type": "assistant.message", "data": {"toolRequests": 1}},
    )
