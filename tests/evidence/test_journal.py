"""The journal: what a hook is told, written and read back."""

import json
from typing import Any

import pytest

from allsettled.evidence.journal import home, line, reader, recognises
from allsettled.evidence.model import Dispatch, Source, State
from evidence.claude import at, stamp


def hook(event: str, **fields: Any) -> dict[str, Any]:
    return {"session_id": "s1", "cwd": "/w", "hook_event_name": event} | fields


def used(id_: str, response: object, tool: str = "Agent") -> dict[str, Any]:
    orders = {"description": f"Do {id_}", "subagent_type": "security", "prompt": "secret orders"}
    return {"tool_name": tool, "tool_input": orders, "tool_use_id": id_, "tool_response": response}


def finished(agent_id: str, tokens: int = 90) -> dict[str, Any]:
    return {
        "status": "completed",
        "agentId": agent_id,
        "totalDurationMs": 40_000,
        "totalTokens": tokens,
        "content": "secret" if tokens else "API Error",
    }


def written(seconds: float, told: dict[str, Any]) -> str:
    text = line(told, at(seconds))
    assert text is not None
    return text


def start(agent_id: str, seconds: float) -> str:
    return written(seconds, hook("SubagentStart", agent_id=agent_id, agent_type="security"))


def stop(agent_id: str, seconds: float, said: str = "All is well.") -> str:
    fields = {"agent_id": agent_id, "agent_type": "security", "last_assistant_message": said}
    return written(seconds, hook("SubagentStop", **fields))


def read(*entries: str) -> list[Dispatch]:
    session = reader()
    for entry in entries:
        session.feed(entry.encode() + b"\n")
    return sorted(session.dispatches(), key=lambda dispatch: dispatch.id)


BATCH = [
    start("a1", 1),
    start("a2", 1.5),
    stop("a2", 31.5),
    stop("a1", 41),
    written(
        42,
        hook(
            "PostToolBatch",
            tool_calls=[used("t1", finished("a1")), used("t2", finished("a2", 0)), used("b", "x", "Bash")],
        ),
    ),
]


def test_a_batch_is_one_dispatch_with_its_runs_own_times() -> None:
    (dispatch,) = read(*BATCH)
    assert ("batch:t1", 2, True, ("s1",)) == (dispatch.id, dispatch.width, dispatch.proven, dispatch.sessions)
    one, two = dispatch.agents
    assert (State.OK, "security", "Do t1", "a1", 40.0) == (
        one.state,
        one.agent,
        one.description,
        one.agent_id,
        one.seconds,
    )
    assert (Source.JOURNAL, 90, State.FAILED_SILENTLY) == (one.source, one.tokens, two.state)


def test_nothing_that_agents_were_told_or_said_is_kept() -> None:
    assert not any("secret" in entry or "All is well" in entry for entry in BATCH)


def test_a_background_run_ends_with_its_stop() -> None:
    launch = {"isAsync": True, "status": "async_launched", "agentId": "a1"}
    batch = written(2, hook("PostToolBatch", tool_calls=[used("t1", launch)]))
    (dispatch,) = read(start("a1", 1), batch)
    assert (State.PENDING, None, True) == (
        dispatch.agents[0].state,
        dispatch.agents[0].finished,
        dispatch.agents[0].background,
    )
    (dispatch,) = read(start("a1", 1), batch, stop("a1", 61))
    assert (State.OK, 60.0) == (dispatch.agents[0].state, dispatch.agents[0].seconds)
    (dispatch,) = read(start("a1", 1), batch, stop("a1", 61, "API Error: 500"))
    assert (State.FAILED, "API Error: 500") == (dispatch.agents[0].state, dispatch.agents[0].error)
    (dispatch,) = read(start("a1", 1), batch, stop("a1", 61, ""))
    assert (State.NO_RESULT, 60.0) == (dispatch.agents[0].state, dispatch.agents[0].seconds)


@pytest.mark.parametrize(
    ("response", "state", "agent_id"),
    [
        ("Report.\nagentId: a1 (for resuming)\n<usage>total_tokens: 5</usage>", State.OK, "a1"),
        (
            [{"type": "text", "text": "Report.\nagentId: a1\n<usage>total_tokens: 0</usage>"}],
            State.FAILED_SILENTLY,
            "a1",
        ),
        ("Async agent launched successfully.\nagentId: a1", State.PENDING, "a1"),
        ("<tool_use_error>Sibling tool call errored</tool_use_error>", State.CANCELLED_BY_SIBLING, ""),
        ("Agent type 'x' not found. Available agents: y", State.UNKNOWN_TYPE, ""),
        ("The user doesn't want to proceed with this tool use.", State.REJECTED, ""),
        ("This command requires approval", State.NO_RESULT, ""),
        (None, State.NO_RESULT, ""),
    ],
)
def test_answers_that_are_text(response: object, state: State, agent_id: str) -> None:
    (dispatch,) = read(written(9, hook("PostToolBatch", tool_calls=[used("t1", response)])))
    assert (state, agent_id) == (dispatch.agents[0].state, dispatch.agents[0].agent_id)


def test_what_is_none_of_a_journals_business_gives_no_line() -> None:
    assert line(hook("PostToolBatch", tool_calls=[used("b", "x", "Bash")]), at(0)) is None
    assert line(hook("PostToolBatch", tool_calls="x"), at(0)) is None
    assert line(hook("SubagentStop", agent_id="a1", agent_type=""), at(0)) is None  # internal
    assert line(hook("Notification"), at(0)) is None
    assert line({}, at(0)) is None


def test_a_started_agent_whose_dispatch_is_not_written_yet_is_its_own() -> None:
    (dispatch,) = read(start("a1", 1))
    assert ("a1", False, State.PENDING) == (dispatch.id, dispatch.proven, dispatch.agents[0].state)


def test_a_resumed_agents_second_batch_takes_its_second_start() -> None:
    batch = written(102, hook("PostToolBatch", tool_calls=[used("t9", finished("a1"))]))
    found = {one.id: one for one in read(*BATCH, start("a1", 80), stop("a1", 100), batch)}
    assert (40.0, 20.0) == (found["batch:t1"].agents[0].seconds, found["batch:t9"].agents[0].seconds)


def test_an_agents_own_dispatch_is_its_own() -> None:
    batch = written(9, hook("PostToolBatch", agent_id="a1", tool_calls=[used("n1", finished("a9"))]))
    assert "a1" == read(batch)[0].parent


def test_the_order_of_entries_does_not_matter_nor_does_repetition() -> None:
    assert read(*BATCH) == read(*reversed(BATCH), *BATCH)


def test_entries_are_known_by_what_they_hold() -> None:
    entry = json.loads(BATCH[0])
    assert (stamp(1), 1) == (entry["at"], entry["allsettled"])
    assert recognises(entry)
    assert not recognises({"event": "start"})
    assert "journal/s1" == (home(entry) or ("",))[0]
    strange = [
        {"allsettled": 1, "event": "dispatch", "at": "x"},
        {"allsettled": 1, "event": "dispatch", "at": stamp(0), "calls": 3},
    ]
    assert [] == read(*map(json.dumps, strange))
