"""OpenTelemetry spans as OTLP JSON, with the GenAI conventions."""

from typing import Any

from allsettled.evidence.clock import microseconds
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.otel import reader, recognises
from evidence.claude import at

Span = dict[str, Any]


def nanos(seconds: float) -> str:
    return str(microseconds(at(seconds)) * 1000)


def span(id_: str, parent: str, operation: str, start: float, end: float | None, **attributes: Any) -> Span:
    known = {"gen_ai.operation.name": operation} | {key.replace("__", "."): value for key, value in attributes.items()}
    listed = [
        {"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
        for key, value in known.items()
    ]
    return {
        "traceId": "tr",
        "spanId": id_,
        "parentSpanId": parent,
        "name": f"{operation} x",
        "startTimeUnixNano": nanos(start),
        "endTimeUnixNano": "0" if end is None else nanos(end),
        "attributes": listed,
    }


def agent(id_: str, parent: str, start: float, end: float | None, **attributes: Any) -> Span:
    return span(id_, parent, "invoke_agent", start, end, gen_ai__agent__name=f"agent-{id_}", **attributes)


def export(*spans: Span) -> dict[str, Any]:
    return {"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": list(spans)}]}]}


def read(*exports: dict[str, Any]) -> list[Dispatch]:
    session = reader()
    for one in exports:
        session.take(one)
    return sorted(session.dispatches(), key=lambda dispatch: dispatch.id)


ROOT = agent("root", "", 0, 200)
THOUGHTS = [span("ch1", "root", "chat", 1, 9), span("ch2", "root", "chat", 80, 90)]
TOOLS = [span(f"to{n}", "root", "execute_tool", 10, 70) for n in (1, 2, 3)]
AGENTS = [agent("a1", "to1", 10, 50), agent("a2", "to2", 60, 70), agent("a3", "root", 95, 99)]


def test_agents_between_two_model_calls_are_put_together_but_not_proven() -> None:
    first, second = read(export(ROOT, *THOUGHTS, *TOOLS, *AGENTS))
    assert (2, False, "") == (first.width, first.proven, first.parent)
    run = first.agents[0]
    assert (State.OK, "agent-a1", 40.0, Source.SPAN) == (run.state, run.agent, run.seconds, run.source)
    assert ["a3"] == [run.id for run in second.agents]


def test_without_model_calls_agents_that_overlap_are_put_together() -> None:
    first, second = read(
        export(ROOT, agent("a1", "root", 10, 50), agent("a2", "root", 20, 60), agent("a3", "root", 60, 70))
    )
    assert (["a1", "a2"], ["a3"]) == ([run.id for run in first.agents], [run.id for run in second.agents])


def test_how_runs_end() -> None:
    failed = agent("a2", "root", 10, 50) | {"status": {"code": 2, "message": "boom"}}
    timeout = agent("a3", "root", 10, 50, error__type="timeout")
    silent = agent("a4", "root", 10, 50, gen_ai__usage__input_tokens=0, gen_ai__usage__output_tokens=0)
    spent = agent("a5", "root", 10, 50, gen_ai__usage__input_tokens=7)
    (dispatch,) = read(export(ROOT, agent("a1", "root", 10, None), failed, timeout, silent, spent))
    states = [State.NO_RESULT, State.FAILED, State.FAILED, State.FAILED_SILENTLY, State.OK]
    assert states == [run.state for run in dispatch.agents]
    assert ("boom", "timeout", 7) == (dispatch.agents[1].error, dispatch.agents[2].error, dispatch.agents[4].tokens)


def test_agents_of_a_program_are_siblings_under_its_span_and_a_lone_one_is_the_orchestrator() -> None:
    program = span("app", "", "invoke_workflow", 0, 100)
    (dispatch,) = read(export(program, agent("a1", "app", 1, 50), agent("a2", "app", 2, 60)))
    assert 2 == dispatch.width
    assert [] == read(export(program, agent("a1", "app", 1, 50)))
    assert [] == read(export(ROOT))


def test_an_agents_own_dispatch_is_its_own() -> None:
    found = read(export(ROOT, agent("a1", "root", 1, 90), agent("n1", "a1", 5, 9)))
    assert {("a1", ""), ("n1", "a1")} == {(one.agents[0].id, one.parent) for one in found}


def test_the_order_of_spans_does_not_matter_nor_does_repetition() -> None:
    spans = [ROOT, *THOUGHTS, *TOOLS, *AGENTS]
    assert read(export(*spans)) == read(*(export(one) for one in reversed(spans)), export(*spans))


def test_a_circle_of_parents_ends() -> None:
    assert [] == read(export(span("x", "y", "chat", 0, 1), span("y", "x", "chat", 0, 1), agent("a1", "x", 0, 1)))


def test_spans_are_known_by_what_they_hold() -> None:
    assert recognises(export())
    assert not recognises({"resourceLogs": []})
    strange = {
        "resourceSpans": [None, {"scopeSpans": 1}, {"scopeSpans": [{"spans": [1, {"attributes": [1, {"key": 2}]}]}]}]
    }
    assert [] == read(strange)
