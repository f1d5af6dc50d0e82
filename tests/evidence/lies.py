"""Lies to plant in a log that was written from a transcript: what is changed, and the rule that must find it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from allsettled.checking import Checker
from allsettled.evidence.clock import iso
from allsettled.evidence.model import AgentRun, Evidence, Source, State
from allsettled.evidence.verifying.claims import NOWHERE, Claim, read_claims
from allsettled.protocol.record import Record, Run
from allsettled.protocol.vocabulary import Status
from allsettled.protocol.writing import write
from allsettled.span import Span
from allsettled.subject import Subject
from allsettled.subject.state import State as LogState


class Lie(NamedTuple):
    """A log with a lie in it."""

    name: str
    rule: str
    text: str


class Told(NamedTuple):
    """A claim of the true log, and the run that it's about."""

    claim: Claim
    run: AgentRun


def subject_of(text: str) -> Subject:
    return Checker().read(text, "session-log.md")


def lies(text: str, evidence: Evidence) -> Iterator[Lie]:
    """Yield every lie that this log can hold, kind after kind."""
    subject = subject_of(text)
    runs = {run.id: run for dispatch in evidence.dispatches for run in dispatch.agents}
    told = [Told(claim, next(run for id_, run in runs.items() if id_ in claim.words)) for claim in read_claims(subject)]
    for kind in (_statuses, _times, _agents, _messages, _metrics, _parallel, _swaps, _retries):
        yield from kind(text, subject, told)


def pick(found: Sequence[Lie], number: int) -> list[Lie]:
    """Return so many lies, taking turns between the kinds."""
    kinds: dict[str, list[Lie]] = {}
    for lie in found:
        kinds.setdefault(lie.name.split(":")[0], []).append(lie)
    chosen: list[Lie] = []
    while len(chosen) < min(number, len(found)):
        for kind in kinds.values():
            if kind and len(chosen) < number:
                chosen.append(kind.pop(len(kind) // 2))
    return chosen


def _replace(text: str, spans: Sequence[tuple[Span, str]]) -> str:
    """Put other text into cells."""
    lines = text.split("\n")
    for span, words in sorted(spans, reverse=True):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + words + line[span.end_column - 1 :]
    return "\n".join(lines)


def _without_lines(text: str, dropped: set[int]) -> str:
    return "\n".join(line for number, line in enumerate(text.split("\n"), start=1) if number not in dropped)


def _rows(text: str, claim: Claim) -> set[int]:
    """Return the lines of all rows that name a claim's agent in its record."""
    return {span.line for _, span in claim.statuses} | {claim.place("agent").line}


def _failed_rows(subject: Subject, claim: Claim) -> set[int]:
    if claim.record == NOWHERE:
        return set()
    record = subject.records[claim.record]
    return {record.place("failures", at).line for at, row in enumerate(record.failures) if row.agent == claim.name}


def _statuses(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    for claim, run in told:
        if not run.state.known:
            continue
        if run.state is State.OK:
            wrong = [Status.SKIPPED, Status.FAILED, Status.TIMEOUT]
            wrong += [Status.RUNNING, Status.PENDING] if subject.state is LogState.CLOSED else []
            others = dict.fromkeys(wrong, "wrong-status")
        else:
            others = {Status.COMPLETE: "hidden-failure" if run.state.failed else "wrong-status"}
        for status, rule in others.items():
            changed = _replace(text, [(span, str(status)) for _, span in claim.statuses])
            yield Lie(f"status: {claim.name} is {status}", rule, changed)
        if run.state.failed and _failed_rows(subject, claim):
            hidden = _replace(text, [(span, "COMPLETE") for _, span in claim.statuses])
            hidden = _without_lines(hidden, _failed_rows(subject, claim))
            yield Lie(f"dropped failure: {claim.name}", "hidden-failure", hidden)


def _times(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    for claim, run in told:
        if not claim.start or not claim.finish or run.start_source is Source.DISPATCH:
            continue
        length = claim.finish - claim.start
        late = min(max(timedelta(seconds=10), length * 0.2), timedelta(minutes=10))
        moved = {
            "started late": {"started": claim.start + late},
            "started early": {"started": claim.start - late},
            "finished late": {"finished": claim.finish + late},
            "an hour off": {key: at + timedelta(hours=1) for key, at in _ends(claim)},
            "a day early": {key: at - timedelta(days=1) for key, at in _ends(claim)},
        }
        if run.end_source is not Source.TASK_OUTPUT:  # else the transcript itself knows no more than "by then"
            moved["finished early"] = {"finished": claim.finish - late}
        for name, times in moved.items():
            changed = _replace(text, [(claim.places[key], iso(at)) for key, at in times.items()])
            yield Lie(f"time: {claim.name} {name}", "wrong-time", changed)


def _ends(claim: Claim) -> list[tuple[str, datetime]]:
    return [(key, at) for key, at in (("started", claim.start), ("finished", claim.finish)) if at is not None]


def _agents(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    for claim, run in told:
        rows = _rows(text, claim)
        if run.state.worked or claim.record == NOWHERE:
            places = [claim.places["agent"]]
            if claim.record != NOWHERE:
                record = subject.records[claim.record]
                own = [at for at, row in enumerate(record.outputs) if row.agent == claim.name]
                places += [record.place("outputs", at, "agent") for at in own]
            for name in ("devops", "critic", "the-other-one", f"{claim.name} the second"):
                changed = _replace(text, [(place, name) for place in places])
                yield Lie(f"agent: {claim.name} is called {name}", "unproven-agent", changed)
            dropped = _without_lines(text, rows | _failed_rows(subject, claim))
            yield Lie(f"agent: {claim.name} is left out", "unrecorded-agent", dropped)
        if claim.skipped:
            continue  # a row that claims no run
        line = claim.place("agent").line
        for name in ("devops", "critic", "the-other-one"):
            lines = text.split("\n")
            invented = lines[line - 1].replace(claim.name, name).replace(run.id, "x").replace(claim.message, "x")
            lines.insert(line, invented)
            yield Lie(f"invented agent: {name} after {claim.name}", "unproven-agent", "\n".join(lines))


def _messages(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    ids = list(dict.fromkeys(claim.message for claim, _ in told))
    for claim, _ in told:
        other = next((id_ for id_ in ids if id_ != claim.message), "msg_never")
        changed = _replace(text, [(claim.places["message"], other)])
        yield Lie(f"message: {claim.name} by {other}", "wrong-message", changed)
    for number, record in enumerate(subject.records):
        spans = [(record.place("runs", at, "message"), "msg_made_up") for at in range(len(record.runs))]
        yield Lie(f"message: all of record {number}", "wrong-message", _replace(text, spans))


def _metrics(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    for number, record in enumerate(subject.records):
        changes = {"wall_clock": "1.0 s", "speed_up": "19.5x", "sequential": "99999 s", "saved": "88888 s"}
        for key, words in changes.items():
            if getattr(record.metrics, key):
                changed = _replace(text, [(record.place("metrics", key), words)])
                yield Lie(f"metric: {key} of record {number}", "wrong-time", changed)
        if int(record.metrics.failed or 0):
            changed = _replace(text, [(record.place("metrics", "failed"), "0")])
            yield Lie(f"metric: failed of record {number}", "hidden-failure", changed)


def _parallel(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    """Claims of having run together: more at once than there were, and agents started apart as one dispatch."""
    for number, record in enumerate(subject.records):
        peak = record.metrics.peak
        for claimed in (40, int(peak) + 1) if peak else ():
            changed = _replace(text, [(record.place("metrics", "peak"), str(claimed))])
            yield Lie(f"parallel: {claimed} at once in record {number}", "false-parallel", changed)
    apart: list[Told] = []
    for one in told:
        if one.run.state is State.OK and one.claim.message not in [other.claim.message for other in apart]:
            apart.append(one)
    for number, (first, second) in enumerate(pairwise(apart)):
        dropped = _rows(text, first.claim) | _rows(text, second.claim)
        runs = tuple(
            Run(one.claim.name, "", "", "m1", _at(one.run.started), _at(one.run.finished), "COMPLETE")
            for one in (first, second)
        )
        if runs[0].agent == runs[1].agent:
            continue
        text_without = _without_lines(text, dropped)
        added = f"{text_without}\n## Dispatch {90 + number}\n\n{write(Record(runs=runs), deeper=1)}"
        yield Lie(f"parallel: {first.claim.name} with {second.claim.name}", "false-parallel", added)


def _swaps(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    """What is true of two agents of a record, each told of the other."""
    for first, second in pairwise(told):
        if first.claim.record != second.claim.record or first.claim.record == NOWHERE:
            continue
        here, there = first.claim.places, second.claim.places
        if _apart(first.claim, second.claim):
            cells = [(here[key], there[key]) for key in ("started", "finished")]
            yield Lie(f"swapped times: {first.claim.name} and the next", "wrong-time", _swapped(text, cells))
        states = {first.run.state, second.run.state}
        if State.OK in states and any(state.failed for state in states):
            cells = [(a, b) for (_, a), (_, b) in zip(first.claim.statuses, second.claim.statuses, strict=True)]
            yield Lie(f"swapped statuses: {first.claim.name} and the next", "hidden-failure", _swapped(text, cells))


def _retries(text: str, subject: Subject, told: Sequence[Told]) -> Iterator[Lie]:
    """Retries that never came, that went otherwise, or at another time."""
    for claim, run in told:
        if claim.action.startswith("Skip") and run.state.failed:
            for words in (
                "Retry",
                "Retry once: COMPLETE",
                "Retry later in the session at 2026-01-01T00:00:00Z: COMPLETE",
            ):
                yield Lie(f"retry: {words} of {claim.name}", "unproven-agent", _acted(text, claim, words))
        elif claim.action.startswith("Retry"):
            yield Lie(f"retry: another time for {claim.name}", "wrong-time", _acted(text, claim, _later(claim.action)))
            if claim.action.endswith("COMPLETE"):
                worse = claim.action.replace("COMPLETE", "FAILED")
                yield Lie(f"retry: {claim.name} failed again", "wrong-status", _acted(text, claim, worse))


def _acted(text: str, claim: Claim, action: str) -> str:
    return _replace(text, [(claim.places["action"], action)])


def _later(action: str) -> str:
    before, at, after = action.partition(" at ")
    time, colon, rest = after.partition(": ")
    return f"{before}{at}{iso(datetime.fromisoformat(time) + timedelta(minutes=3))}{colon}{rest}"


def _apart(one: Claim, other: Claim) -> bool:
    """Say whether two runs began or ended further apart than any tolerance goes."""
    if not (one.start and one.finish and other.start and other.finish):
        return False
    return max(abs(one.start - other.start), abs(one.finish - other.finish)) > timedelta(minutes=6)


def _swapped(text: str, cells: Sequence[tuple[Span, Span]]) -> str:
    lines = text.split("\n")
    words = {span: lines[span.line - 1][span.column - 1 : span.end_column - 1] for pair in cells for span in pair}
    return _replace(text, [change for a, b in cells for change in ((a, words[b]), (b, words[a]))])


def _at(time: object) -> str:
    return "" if time is None else iso(time)  # type: ignore[arg-type]
