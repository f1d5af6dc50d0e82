"""Claude Code sessions: each shape and each trap of the format."""

import json

import pytest

from allsettled.evidence.claude_code import home, reader, recognises
from allsettled.evidence.model import Note, Source, State
from evidence import claude as c
from evidence.claude import call, completed, launched, notified, one_run, progress, read, refused


def test_calls_of_one_message_are_one_dispatch_whatever_lies_between() -> None:
    (dispatch,) = read(
        call("t1", 0),
        c.record("system", 1, subtype="turn_duration"),
        completed("t1", 90, 80),
        call("t2", 100),
        completed("t2", 150, 40),
    )
    assert ("msg_1", 2, True) == (dispatch.id, dispatch.width, dispatch.proven)
    assert ["t1", "t2"] == [run.id for run in dispatch.agents]


def test_calls_of_two_messages_are_two_dispatches_however_near() -> None:
    assert [1, 1] == [dispatch.width for dispatch in read(call("t1", 0, "msg_1"), call("t2", 0, "msg_2"))]


def test_without_a_message_id_the_request_tells() -> None:
    records = [call(tool, 0, "", requestId="req_1") for tool in ("t1", "t2")]
    (dispatch,) = read(*records)
    assert ("req_1", 2) == (dispatch.id, dispatch.width)


def test_tools_named_alike_are_no_agents() -> None:
    block = {"type": "tool_use", "id": "t1", "name": "Task", "input": {"subject": "x", "status": "done"}}
    update = block | {"id": "t2", "name": "TaskUpdate", "input": {"prompt": "x"}}
    message = {"id": "msg_1", "content": [block, update]}
    assert () == read(c.record("assistant", 0, message=message))


def test_a_synchronous_run_ends_with_its_result_and_began_its_duration_before() -> None:
    run = one_run(call("t1", 0, agent="security"), completed("t1", 75, 60.5))
    assert (State.OK, "security", "Do t1", "at1") == (run.state, run.agent, run.description, run.agent_id)
    assert (c.at(0), c.at(14.5), c.at(75)) == (run.dispatched, run.started, run.finished)
    assert (60.5, Source.TOTAL_DURATION, 900, 3) == (run.seconds, run.source, run.tokens, run.tool_uses)


def test_a_background_run_ends_with_its_first_notice_not_with_its_launch() -> None:
    run = one_run(
        call("t1", 0),
        launched("t1", 3),
        notified("at1", 120),
        c.delivered("at1", 300),
        notified("at1", 900, tokens=800),
    )
    assert (State.OK, c.at(3), c.at(120)) == (run.state, run.started, run.finished)
    assert (Source.NOTIFICATION, 500, True) == (run.source, run.tokens, run.background)
    assert (Note.RESUMED,) == run.notes


def test_a_notice_that_is_only_quoted_is_none() -> None:
    quoted = c.record("user", 50, message={"content": "Look: " + c.told("at1", 0)})
    in_result = c.answer("t9", 60, {"stdout": "x"}, c.told("at1", 0))
    assert State.PENDING == one_run(call("t1", 0), launched("t1", 3), quoted, in_result).state


def test_an_agents_report_cannot_forge_its_notice() -> None:
    said = "<status>failed</status><task-id>other</task-id><usage><subagent_tokens>0</subagent_tokens></usage>"
    run = one_run(call("t1", 0), launched("t1", 3), notified("at1", 60, said=said))
    assert (State.OK, 500) == (run.state, run.tokens)


def test_an_agents_report_cannot_end_another_agent() -> None:
    said = "<tool-use-id>t2</tool-use-id>"
    first, second = read(
        call("t1", 0, "msg_1"),
        launched("t1", 3),
        call("t2", 5, "msg_2"),
        launched("t2", 6),
        notified("at1", 60, said=said),
    )
    assert (State.OK, State.PENDING) == (first.agents[0].state, second.agents[0].state)


@pytest.mark.parametrize("length", range(40))
def test_an_answer_without_the_harnesss_own_account_counts_wherever_its_fields_stand(length: int) -> None:
    answer = {"x" * length: 0, "type": "user"} | c.answer("t1", 9, None, "Done.")
    assert State.OK == one_run(call("t1", 0), answer).state


def test_a_notice_without_agent_id_is_joined_by_its_call() -> None:
    run = one_run(call("t1", 0), launched("t1", 3), notified("", 60, tool_id="t1"))
    assert (State.OK, c.at(60)) == (run.state, run.finished)


def test_a_shells_notice_is_not_an_agents() -> None:
    assert State.PENDING == one_run(call("t1", 0), launched("t1", 3), notified("bndxnvpi2", 60)).state


def test_a_background_run_without_a_notice_is_pending_not_failed() -> None:
    run = one_run(call("t1", 0), launched("t1", 3))
    assert (State.PENDING, c.at(3), None) == (run.state, run.started, run.finished)
    assert not run.state.failed
    assert not run.state.known


def test_asking_for_the_output_gives_an_upper_bound() -> None:
    asked = [c.output("at1", 40, "running"), c.output("at1", 70, "completed"), c.output("at1", 99, "completed")]
    run = one_run(call("t1", 0), launched("t1", 3), *asked)
    assert (State.OK, c.at(70), Source.TASK_OUTPUT) == (run.state, run.finished, run.source)


def test_a_late_launch_that_was_not_asked_for_began_in_the_foreground() -> None:
    sent = [call("t1", 0), launched("t1", 500), notified("at1", 900)]
    run = one_run(*sent)
    assert (c.at(0), Source.DISPATCH, (Note.SENT_TO_BACKGROUND,)) == (run.started, run.start_source, run.notes)
    run = one_run(*sent, progress("t1", 10), progress("t1", 30))
    assert (c.at(10), Source.PROGRESS, (Note.SENT_TO_BACKGROUND,)) == (run.started, run.start_source, run.notes)


def test_a_late_launch_that_was_asked_for_is_taken_as_it_is() -> None:
    run = one_run(call("t1", 0, orders={"run_in_background": True}), launched("t1", 90), notified("at1", 200))
    assert (c.at(90), Source.LAUNCH, ()) == (run.started, run.start_source, run.notes)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("The user doesn't want to proceed with this tool use. The tool use was rejected ...", State.REJECTED),
        ("[Request interrupted by user for tool use]", State.INTERRUPTED),
        ("<tool_use_error>Sibling tool call errored</tool_use_error>", State.CANCELLED_BY_SIBLING),
        ("<tool_use_error>Cancelled: parallel tool call Bash(ls) errored</tool_use_error>", State.CANCELLED_BY_SIBLING),
        ("Agent type 'no-such' not found. Available agents: a, b", State.UNKNOWN_TYPE),
        ("some-model is temporarily unavailable", State.FAILED),
        ("Agent terminated early due to an API error: ...", State.FAILED),
    ],
)
def test_refusals(said: str, state: State) -> None:
    run = one_run(call("t1", 0), refused("t1", 7, said))
    assert (state, c.at(0), c.at(7), Source.DISPATCH) == (run.state, run.started, run.finished, run.source)
    assert said.startswith((run.error, f"<tool_use_error>{run.error}"))


def test_a_rejection_is_told_by_its_outcome_where_the_text_is_lost() -> None:
    record = c.answer("t1", 7, "User rejected tool use", "[redacted]", error=True)
    assert State.REJECTED == one_run(call("t1", 0), record).state


def test_completed_without_a_token_is_a_silent_failure() -> None:
    run = one_run(call("t1", 0), completed("t1", 30, 20, tokens=0, said="API Error: 401 ...\nmore"))
    assert (State.FAILED_SILENTLY, "API Error: 401 ...") == (run.state, run.error)
    assert run.state.failed
    run = one_run(call("t1", 0), launched("t1", 3), notified("at1", 60, tokens=0, said="API Error: Rate limit"))
    assert (State.FAILED_SILENTLY, "API Error: Rate limit") == (run.state, run.error)


@pytest.mark.parametrize(
    ("status", "state"),
    [("failed", State.FAILED), ("killed", State.INTERRUPTED), ("stopped", State.INTERRUPTED)],
)
def test_notices_of_other_ends(status: str, state: State) -> None:
    run = one_run(call("t1", 0), launched("t1", 3), notified("at1", 60, status, tokens=None))
    assert (state, c.at(60), f'Agent "x" {status}') == (run.state, run.finished, run.error)


def test_partial_output_of_a_cut_agent_is_a_failure() -> None:
    said = "Agent terminated early due to an API error: 529"
    assert State.FAILED == one_run(call("t1", 0), completed("t1", 30, 20, said=said)).state


def test_a_status_that_nobody_knows_is_no_result() -> None:
    run = one_run(call("t1", 0), completed("t1", 30, 20, outcome={"status": "teleported"}))
    assert (State.NO_RESULT, "status: teleported") == (run.state, run.error)


def test_no_result_is_unknown_and_starts_with_its_first_sign_of_life() -> None:
    run = one_run(call("t1", 0))
    assert (State.NO_RESULT, None, None, None) == (run.state, run.started, run.finished, run.source)
    run = one_run(call("t1", 0), progress("t1", 15), progress("t1", 20))
    assert (State.NO_RESULT, c.at(15), None, Source.PROGRESS, "at1") == (
        run.state,
        run.started,
        run.finished,
        run.source,
        run.agent_id,
    )


def test_a_teammate_is_spawned_and_nothing_more_is_known() -> None:
    outcome = {"status": "teammate_spawned", "teammate_id": "quality@gaps", "agent_type": "reviewer"}
    run = one_run(call("t1", 0, orders={"team_name": "gaps"}), c.answer("t1", 1, outcome, "Spawned."))
    assert (State.SPAWNED_TEAMMATE, "quality@gaps", None) == (run.state, run.agent_id, run.finished)


def test_what_agents_call_is_not_the_orchestrators() -> None:
    (dispatch,) = read(call("t1", 0), progress("t1", 2), completed("t1", 30, 25))
    assert ["t1"] == [run.id for run in dispatch.agents]


def test_an_agents_own_dispatch_is_its_own() -> None:
    inner = call("n1", 10, "msg_2", isSidechain=True, agentId="at1")
    text = "Found.\nagentId: abc123 (for resuming)\n<usage>total_tokens: 77\ntool_uses: 1\nduration_ms: 4000</usage>"
    result = c.answer("n1", 15, None, text, isSidechain=True, agentId="at1")
    outer, nested = read(call("t1", 0), completed("t1", 30, 25), inner, result)
    assert ("", "at1") == (outer.parent, nested.parent)
    run = nested.agents[0]
    assert (State.OK, "abc123", 77, 4.0) == (run.state, run.agent_id, run.tokens, run.seconds)


def test_own_file_gives_the_times_that_the_main_file_lacks() -> None:
    own = [c.own("at1", 4), c.own("at1", 50), c.last_words("at1", 58)]
    run = one_run(call("t1", 0), launched("t1", 3.5), notified("at1", 60), *own)
    assert (c.at(4), c.at(58), Source.SIDECHAIN) == (run.started, run.finished, run.source)
    lost = one_run(call("t1", 0), launched("t1", 3.5), *own)
    assert (State.OK, c.at(4), c.at(58), Source.SIDECHAIN) == (lost.state, lost.started, lost.finished, lost.source)


def test_a_stated_duration_is_taken_before_the_own_file() -> None:
    own = [c.own("at1", 14.6), c.last_words("at1", 74.9)]
    run = one_run(call("t1", 0), completed("t1", 75, 60.5), *own)
    assert (c.at(14.5), c.at(75), Source.TOTAL_DURATION) == (run.started, run.finished, run.source)


def test_own_file_that_breaks_off_settles_nothing() -> None:
    run = one_run(call("t1", 0), launched("t1", 3.5), c.own("at1", 4), c.own("at1", 50))
    assert (State.PENDING, c.at(4), None) == (run.state, run.started, run.finished)


def test_own_file_that_ends_in_an_api_error_is_a_failure() -> None:
    words = c.own("at1", 9, "assistant", isApiErrorMessage=True)
    run = one_run(call("t1", 0), launched("t1", 3.5), c.own("at1", 4), words)
    assert (State.FAILED, c.at(9), "...") == (run.state, run.finished, run.error)


def test_own_file_of_an_agent_that_went_on_later_does_not_stretch_the_run() -> None:
    own = [c.own("at1", 4), c.last_words("at1", 58), c.last_words("at1", 4000)]
    run = one_run(call("t1", 0), launched("t1", 3.5), notified("at1", 60), *own)
    assert (c.at(60), (Note.RESUMED,)) == (run.finished, run.notes)


def test_an_agent_that_is_resumed_by_a_second_call_has_two_runs() -> None:
    first, second = read(
        call("t1", 0, "msg_1"),
        launched("t1", 1, "same"),
        notified("same", 60),
        call("t2", 100, "msg_2", orders={"resume": "same"}),
        launched("t2", 101, "same"),
        notified("same", 160, tokens=900),
    )
    assert (59.0, 59.0) == (first.agents[0].seconds, second.agents[0].seconds)


def test_a_companion_file_joins_an_agent_to_a_call_that_has_no_result() -> None:
    session = reader()
    for line in c.lines([call("t1", 0), c.own("a77", 2), c.last_words("a77", 9)]):
        session.feed(line)
    session.take({"companion": "agent-a77", "toolUseId": "t1", "agentType": "x"})
    (dispatch,) = session.dispatches()
    assert (State.OK, c.at(2), c.at(9)) == (
        dispatch.agents[0].state,
        dispatch.agents[0].started,
        dispatch.agents[0].finished,
    )


def test_calls_whose_ids_are_redacted_are_told_apart_by_their_lines() -> None:
    one, two = call("REDACTED", 0, uuid="line-1"), call("REDACTED", 1, uuid="line-2")
    ended = completed("REDACTED", 30, 20, sourceToolAssistantUUID="line-2", outcome={"agentId": "a2"})
    (dispatch,) = read(one, two, ended)
    assert [("line-1#0", State.NO_RESULT), ("line-2#0", State.OK)] == [(run.id, run.state) for run in dispatch.agents]
    assert {(Note.AMBIGUOUS_ID,)} == {run.notes for run in dispatch.agents}


def test_two_redacted_calls_on_one_line_cannot_be_told_apart() -> None:
    block = {"type": "tool_use", "id": "REDACTED", "name": "Task", "input": {"prompt": "x"}}
    both = c.record("assistant", 0, message={"id": "msg_1", "content": [block, block]}, uuid="line-1")
    (dispatch,) = read(both, completed("REDACTED", 30, 20, parentUuid="line-1"))
    assert [State.NO_RESULT, State.NO_RESULT] == [run.state for run in dispatch.agents]


def test_a_clock_that_goes_back_gives_no_length_and_a_note() -> None:
    run = one_run(call("t1", 50), refused("t1", 20, "broken"))
    assert (0.0, (Note.END_BEFORE_START,)) == (run.seconds, run.notes)


@pytest.mark.parametrize("line", [b"", b"{", b'{"type":"user"', b"[1, 2", b"not json", b"[" * 100_000])
def test_a_bad_line_is_an_error_of_its_own(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        reader().feed(line)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "assistant", "message": None},
        {"type": "assistant", "message": {"content": {"type": "tool_use", "name": "Task"}}},
        {
            "type": "assistant",
            "message": {"id": 7, "content": [{"type": "tool_use", "name": "Task", "input": {"prompt": 1}}]},
        },
        {"type": "user", "timestamp": "yesterday", "message": {"content": [{"type": "tool_result", "agentId": 1}]}},
        {
            "type": "user",
            "timestamp": "2026-01-01T00:00:00Z",
            "message": {"content": [{"type": "tool_result", "is_error": True}]},
        },
        {"type": "user", "toolUseResult": {"agentId": [], "totalDurationMs": -5, "totalTokens": "many"}, "message": []},
        {"type": "progress", "data": "agent_progress", "parentToolUseID": 3},
        {"type": "queue-operation", "content": ["<task-notification>"]},
        {"type": "never-seen", "Task": "Agent"},
        {"isSidechain": True, "agentId": 5, "timestamp": 5},
    ],
)
def test_a_strange_record_is_never_an_error(value: object) -> None:
    session = reader()
    session.feed(json.dumps(value).encode())
    for dispatch in session.dispatches():
        assert 1 == dispatch.width


def test_absurd_durations_are_not_believed() -> None:
    for absurd in (-1, 1e30, float("nan"), "60000", True):
        run = one_run(call("t1", 0), completed("t1", 30, None, outcome={"totalDurationMs": absurd}))
        assert (c.at(0), Source.DISPATCH) == (run.started, run.source)


def test_records_are_known_by_what_they_hold() -> None:
    assert recognises(call("t1", 0))
    assert recognises({"type": "summary", "summary": "x", "leafUuid": "u"})
    assert not recognises({"type": "user", "text": "hello"})
    assert not recognises({"type": "event_msg", "payload": {}, "timestamp": ""})
    assert (c.SESSION, "") == (home(call("t1", 0)) or ("", ""))[:2]
    assert (f"{c.SESSION}/a1", c.SESSION) == (home(c.own("a1", 0)) or ("", ""))[:2]
