"""OpenTelemetry traces, as OTLP JSON, with the GenAI semantic conventions (status: development).

An `invoke_agent` span with another above it, or beside it under one parent, is an agent's run: start and end are exact.
That calls were one message is not recorded. Agents of one caller are put together when no model call of that caller
began between them; where model calls aren't traced, when they overlap in time.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from allsettled.evidence.build import At, Draft, dispatch
from allsettled.evidence.clock import LATEST, from_nanoseconds
from allsettled.evidence.harness import Home, Reader, RecordReader
from allsettled.evidence.model import Dispatch, Source, State
from allsettled.evidence.shapes import count, first_line, items, mapping, text

NAME = "opentelemetry"

_AGENT = "invoke_agent"
_MODEL = frozenset({"chat", "text_completion", "generate_content"})
_DEEPEST = 1000
_ERROR = (2, "STATUS_CODE_ERROR")


def recognises(record: Mapping[str, Any]) -> bool:
    """Say whether a record is an export of spans."""
    return isinstance(record.get("resourceSpans"), list)


def home(record: Mapping[str, Any]) -> Home | None:
    """Return None: spans of one session may lie in any file."""
    return None


def reader() -> Reader:
    """Return a reader for one collection of spans."""
    return SpanReader()


Key = tuple[str, str]  # the trace's id, the span's id


class _Span(NamedTuple):
    start: int | None
    end: int | None
    parent: str
    kind: str
    agent: str = ""
    agent_id: str = ""
    session: str = ""
    failed: bool = False
    error: str = ""
    tokens: int | None = None


class SpanReader(RecordReader):
    """Reads exports, one document or one a line."""

    def __init__(self) -> None:
        self._spans: dict[Key, _Span] = {}

    def take(self, record: Mapping[str, Any]) -> None:
        """Take one export."""
        for resource in items(record.get("resourceSpans")):
            for scope in (*items(resource.get("scopeSpans")), *items(resource.get("instrumentationLibrarySpans"))):
                for raw in items(scope.get("spans")):
                    key = (text(raw.get("traceId")), text(raw.get("spanId")))
                    span = _read(raw)
                    known = self._spans.get(key)
                    self._spans[key] = span if known is None else max(known, span, key=str)

    def dispatches(self) -> Iterable[Dispatch]:
        """Return the dispatches of all traces."""
        callers: dict[Key, list[Key]] = {}
        lone: dict[Key, list[Key]] = {}
        for key, span in self._spans.items():
            if span.kind == _AGENT:
                caller = self._caller(key)
                under = callers if caller is not None else lone
                under.setdefault(caller or (key[0], span.parent), []).append(key)
        for parent, siblings in lone.items():
            called = [key for key in siblings if key not in callers]
            if parent[1] and len(siblings) > 1:
                callers[parent] = called
        for caller, agents in callers.items():
            yield from self._grouped(caller, agents)

    def _caller(self, key: Key) -> Key | None:
        """Return the nearest agent above a span."""
        trace, parent = key[0], self._spans[key].parent
        for _ in range(_DEEPEST):
            above = self._spans.get((trace, parent))
            if above is None:
                return None
            if above.kind == _AGENT:
                return trace, parent
            parent = above.parent
        return None

    def _grouped(self, caller: Key, agents: list[Key]) -> Iterable[Dispatch]:
        thoughts = sorted(
            span.start
            for key, span in self._spans.items()
            if span.kind in _MODEL and span.start is not None and key[0] == caller[0] and span.parent == caller[1]
        )
        orchestrator = self._spans.get(caller)
        nested = orchestrator is not None and orchestrator.kind == _AGENT and self._caller(caller) is not None
        for group in _together([(key, self._spans[key]) for key in agents], thoughts):
            yield dispatch(
                f"{caller[1]}/{group[0][0][1]}",
                NAME,
                [_draft(key, span) for key, span in group],
                sessions=[next((span.session for _, span in group if span.session), caller[0])],
                parent=caller[1] if nested else "",
                proven=False,
            )


def _together(agents: list[tuple[Key, _Span]], thoughts: list[int]) -> list[list[tuple[Key, _Span]]]:
    """Return the agents between two model calls; without any, those that overlap."""
    from bisect import bisect_right

    groups: list[list[tuple[Key, _Span]]] = []
    turn, latest = -1, -1
    for key, span in sorted(agents, key=lambda item: (item[1].start or 0, item[0])):
        start = span.start or 0
        place = bisect_right(thoughts, start)
        new = place != turn if thoughts else start >= latest
        if new or not groups:
            groups.append([])
            latest = -1
        groups[-1].append((key, span))
        turn, latest = place, max(latest, LATEST if span.end is None else span.end)
    return groups


def _read(raw: Mapping[str, Any]) -> _Span:
    attributes = {text(pair.get("key")): mapping(pair.get("value")) for pair in items(raw.get("attributes"))}
    kind = _string(attributes, "gen_ai.operation.name") or text(raw.get("name")).partition(" ")[0]
    status = mapping(raw.get("status"))
    error = _string(attributes, "error.type")
    spent = [_number(attributes, f"gen_ai.usage.{side}_tokens") for side in ("input", "output")]
    known = [tokens for tokens in spent if tokens is not None]
    return _Span(
        start=from_nanoseconds(raw.get("startTimeUnixNano")) or None,
        end=from_nanoseconds(raw.get("endTimeUnixNano")) or None,
        parent=text(raw.get("parentSpanId")),
        kind=kind,
        agent=_string(attributes, "gen_ai.agent.name"),
        agent_id=_string(attributes, "gen_ai.agent.id"),
        session=_string(attributes, "gen_ai.conversation.id"),
        failed=bool(error) or status.get("code") in _ERROR,
        error=first_line(text(status.get("message")) or error),
        tokens=sum(known) if known else None,
    )


def _string(attributes: Mapping[str, Mapping[str, Any]], key: str) -> str:
    return text(attributes.get(key, {}).get("stringValue"))


def _number(attributes: Mapping[str, Mapping[str, Any]], key: str) -> int | None:
    value = attributes.get(key, {}).get("intValue")
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        value = int(value)
    return count(value)


def _draft(key: Key, span: _Span) -> Draft:
    state = State.NO_RESULT
    if span.end is not None:
        state = State.FAILED if span.failed else State.FAILED_SILENTLY if span.tokens == 0 else State.OK
    return Draft(
        key[1],
        state,
        span.agent,
        agent_id=span.agent_id,
        dispatched=span.start,
        started=None if span.start is None else At(span.start, Source.SPAN),
        finished=None if span.end is None else At(span.end, Source.SPAN),
        tokens=span.tokens,
        error=span.error,
    )
