"""OpenCode exports, of the documented shape."""

from typing import Any

from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.opencode import home, reader, recognises

START = 1_772_900_000_000


def part(id_: str, status: str, start: int | None, end: int | None, **state: Any) -> dict[str, Any]:
    times = {key: START + 1000 * value for key, value in (("start", start), ("end", end)) if value is not None}
    account = {
        "status": status,
        "input": {"description": f"Do {id_}", "subagent_type": "general", "prompt": "..."},
        "metadata": {"sessionId": f"ses_{id_}"},
        "time": times,
    }
    return {"id": f"prt_{id_}", "type": "tool", "tool": "task", "callID": id_, "state": account | state}


def export(*messages: list[dict[str, Any]], parent: str = "") -> dict[str, Any]:
    info = {"id": "ses_main"} | ({"parentID": parent} if parent else {})
    listed = [{"info": {"id": f"msg_{n}", "role": "assistant"}, "parts": parts} for n, parts in enumerate(messages)]
    return {"info": info, "messages": listed}


def read(*exports: dict[str, Any]) -> list[Dispatch]:
    session = reader()
    for one in exports:
        session.take(one)
    return list(session.dispatches())


def test_task_parts_of_one_message_are_one_dispatch_with_exact_times() -> None:
    other = {"type": "tool", "tool": "bash", "callID": "c9", "state": {"status": "completed"}}
    first, second = read(
        export(
            [part("c1", "completed", 0, 60), other, part("c2", "completed", 2, 30)], [part("c3", "completed", 70, 71)]
        )
    )
    assert ("msg_0", 2, True, ("ses_main",)) == (first.id, first.width, first.proven, first.sessions)
    run = first.agents[0]
    assert (State.OK, "general", "Do c1", "ses_c1", 60.0, Source.EVENT) == (
        run.state,
        run.agent,
        run.description,
        run.agent_id,
        run.seconds,
        run.source,
    )
    assert 1 == second.width


def test_how_parts_end() -> None:
    ends = {
        "c1": ("error", State.FAILED, "boom"),
        "c2": ("error", State.REJECTED, "The user rejected permission to use this specific tool call."),
        "c3": ("error", State.INTERRUPTED, "Tool execution aborted"),
        "c4": ("running", State.NO_RESULT, ""),
        "c5": ("pending", State.NO_RESULT, ""),
    }
    parts = [part(id_, status, 0, 5, error=said) for id_, (status, _, said) in ends.items()]
    (dispatch,) = read(export(parts))
    for run in dispatch.agents:
        _, state, said = ends[run.id]
        assert (state, said) == (run.state, run.error)
    assert dispatch.agents[3].finished is None


def test_an_export_given_twice_counts_once_and_a_childs_is_its_own() -> None:
    one = export([part("c1", "completed", 0, 60)])
    assert read(one) == read(one, one)
    (child,) = read(export([part("n1", "completed", 5, 6)], parent="ses_top"))
    assert "ses_main" == child.parent


def test_exports_are_known_by_what_they_hold() -> None:
    assert recognises(export())
    assert not recognises({"info": "x", "messages": []})
    found = home(export(parent="ses_top"))
    assert found is not None
    assert ("ses_main", "ses_top") == (found.session, found.parent)


def test_strange_exports_are_never_an_error() -> None:
    assert [] == read(
        {"info": None, "messages": [None, {"parts": "x"}, {"info": {"id": "m"}, "parts": [1, {"type": "tool"}]}]}
    )
    (dispatch,) = read({"info": {}, "messages": [{"info": {"id": "m"}, "parts": [{"type": "tool", "tool": "task"}]}]})
    assert State.NO_RESULT == dispatch.agents[0].state
