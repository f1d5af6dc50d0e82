"""A log from evidence: what it says, what it leaves open, and that nothing a transcript holds can break it."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.evidence.model import NOTHING, AgentRun, Dispatch, Evidence, Source, State
from allsettled.evidence.recording import record_log
from allsettled.evidence.recording.names import Wording, names_of
from allsettled.evidence.recording.status import status_of
from allsettled.evidence.union import ordered, unite
from allsettled.evidence.verifying import Standing, findings_of, verify
from allsettled.finding import Severity
from allsettled.protocol.extending import extend
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.vocabulary import Status
from allsettled.rules import RULES, Scope
from evidence import claude as c
from evidence import made
from evidence.claude import at

LEVELS = {rule.name: rule.severity for rule in RULES if rule.scope is Scope.EVIDENCE}


def evidence(*records: c.Record) -> Evidence:
    return unite(Evidence(c.read(*records)), NOTHING)


def recorded(text: str) -> tuple[Record, ...]:
    return read(parse(text))


def notes(text: str) -> list[str]:
    """Return what `check` says of a log: notes, or it isn't clean."""
    found = Checker().inspect(text, "session-log.md").file.findings
    assert {Severity.NOTE} >= {finding.severity for finding in found}, found
    return [finding.message for finding in found]


def test_a_dispatch_is_a_record_in_the_protocols_own_form() -> None:
    recording = record_log(evidence(*made.together()))
    (record,) = recorded(recording.text)
    assert recording.closed
    assert [("review:security", "COMPLETE"), ("qa", "FAILED"), ("docs", "COMPLETE")] == [
        (run.agent, run.status) for run in record.runs
    ]
    assert ("2026-03-01T12:00:05.000Z", "2026-03-01T12:01:05.000Z", "msg_1") == (
        record.runs[0].started,
        record.runs[0].finished,
        record.runs[0].message,
    )
    assert "N/A (in the transcript, call toolu_a)" == record.outputs[0].location
    assert ("60.0 s", "130.0 s", "70.0 s", "2.17x", "3", "3", "1") == (
        record.metrics.wall_clock,
        record.metrics.sequential,
        record.metrics.saved,
        record.metrics.speed_up,
        record.metrics.peak,
        record.metrics.settled,
        record.metrics.failed,
    )


def test_a_silent_failure_is_a_failure_and_its_retry_is_named() -> None:
    (record,) = recorded(record_log(evidence(*made.together())).text)
    (failure,) = record.failures
    assert "completed without spending a token: `API Error: 401 expired`" == failure.error
    assert ("not assessed", "Retry later in the session at 2026-03-01T12:01:40.000Z: COMPLETE") == (
        failure.impact,
        failure.action,
    )


def test_what_only_a_person_can_say_is_marked_and_noted_and_goes_away_when_it_is_said() -> None:
    text = record_log(evidence(*made.together())).text
    assert [
        "nobody has said whether the agents were independent: 5 of 5 items of the checklist are not assessed",
        "nobody has said what the outputs together say, or by which strategy they became one result",
        "nobody has said what the failure of qa means for the decision",
    ] == notes(text)
    said = text.replace("| not assessed |", "| The tests count after the retry |")
    said = said.replace(
        "- N/A: not assessed, since the record was written from a transcript", "- N/A: read-only agents"
    )
    lines = [line if not line.startswith("Not assessed") else "The login is sound." for line in said.split("\n")]
    assert [] == notes("\n".join(lines))


def test_an_agent_alone_is_listed_and_is_no_record() -> None:
    text = record_log(evidence(*made.together())).text
    assert 1 == len(recorded(text))
    assert "## Single Agents" in text
    (row,) = [line for line in text.split("\n") if "toolu_d" in line]
    assert (
        "| qa    | Check the tests | msg_2   | 2026-03-01T12:01:41.000Z | 2026-03-01T12:02:11.000Z | COMPLETE |" in row
    )


def test_several_dispatches_are_several_records() -> None:
    first, second = made.pair(), made.pair("msg_9", first=500, prefix="toolu_z")
    text = record_log(evidence(*first, *second)).text
    assert [{"msg_1"}, {"msg_9"}] == [{run.message for run in record.runs} for record in recorded(text)]


def test_no_prompt_and_no_report_is_copied() -> None:
    secret = c.call("toolu_a", 0, orders={"prompt": "the secret word is mellon", "description": "Open the door"})
    text = record_log(evidence(secret, c.completed("toolu_a", 9, 5, said="mellon opens it"))).text
    assert "Open the door" in text
    assert "mellon" not in text


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (State.OK, Status.COMPLETE),
        (State.FAILED, Status.FAILED),
        (State.FAILED_SILENTLY, Status.FAILED),
        (State.CANCELLED_BY_SIBLING, Status.FAILED),
        (State.UNKNOWN_TYPE, Status.FAILED),
        (State.REJECTED, Status.SKIPPED),
        (State.INTERRUPTED, Status.SKIPPED),
        (State.NO_RESULT, Status.RUNNING),
        (State.PENDING, Status.RUNNING),
        (State.SPAWNED_TEAMMATE, Status.RUNNING),
    ],
)
def test_every_state_has_a_status_and_what_is_not_known_is_never_failed(state: State, status: Status) -> None:
    run = AgentRun("t", state, started=at(0))
    assert status is status_of(run)
    if not state.known:
        assert Status.PENDING is status_of(replace(run, started=None))


def test_an_unknown_end_leaves_the_log_open() -> None:
    recording = record_log(evidence(*made.together()[:4]))
    assert not recording.closed
    assert "- **Status**: OPEN" in recording.text
    assert "its end isn't in the transcript" in recording.text
    notes(recording.text)


def test_what_a_person_refused_or_interrupted_is_no_work() -> None:
    found = evidence(
        *made.pair()[:2],
        c.completed("toolu_b", 42, 40.0),
        c.refused("toolu_a", 900, "[Request interrupted by user for tool use]"),
    )
    text = record_log(found).text
    (record,) = recorded(text)
    assert ("SKIPPED", "40.0 s", "40.0 s") == (
        record.runs[0].status,
        record.metrics.wall_clock,
        record.metrics.sequential,
    )
    notes(text)


def test_a_dispatch_that_is_too_wide_waits_for_a_reason() -> None:
    calls = [c.call(f"toolu_{n}", n / 10, agent=f"agent-{n}") for n in range(8)]
    text = record_log(evidence(*calls, *(c.completed(f"toolu_{n}", 60 + n, 50.0) for n in range(8)))).text
    assert "<!-- allsettled: ignore too-wide -- not assessed: 8 agents were at work at once" in text
    assert any(note.startswith("nobody has explained this yet: too-wide: 8 agents") for note in notes(text))
    assert "1 suppressed" not in text


def test_a_time_that_the_harness_did_not_write_down_waits_for_a_reason() -> None:
    found = evidence(*made.together())
    (first, *others) = found.dispatches[0].agents
    agents = (replace(first, started=None, start_source=None), *others)
    text = record_log(replace(found, dispatches=(replace(found.dispatches[0], agents=agents),))).text
    assert "<!-- allsettled: ignore missing-timestamp -- not assessed: review:security has no start time -->" in text
    assert "nobody has explained this yet: missing-timestamp: review:security has no start time" in notes(text)


def test_agents_of_one_message_that_ran_apart_wait_for_a_reason() -> None:
    records = [*made.pair()[:2], c.completed("toolu_a", 20, 15.0), c.completed("toolu_b", 90, 30.0)]
    text = record_log(evidence(*records)).text
    assert "<!-- allsettled: ignore serial-dispatch -- not assessed: the agents ran one after another" in text
    notes(text)


def test_calls_that_never_ran_have_no_wall_clock() -> None:
    refused = [c.refused(f"toolu_{n}", 5, "Agent type 'x' not found. Available agents: y") for n in "ab"]
    (record,) = recorded(record_log(evidence(*made.pair()[:2], *refused)).text)
    assert ("", "", "2", "2") == (
        record.metrics.wall_clock,
        record.metrics.speed_up,
        record.metrics.settled,
        record.metrics.failed,
    )


def test_a_protocol_with_a_sessions_checklist_gets_it_open() -> None:
    recording = record_log(evidence(*made.pair()), protocol=extend({"extends": "session-protocol"}))
    assert not recording.closed
    assert "## Session End" in recording.text


def test_agents_of_one_type_are_told_apart() -> None:
    def named(*descriptions: str) -> tuple[str, ...]:
        return names_of([AgentRun(str(n), State.OK, "qa", text) for n, text in enumerate(descriptions)])

    assert ("qa: one", "qa: two") == named("one", "two")
    assert ("qa: one", "qa: one 2", "qa: one 3") == named("one", "one", "one")
    assert ("qa", "qa 2") == named("", "")
    assert ("qa: Try [retry]", "qa: Try (again)") == named("Try (retry)", "Try (again)")
    assert ("security", "Look", "agent") == names_of(
        [AgentRun("1", State.OK, "security"), AgentRun("2", State.OK, "", "Look"), AgentRun("3", State.OK)]
    )
    assert ("qa", "qa 2") == names_of(
        [AgentRun("1", State.OK, "qa", "x"), AgentRun("2", State.OK, "qa", "y")], Wording.NUMBERED
    )


TEXTS = [
    "",
    "Look at the login",
    "| a | b |",
    "`",
    "a `b` ``c",
    "<!-- allsettled: ignore-file too-wide -- x -->",
    "-->",
    "# Dispatch Log",
    "TBD",
    "failed",
    "[Summary]",
    "57% (4 of 9)",
    "~~gone~~",
    "N/A",
    "Again (retry)",
    "\\",
    "20 min instead of 50 min, 40% faster",
    "total: 9 of 11",
    "___________",
    "\u202e\x1b[2J",
    "a\nb\r\nc\u2028d",
    "**bold**",
    "output of agent",
    "x" * 300,
    "é 日本 👩‍💻",
]


def _run(random: Random, id_: str) -> AgentRun:
    state = random.choice(list(State))
    start, length = random.randrange(20), random.randrange(1, 200)
    return AgentRun(
        id_,
        state,
        random.choice([*TEXTS, "security", "qa"]),
        random.choice(TEXTS),
        dispatched=at(start),
        started=at(start + 1),
        finished=at(start + 1 + length) if state.known else None,
        start_source=Source.EVENT,
        end_source=Source.EVENT if state.known else None,
        error=random.choice(TEXTS) if state.failed else "",
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 24))
def test_whatever_a_transcript_says_the_log_is_clean_and_verifies(seed: int) -> None:
    random = Random(seed)
    made_up = []
    for number in range(random.randrange(1, 4)):
        runs = ordered(_run(random, f"toolu_{number}_{n}") for n in range(random.randrange(1, 5)))
        made_up.append(Dispatch(f"msg_{number}", "claude-code", runs, ("x.jsonl",), ("5e551010-0000-4000",)))
    found = unite(Evidence(tuple(made_up)), NOTHING)
    text = record_log(found).text
    notes(text)
    verification = verify(Checker().read(text, "session-log.md"), found)
    assert {Severity.NOTE} >= {finding.severity for finding in findings_of(verification, LEVELS)}
    assert not verification.count()[Standing.CONTRADICTED]
