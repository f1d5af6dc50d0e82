"""Logs held against evidence: what is found, what is left alone, and what is only said."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from allsettled.checking import Checker
from allsettled.evidence.model import NOTHING, Dispatch, Evidence, FileRead, Unread
from allsettled.evidence.union import unite
from allsettled.evidence.verifying import Standing, findings_of, verify
from allsettled.finding import Finding, Severity
from allsettled.protocol.record import Outcome, Record, Run, plain
from allsettled.rules import RULES, Scope
from evidence import claude as c
from evidence import made
from notations import NOTATIONS

LEVELS = {rule.name: rule.severity for rule in RULES if rule.scope is Scope.EVIDENCE}
HEAD = "# Session log: x\n\n- **Status**: CLOSED\n\n"
SECURITY = ("security", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:01:02Z", "COMPLETE")
QA = ("qa", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:00:42Z", "COMPLETE")


def evidence(*records: c.Record) -> Evidence:
    return unite(Evidence(c.read(*records)), NOTHING)


PAIR = evidence(*made.pair())


def log(*rows: tuple[str, ...], more: str = "", head: str = HEAD) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    table = "| Agent | Message | Started | Finished | Status |\n|---|---|---|---|---|\n" + "\n".join(lines)
    return f"{head}## Dispatch Log\n\n{table}\n\n{more}"


def found(text: str, what: Evidence = PAIR) -> list[Finding]:
    return findings_of(verify(Checker().read(text, "session-log.md"), what), LEVELS)


def rules(text: str, what: Evidence = PAIR) -> list[str]:
    return [finding.rule for finding in found(text, what)]


def outcomes(text: str, what: Evidence = PAIR) -> Counter[Standing]:
    return verify(Checker().read(text, "session-log.md"), what).count()


def test_every_fact_of_a_true_log_is_confirmed() -> None:
    text = log(SECURITY, QA)
    assert [] == found(text)
    assert {Standing.CONFIRMED: 10} == outcomes(text)  # twice: ran, status, start, finish; and twice together


@pytest.mark.parametrize(
    "name", ["security", "Security", "review:security", "`security`", "Do toolu_a", "atoolu_a", "toolu_a"]
)
def test_an_agent_is_known_by_type_task_and_ids(name: str) -> None:
    real = evidence(
        c.call("toolu_a", 0, agent="review:security"),
        c.call("toolu_b", 1, agent="qa"),
        *made.pair()[2:],
    )
    assert [] == rules(log((name, *SECURITY[1:]), QA), real)


def test_an_agent_that_ran_and_is_not_named() -> None:
    (finding,) = found(log(SECURITY))
    assert (
        "unrecorded-agent",
        "the transcript ran qa at 2026-03-01T12:00:02.000Z, and the log doesn't name it",
    ) == (finding.rule, finding.message)


def test_a_dispatch_that_is_not_there_at_all_is_one_finding() -> None:
    both = evidence(*made.pair(), *made.pair("msg_2", first=500, prefix="toolu_z"))
    (finding,) = found(log(SECURITY, QA), both)
    message = "the transcript has a dispatch of 2 agents at 2026-03-01T12:08:22.000Z that the log doesn't record"
    assert f"{message}: security and qa" == finding.message


def test_an_agent_alone_is_a_note_in_a_log_that_lists_none() -> None:
    more = evidence(*made.pair(), c.call("toolu_s", 300, "msg_3", agent="docs"), c.completed("toolu_s", 360, 50.0))
    (finding,) = found(log(SECURITY, QA), more)
    assert ("unrecorded-agent", Severity.NOTE) == (finding.rule, finding.severity)
    listed = (
        "## Others\n\n| Agent | Started | Finished | Status |\n|---|---|---|---|\n"
        "| docs | 2026-03-01T12:05:10Z | 2026-03-01T12:06:00Z | COMPLETE |\n"
    )
    assert [] == found(log(SECURITY, QA, more=listed), more)


def test_an_agent_that_never_ran() -> None:
    extra = ("devops", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:00:30Z", "COMPLETE")
    (finding,) = found(log(SECURITY, QA, extra))
    assert "devops is in the log, and the transcript never ran it" == finding.message
    assert [] == rules(log(SECURITY, QA, (*extra[:4], "SKIPPED")))
    assert [] == rules(log(SECURITY, QA, (*extra[:4], "PENDING"), head="# Session log: x\n\n- **Status**: OPEN\n\n"))


def test_a_dispatch_that_is_written_down_twice() -> None:
    text = log(SECURITY, QA, more="## Dispatch 2\n\n" + log(SECURITY, QA, head=""))
    assert [
        ("unproven-agent", f"{name} is in the log once more than the transcript ran it") for name in ("security", "qa")
    ] == [(finding.rule, finding.message) for finding in found(text)]


def test_one_wrong_name_is_one_finding() -> None:
    (finding,) = found(log(SECURITY, ("devops", *QA[1:])))
    assert "devops is in the log, and the transcript ran qa instead" == finding.message


def test_a_type_that_tells_no_role_may_be_called_otherwise() -> None:
    plain = evidence(
        c.call("toolu_a", 0, orders={"description": "Look around"}),
        c.call("toolu_b", 1, orders={"description": "Look again"}),
        *made.pair()[2:],
    )
    text = log(("analyst", *SECURITY[1:]), ("critic", *QA[1:]))
    assert ["unverifiable", "unverifiable"] == rules(text, plain)
    three = log(("analyst", *SECURITY[1:]), ("critic", *QA[1:]), ("architect", *QA[1:]))
    assert "unproven-agent" in rules(three, plain)


FAILED = evidence(
    *made.pair()[:2], c.completed("toolu_a", 62, 60.0), c.completed("toolu_b", 42, 40.0, tokens=0, said="API Error")
)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("COMPLETE", ["hidden-failure"]),
        ("✅ Done", ["hidden-failure"]),
        ("PARTIAL", ["hidden-failure"]),
        ("SKIPPED", ["hidden-failure"]),
        ("RUNNING", ["hidden-failure"]),
        ("FAILED", []),
        ("TIMEOUT", []),
        ("BLOCKED", []),
    ],
)
def test_a_silent_failure_cannot_be_hidden(status: str, expected: list[str]) -> None:
    assert expected == rules(log(SECURITY, (*QA[:4], status)), FAILED)


def test_a_hidden_failure_says_what_the_harness_said() -> None:
    (finding,) = found(log(SECURITY, QA), FAILED)
    message = "qa is COMPLETE in the log, and by the transcript it failed silently"
    assert f"{message} (completed without spending a token: `API Error`)" == finding.message


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("SKIPPED", "", ["wrong-status"]),
        ("FAILED", "", ["wrong-status"]),
        ("RUNNING", "", ["wrong-status"]),
        ("PARTIAL", "", []),
        ("BLOCKED", "", ["unverifiable"]),
        (
            "FAILED",
            "### Failed Agents\n\n| Agent | Error |\n|---|---|\n| qa | It tested another branch |\n",
            ["unverifiable"],
        ),
    ],
)
def test_a_run_that_completed(status: str, more: str, expected: list[str]) -> None:
    assert expected == rules(log(SECURITY, (*QA[:4], status), more=more))


@pytest.mark.parametrize(
    "said", ["The user doesn't want to proceed with this tool use.", "[Request interrupted by user]"]
)
def test_what_a_person_refused_or_interrupted_is_not_complete(said: str) -> None:
    stopped = evidence(*made.pair()[:3], c.refused("toolu_b", 42, said))
    assert ["wrong-status"] == [rule for rule in rules(log(SECURITY, QA), stopped) if rule != "wrong-time"]
    assert [] == rules(log(SECURITY, ("qa", "m1", "N/A", "N/A", "SKIPPED")), stopped)


def test_an_end_that_is_not_known_is_neither_confirmed_nor_contradicted() -> None:
    unknown = evidence(*made.pair()[:3])
    for status in ("COMPLETE", "FAILED", "RUNNING"):
        (finding,) = found(log(SECURITY, (*QA[:4], status)), unknown)
        assert ("unverifiable", "qa: the transcript doesn't say how it ended (no result)") == (
            finding.rule,
            finding.message,
        )
    assert outcomes(log(SECURITY, QA), unknown)[Standing.UNVERIFIABLE] == 3  # status, start, finish


def test_an_open_log_may_have_been_written_while_agents_ran() -> None:
    opened = "# Session log: x\n\n- **Status**: OPEN\n\n"
    assert ["unverifiable"] == rules(log(SECURITY, (*QA[:4], "RUNNING"), head=opened))


@pytest.mark.parametrize(
    ("started", "finished", "expected"),
    [
        ("12:00:02Z", "12:01:07Z", []),
        ("12:00:07Z", "12:01:02Z", []),
        ("12:00:08Z", "12:01:02Z", ["wrong-time"]),
        ("12:00:02Z", "12:01:08Z", ["wrong-time"]),
        ("13:00:02Z", "13:01:02Z", ["wrong-time"]),  # one clock, one finding
        ("13:00:02+01:00", "13:01:02+01:00", []),
        ("11:00:02Z", "14:01:02Z", ["wrong-time", "wrong-time"]),
        ("sometime", "later", []),
    ],
)
def test_times_may_be_off_by_five_seconds(started: str, finished: str, expected: list[str]) -> None:
    assert expected == rules(log(("security", "m1", f"2026-03-01T{started}", f"2026-03-01T{finished}", "COMPLETE"), QA))


def test_times_of_a_long_run_may_be_off_by_five_per_cent() -> None:
    slow = evidence(*made.pair()[:2], c.completed("toolu_a", 602, 600.0), c.completed("toolu_b", 42, 40.0))
    for second, expected in ((31, []), (33, ["wrong-time"])):
        assert expected == rules(log((*SECURITY[:3], f"2026-03-01T12:10:{second}Z", "COMPLETE"), QA), slow)


def test_times_to_the_minute_are_times_to_the_minute() -> None:
    rounded = [
        (name, "m1", "2026-03-01T12:00:00Z", f"2026-03-01T12:0{end}:00Z", "COMPLETE")
        for name, end in (("security", 1), ("qa", 1))
    ]
    assert [] == rules(log(*rounded))
    assert ["wrong-time"] == rules(log(rounded[0], (*rounded[1][:3], "2026-03-01T12:03:00Z", "COMPLETE")))


def test_agents_that_nothing_tells_apart_are_not_guessed() -> None:
    alike = evidence(
        c.call("toolu_a", 0, agent="qa"),
        c.call("toolu_b", 1, agent="qa"),
        c.completed("toolu_a", 62, 60.0, tokens=0),
        c.completed("toolu_b", 42, 40.0),
    )
    rows = "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| qa | COMPLETE |\n| qa (ballot 2) | COMPLETE |\n"
    assert ["unverifiable", "unverifiable"] == rules(HEAD + rows, alike)
    assert "qa: 2 agents of the transcript may be meant" == found(HEAD + rows, alike)[0].message


APART = evidence(
    c.call("toolu_a", 0, "msg_1", agent="security"),
    c.completed("toolu_a", 62, 60.0),
    c.call("toolu_b", 100, "msg_2", agent="qa"),
    c.completed("toolu_b", 142, 40.0),
)


def test_agents_of_two_messages_are_no_dispatch() -> None:
    rows = [SECURITY, ("qa", "m1", "2026-03-01T12:01:42Z", "2026-03-01T12:02:22Z", "COMPLETE")]
    (finding,) = found(log(*rows), APART)
    assert (
        "the log has 2 agents in one dispatch, and the transcript started them by 2 messages: "
        "security by msg_1, qa by msg_2" == finding.message
    )
    assert [] == rules(log(rows[0], ("qa", "m2", *rows[1][2:])), APART)
    assert [] == rules(log(rows[0], ("qa (retry)", *rows[1][1:])), APART)


def test_agents_that_are_said_to_overlap_and_did_not() -> None:
    apart = evidence(*made.pair()[:2], c.completed("toolu_a", 20, 15.0), c.completed("toolu_b", 90, 30.0))
    outputs = HEAD + "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n| security | COMPLETE |\n| qa | COMPLETE |\n"
    (finding,) = found(outputs, apart)
    assert (
        "the log has security and qa run at the same time, and in the transcript no two of them did" == finding.message
    )
    honest = log(
        ("security", "m1", "2026-03-01T12:00:05Z", "2026-03-01T12:00:20Z", "COMPLETE"),
        ("qa", "m1", "2026-03-01T12:01:00Z", "2026-03-01T12:01:30Z", "COMPLETE"),
    )
    assert [] == rules(honest, apart)


def test_those_that_never_ran_overlapped_with_nobody() -> None:
    calls = [c.call(f"toolu_{name}", second, agent=name) for second, name in enumerate(("security", "qa", "docs"))]
    missing = c.refused("toolu_docs", 95, "Agent type 'docs' not found. Available agents: qa")
    apart = evidence(*calls, c.completed("toolu_security", 20, 15.0), c.completed("toolu_qa", 90, 30.0), missing)
    honest = log(
        ("security", "m1", "2026-03-01T12:00:05Z", "2026-03-01T12:00:20Z", "COMPLETE"),
        ("qa", "m1", "2026-03-01T12:01:00Z", "2026-03-01T12:01:30Z", "COMPLETE"),
        ("docs", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:01:35Z", "FAILED"),
    )
    assert [] == found(honest, apart)


@pytest.mark.parametrize(
    ("message", "expected"),
    [("msg_1", []), ("m1", []), ("first", []), ("msg_9", ["wrong-message"]), ("msg_2", ["wrong-message"])],
)
def test_a_message_of_the_harnesss_own_form_must_be_the_right_one(message: str, expected: list[str]) -> None:
    both = evidence(*made.pair(), *made.pair("msg_2", first=500, prefix="toolu_z"))
    second = "## Dispatch 2\n\n" + log(
        ("security", "m2", "2026-03-01T12:08:22Z", "2026-03-01T12:09:22Z", "COMPLETE"),
        ("qa", "m2", "2026-03-01T12:08:22Z", "2026-03-01T12:09:02Z", "COMPLETE"),
        head="",
    )
    text = log((SECURITY[0], message, *SECURITY[2:]), (QA[0], message, *QA[2:]), more=second)
    assert expected == rules(text, both)


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        ("Wall-clock", "60 s", []),
        ("Wall-clock", "1 min", []),
        ("Wall-clock", "64 s", []),
        ("Wall-clock", "20 s", ["wrong-time"]),
        ("Sequential sum", "100 s", []),
        ("Sequential sum", "5 min", ["wrong-time"]),
        ("Speed-up", "1.67x", []),
        ("Speed-up", "3x", ["wrong-time"]),
        ("Time saved", "40%", []),
        ("Time saved", "75%", ["wrong-time"]),
        ("Time saved", "75% (estimated)", []),
        ("Peak concurrency", "2", []),
        ("Peak concurrency", "1", []),
        ("Peak concurrency", "5", ["false-parallel"]),
        ("Failed agents", "0", []),
    ],
)
def test_metrics_are_held_against_the_evidence(metric: str, value: str, expected: list[str]) -> None:
    metrics = f"## Parallel Execution Results\n\n### Metrics\n\n| Metric | Value |\n|---|---|\n| {metric} | {value} |\n"
    assert expected == rules(log(SECURITY, QA, more=metrics))


def test_a_count_of_failures_hides_them_too_and_is_told_once() -> None:
    metrics = "## Parallel Execution Results\n\n### Metrics\n\n| Metric | Value |\n|---|---|\n| Failed agents | 0 |\n"
    (finding,) = found(log(SECURITY, (*QA[:4], "FAILED"), more=metrics), FAILED)
    assert "the log counts 0 failed agents, and by the transcript 1 failed" == finding.message
    assert ["hidden-failure"] == rules(log(SECURITY, QA, more=metrics), FAILED)


def test_another_table_of_agents_names_them_and_its_status_is_held() -> None:
    rows = "| Agent | Status |\n|---|---|\n| Security | Done |\n| QA | Done |\n| PR #12 | Done |\n"
    table = f"# Session log: x\n\n**Status**: Complete\n\n## Agents\n\n{rows}"
    assert [] == rules(table)
    assert ["hidden-failure"] == rules(table, FAILED)


def test_lines_that_could_not_be_read_are_said() -> None:
    cut = Evidence(PAIR.dispatches, (FileRead("x.jsonl", "claude-code", 9, 2),))
    (finding,) = found(log(SECURITY, QA), cut)
    assert "2 lines were left out of 9 of the transcript: cut short, or not JSON" == finding.message


CUT = (FileRead("x.jsonl", "claude-code", 9, 1),)
CUT_PART = (FileRead("x/agent-1.jsonl", "claude-code", 9, 1, part=True),)
LOST = (Unread("y.jsonl", "permission denied"),)
LOST_PART = (Unread("x/agent-1.jsonl", "permission denied", part=True),)
GAPS = [Evidence(files=CUT), Evidence(files=CUT_PART), Evidence(unread=LOST), Evidence(unread=LOST_PART)]
LEFT_OPEN = "left open, since the evidence could not be read in full: "


@pytest.mark.parametrize("gap", GAPS)
def test_who_may_stand_in_what_could_not_be_read_is_no_lie(gap: Evidence) -> None:
    extra = ("devops", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:00:30Z", "COMPLETE")
    again = log(SECURITY, QA, extra, more="## Dispatch 2\n\n" + log(SECURITY, head=""))
    (finding,) = found(again, unite(PAIR, gap))
    assert ("unverifiable", f"2 facts are {LEFT_OPEN}devops and security") == (finding.rule, finding.message)
    assert 0 == outcomes(again, unite(PAIR, gap))[Standing.CONTRADICTED]
    assert ["unproven-agent", "unproven-agent"] == rules(again)


@pytest.mark.parametrize("gap", GAPS)
def test_what_was_read_contradicts_whatever_was_not(gap: Evidence) -> None:
    late = (*SECURITY[:3], "2026-03-01T12:09:02Z", "COMPLETE")
    lies = {"hidden-failure", "wrong-time"}
    assert lies == set(rules(log(late, QA), unite(FAILED, gap))) - {"unverifiable"}
    assert "unrecorded-agent" in rules(log(SECURITY), unite(PAIR, gap))
    named = log(SECURITY, ("devops toolu_b", *QA[1:]))
    assert ["unproven-agent"] == [rule for rule in rules(named, unite(PAIR, gap)) if rule != "unverifiable"]


@pytest.mark.parametrize(("gap", "stands"), list(zip(GAPS, [False, True, False, True], strict=True)))
def test_a_run_that_the_log_may_not_mean_contradicts_nothing(gap: Evidence, stands: bool) -> None:
    """By a name alone, another run of the agent may be meant, unless only files of agents are missing."""
    table = f"{HEAD}## Agents\n\n| Agent | Status |\n|---|---|\n| security | COMPLETE |\n| qa | COMPLETE |\n"
    assert ["hidden-failure"] == rules(table, FAILED)
    assert stands == ("hidden-failure" in rules(table, unite(FAILED, gap)))


@pytest.mark.parametrize("gap", GAPS)
def test_a_retry_may_stand_in_what_could_not_be_read(gap: Evidence) -> None:
    real = evidence(*made.together()[:6])
    assert "unproven-agent" in rules(failed_rows("Retry"), real)
    assert "unproven-agent" not in rules(failed_rows("Retry"), unite(real, gap))


def test_a_log_is_not_held_against_sessions_if_its_own_may_be_the_one_that_could_not_be_read() -> None:
    nobody = "# Session log: x\n\n- **Status**: CLOSED\n"
    assert ["unrecorded-agent"] == rules(nobody)
    assert [] == rules(nobody, unite(PAIR, Evidence(unread=LOST)))


def test_what_could_not_be_read_of_another_session_leaves_nothing_open() -> None:
    extra = ("devops", "m1", "2026-03-01T12:00:02Z", "2026-03-01T12:00:30Z", "COMPLETE")
    named = log(SECURITY, QA, extra, head=HEAD.replace("\n\n## ", "") + "- **Session**: session-0001\n\n")
    assert ["unproven-agent"] == rules(named, unite(BOTH, Evidence(unread=LOST)))
    (path,) = {path for one in BOTH.dispatches if "session-0001" in one.sessions for path in one.paths}
    stem = path.removesuffix(".jsonl")
    other, part = (Unread(name, "permission denied") for name in (f"{stem}0.jsonl", f"{stem}/subagents/agent-1.jsonl"))
    assert ["unproven-agent"] == rules(named, unite(BOTH, Evidence(unread=(other,))))
    assert ["unverifiable"] == rules(named, unite(BOTH, Evidence(unread=(replace(part, part=True),))))


def test_a_harness_without_messages_proves_no_dispatch() -> None:
    unproven = Evidence(tuple(replace(one, proven=False, harness="codex") for one in PAIR.dispatches))
    (finding,) = found(log(SECURITY, QA), unproven)
    assert "whether security and qa were started by one message: codex doesn't record messages" == finding.message


def failed_rows(action: str, *, status: str = "FAILED", more: str = "", head: str = HEAD) -> str:
    """A log of `made.together`, in which qa failed."""
    rows = [
        ("security", "m1", "2026-03-01T12:00:05Z", "2026-03-01T12:01:05Z", "COMPLETE"),
        ("qa", "m1", "2026-03-01T12:00:05Z", "2026-03-01T12:00:45Z", status),
        ("docs", "m1", "2026-03-01T12:00:05Z", "2026-03-01T12:00:35Z", "COMPLETE"),
    ]
    failures = f"### Failed Agents\n\n| Agent | Error | Action |\n|---|---|---|\n| qa | 401 | {action} |\n"
    return log(*rows, more=more + failures, head=head)


RETRIED = evidence(*made.together())
LEFT = evidence(*made.together()[:6])
BROKEN_AGAIN = evidence(*made.together()[:7], c.completed("toolu_d", 131, 30.0, tokens=0, said="API Error"))
UNPROVEN_RETRY = "the log says that qa was tried again, and the transcript has no later run of it"
OUTCOMES = (
    "### Agent Outputs\n\n| Agent | Status |\n|---|---|\n"
    "| security | COMPLETE |\n| qa | COMPLETE |\n| docs | COMPLETE |\n\n"
)


def errors(text: str, what: Evidence) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in found(text, what) if one.severity is not Severity.NOTE]


@pytest.mark.parametrize("action", ["Retry", "Retry once: COMPLETE", "Retry at 2026-03-01T12:01:40Z", "Retry, failed"])
def test_a_retry_that_never_came(action: str) -> None:
    assert [("unproven-agent", UNPROVEN_RETRY)] == errors(failed_rows(action), LEFT)


@pytest.mark.parametrize("action", ["Skip", "Escalate", "Retry in the next session", "Retry after the fix", ""])
def test_an_action_that_claims_no_retry(action: str) -> None:
    assert [] == errors(failed_rows(action), LEFT)


def test_a_retry_may_still_come_while_the_log_is_open() -> None:
    opened = "# Session log: x\n\n- **Status**: OPEN\n\n"
    assert [] == errors(failed_rows("Retry", head=opened), LEFT)
    assert [("unproven-agent", UNPROVEN_RETRY)] == errors(failed_rows("Retry: COMPLETE", head=opened), LEFT)


@pytest.mark.parametrize(
    "action", ["Retry", "Retry: COMPLETE", "Retry once (succeeded)", "Retry at 2026-03-01T12:01:41Z: COMPLETE"]
)
def test_a_retry_that_came(action: str) -> None:
    assert [] == errors(failed_rows(action), RETRIED)
    before = outcomes(failed_rows("Skip"), RETRIED)
    assert before[Standing.CONFIRMED] + 1 == outcomes(failed_rows(action), RETRIED)[Standing.CONFIRMED]


@pytest.mark.parametrize(
    ("action", "what", "rule", "message"),
    [
        (
            "Retry: COMPLETE",
            BROKEN_AGAIN,
            "hidden-failure",
            "the log says that the retry of qa went well, and by the transcript it did not",
        ),
        (
            "Retry: FAILED",
            RETRIED,
            "wrong-status",
            "the log says that the retry of qa failed, and by the transcript it completed",
        ),
        (
            "Retry at 2026-03-01T13:01:40Z",
            RETRIED,
            "wrong-time",
            "qa was tried again at 2026-03-01T13:01:40.000Z by the log, "
            "and at 2026-03-01T12:01:40.000Z by the transcript",
        ),
    ],
)
def test_a_retry_that_went_otherwise(action: str, what: Evidence, rule: str, message: str) -> None:
    assert [(rule, message)] == errors(failed_rows(action), what)


def test_what_came_of_a_retry_is_the_agents_outcome() -> None:
    assert [] == errors(failed_rows("Retry", more=OUTCOMES), RETRIED)
    told = errors(failed_rows("Retry", more=OUTCOMES), LEFT)
    assert ["hidden-failure", "unproven-agent"] == [rule for rule, _ in told]
    of_the_first_run = failed_rows("Retry", status="COMPLETE", more=OUTCOMES)
    assert ["hidden-failure"] == [rule for rule, _ in errors(of_the_first_run, RETRIED)]


def test_a_retry_with_a_row_of_its_own_is_judged_there() -> None:
    again = "| qa (retry) | m2 | 2026-03-01T12:01:41Z | 2026-03-01T12:02:11Z | COMPLETE |\n"
    text = failed_rows("Retry").replace("| docs |", again + "| docs |", 1)
    assert [] == errors(text, RETRIED)
    assert [("unproven-agent", "qa is in the log once more than the transcript ran it")] == errors(text, LEFT)


@pytest.mark.parametrize(
    ("agent", "description", "expected"),
    [
        ("qa", "Look at something else", ["unverifiable"]),  # the same role
        ("general-purpose", "Run the tests again", ["unverifiable"]),  # a word of the task
        ("general-purpose", "", ["unverifiable"]),
        ("general-purpose", "Write the manual", ["unproven-agent"]),
        ("critic", "Read the tests", ["unproven-agent"]),  # another role does other work
    ],
)
def test_a_later_agent_that_may_have_been_the_retry(agent: str, description: str, expected: list[str]) -> None:
    orders = {"description": description}
    more = evidence(*made.together()[:6], c.call("toolu_d", 100, "msg_2", agent=agent, orders=orders))
    assert expected == [rule for rule in rules(failed_rows("Retry"), more) if rule != "unrecorded-agent"]


def test_an_agent_alone_says_in_its_row_what_was_done() -> None:
    alone = evidence(c.call("toolu_b", 0, agent="qa"), c.completed("toolu_b", 42, 40.0, tokens=0, said="API Error"))
    table = "## Single Agents\n\n| Agent | Started | Finished | Status | Error | Action |\n|---|---|---|---|---|---|\n"
    row = "| qa | 2026-03-01T12:00:02Z | 2026-03-01T12:00:42Z | FAILED | API Error | {} |\n"
    assert [] == errors(HEAD + table + row.format("Skip"), alone)
    assert [("unproven-agent", UNPROVEN_RETRY)] == errors(HEAD + table + row.format("Retry: COMPLETE"), alone)


def in_session(session: str, found: Evidence) -> Evidence:
    dispatches = (replace(one, sessions=(session,), paths=(f"{session}.jsonl",)) for one in found.dispatches)
    return Evidence(tuple(dispatches), (FileRead(f"{session}.jsonl", "claude-code", 9, session == "session-0002"),))


OTHER = evidence(*made.pair("msg_9", first=500, prefix="toolu_y"))
BOTH = unite(in_session("session-0001", PAIR), in_session("session-0002", OTHER))


def test_a_log_that_names_its_session_is_not_held_against_another() -> None:
    named = log(SECURITY, QA, head=HEAD.replace("\n\n## ", "") + "- **Session**: session-0001\n\n")
    assert [] == found(named, BOTH)
    assert Counter({Standing.CONFIRMED: 10}) == outcomes(named, BOTH)
    other = named.replace("session-0001", "session-0002")
    whole = replace(BOTH, files=())
    assert {"wrong-time"} == set(rules(other, whole))  # now it's told of the other one's agents
    assert {"unverifiable"} == set(rules(other, BOTH))  # and may be of those in the line that couldn't be read
    unknown = named.replace("session-0001", "session-0003")
    assert ["unverifiable"] == rules(unknown, BOTH)  # that a line of the other file couldn't be read


def test_what_tells_no_session_is_of_its_files() -> None:
    untold = Evidence(tuple(replace(one, paths=("session-0001.jsonl",)) for one in OTHER.dispatches))
    named = log(SECURITY, QA, head=HEAD.replace("\n\n## ", "") + "- **Session**: session-0001\n\n")
    assert "unrecorded-agent" in rules(named, unite(BOTH, replace(untold, dispatches=_without_sessions(untold))))


def _without_sessions(found: Evidence) -> tuple[Dispatch, ...]:
    return tuple(replace(one, id="msg_8", sessions=()) for one in found.dispatches)


def test_a_log_that_names_no_session_is_held_against_those_that_it_speaks_of() -> None:
    assert ["unverifiable"] == rules(log(SECURITY, QA), BOTH)
    assert ["unverifiable", "unrecorded-agent"] == rules(log(SECURITY), BOTH)
    (_, whole) = found("# Session log: x\n\n- **Status**: CLOSED\n", BOTH)[:2]
    assert "unrecorded-agent" == whole.rule


RECORD = Record(
    runs=tuple(
        Run(name, message="m1", started=started, finished=finished, status=status)
        for name, _, started, finished, status in (SECURITY, QA)
    ),
    outputs=(
        Outcome("security", status="COMPLETE", location="a.md"),
        Outcome("qa", status="COMPLETE", location="b.md"),
    ),
    result="Sound.",
)


@pytest.mark.parametrize("notation", [*NOTATIONS, "json"])
def test_the_notation_does_not_matter(notation: str) -> None:
    def written(record: Record) -> tuple[str, str]:
        if notation == "json":
            return json.dumps(plain(record), indent=2), "session-log.json"
        return HEAD + NOTATIONS[notation](record), "session-log.md"

    def held(record: Record, what: Evidence) -> list[str]:
        verification = verify(Checker().read(*written(record)), what)
        return [finding.rule for finding in findings_of(verification, LEVELS)]

    assert [] == held(RECORD, PAIR)
    assert ["hidden-failure"] == held(RECORD, FAILED)
    late = RECORD.runs[0]._replace(finished="2026-03-01T12:09:02Z")
    assert ["wrong-time"] == held(RECORD._replace(runs=(late, RECORD.runs[1])), PAIR)
    assert ["unrecorded-agent"] == held(RECORD._replace(runs=RECORD.runs[:1], outputs=RECORD.outputs[:1]), PAIR)
    other = RECORD.runs[1]._replace(agent="devops"), RECORD.outputs[1]._replace(agent="devops")
    devops = RECORD._replace(runs=(RECORD.runs[0], other[0]), outputs=(RECORD.outputs[0], other[1]))
    assert ["unproven-agent"] == held(devops, PAIR)


def test_a_log_of_very_many_agents_takes_no_long_time() -> None:
    records = []
    for n in range(600):
        records += [c.call(f"toolu_{n}", n, f"msg_{n}"), c.completed(f"toolu_{n}", n + 40, 30.0)]
    rows = [("general-purpose", f"m{n}", "N/A", "N/A", "COMPLETE") for n in range(600)]
    assert {"unverifiable"} >= set(rules(log(*rows), evidence(*records)))
