"""Gemini CLI chats, of the documented shape."""

import json
from typing import Any

from allsettled.evidence.gemini import home, reader, recognises
from allsettled.evidence.model import Dispatch, Source, State
from evidence.claude import at, stamp

Line = dict[str, Any]


def header(session: str, seconds: float, kind: str = "main") -> Line:
    return {
        "sessionId": session,
        "projectHash": "h",
        "startTime": stamp(seconds),
        "lastUpdated": stamp(seconds),
        "kind": kind,
    }


def made(call: str, seconds: float, status: str = "success", state: str = "completed", agent_id: str = "") -> Line:
    display = {"isSubagentProgress": True, "agentName": "explorer", "state": state}
    record = {"id": call, "name": "invoke_agent", "args": {"agent_name": "explorer", "prompt": "..."}, "status": status}
    return (
        record | {"timestamp": stamp(seconds), "resultDisplay": display} | ({"agentId": agent_id} if agent_id else {})
    )


def message(id_: str, seconds: float, *calls: Line) -> Line:
    shell = {"id": "sh", "name": "run_shell_command", "args": {}, "status": "success", "timestamp": stamp(seconds)}
    return {"id": id_, "type": "gemini", "timestamp": stamp(seconds), "content": "", "toolCalls": [*calls, shell]}


def read(*files: list[Line]) -> list[Dispatch]:
    session = reader()
    for file in files:
        session.begin()
        for one in file:
            session.feed(json.dumps(one).encode())
    return sorted(session.dispatches(), key=lambda dispatch: dispatch.id)


MAIN = [
    header("main", 0),
    {"id": "u1", "type": "user", "timestamp": stamp(1), "content": "go"},
    message("m1", 2),
    message("m1", 2, made("c1", 60, agent_id="ag1"), made("c2", 60.01)),
]
AGENT = [header("ag1", 3, "subagent"), {"id": "x", "type": "gemini", "timestamp": stamp(50), "content": "done"}]


def test_calls_of_one_message_are_one_dispatch() -> None:
    (dispatch,) = read(MAIN, AGENT)
    assert ("m1", 2, True, ("main",)) == (dispatch.id, dispatch.width, dispatch.proven, dispatch.sessions)
    own, other = dispatch.agents
    assert (State.OK, "explorer", "ag1", 47.0, Source.SIDECHAIN) == (
        own.state,
        own.agent,
        own.agent_id,
        own.seconds,
        own.source,
    )
    assert (at(2), at(60.01), Source.DISPATCH) == (other.started, other.finished, other.source)


def test_calls_that_were_answered_apart_were_not_one_dispatch() -> None:
    record = message("m1", 2, made("c1", 60), made("c2", 95))
    assert [("m1", 1), ("m1#1", 1)] == [(one.id, one.width) for one in read([header("main", 0), record])]


def test_how_runs_end() -> None:
    calls = [
        made("c1", 60, state="error"),
        made("c2", 60, "error"),
        made("c3", 60, "cancelled"),
        made("c4", 60, "executing"),
    ]
    (dispatch,) = read([header("main", 0), message("m1", 2, *calls)])
    states = [State.FAILED, State.FAILED, State.INTERRUPTED, State.NO_RESULT]
    assert states == [run.state for run in dispatch.agents]


def test_what_was_rewound_ran_all_the_same() -> None:
    assert read(MAIN) == read([*MAIN, {"$rewindTo": "u1"}])


def test_an_older_session_is_one_document() -> None:
    session = reader()
    session.take({**header("main", 0), "messages": MAIN[1:]})
    assert read(MAIN) == list(session.dispatches())
    replaced = [header("main", 0), {"$set": {"messages": MAIN[1:], "lastUpdated": stamp(99)}}]
    assert read(MAIN) == read(replaced)


def test_the_order_of_lines_does_not_matter_nor_does_repetition() -> None:
    assert read(MAIN, AGENT) == read([*reversed(AGENT), *AGENT], [*reversed(MAIN), *MAIN])


def test_chats_are_known_by_what_they_hold() -> None:
    assert recognises(MAIN[0])
    assert not recognises(MAIN[1])
    found = home(AGENT[0])
    assert found is not None
    assert ("ag1", True) == (found.session, found.in_folder)
    assert [] == read(
        [{"$set": 3}, {"id": 1, "type": 2, "toolCalls": 3}, {"sessionId": 1, "projectHash": 2, "messages": 3}]
    )
