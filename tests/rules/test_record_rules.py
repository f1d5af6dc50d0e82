"""What the rules on records let be: each is silent where nothing is wrong, or where it can't be told."""

from collections.abc import Callable
from typing import Any

import pytest

from allsettled.checking import Checker
from allsettled.protocol.record import Ballot, Conflict, Failure, Metrics, Outcome, Record, Run
from allsettled.rules import RULES
from checked import PATH, found
from records import CLEAN, log


def _of(rule: str, record: Record, *, closed: bool = True) -> list[str]:
    """Return the messages of one rule on a record, as it stands in a log."""
    return [message for _, message in found(rule, log(record, closed=closed))]


def _run(agent: str, tier: str = "P1", started: str = "09:00:00", finished: str = "09:02:00", **more: str) -> Run:
    start, finish = (f"2026-01-05T{time}Z" if time else "" for time in (started, finished))
    return Run(agent, "", tier, "m1", start, finish, "COMPLETE")._replace(**more)


def _beside(*rows: Run) -> Record:
    return CLEAN._replace(
        runs=rows, outputs=tuple(map(_outcome, dict.fromkeys(row.agent for row in rows))), failures=()
    )


def _outcome(agent: str) -> Outcome:
    return Outcome(agent, "", "", "COMPLETE", f".agents/{agent}/notes.md", "Noted")


@pytest.mark.parametrize(
    "words",
    [
        {"depends_on": "none"},
        {"depends_on": "critic"},  # of another dispatch
        {"inputs": "docs/api.md, .agents/qa-plan.md"},
        {"prompt": "Review the architecture. Do not read the findings of architect."},
        {"prompt": "Write a review of architect patterns."},
        {"prompt": "Do a review of architect."},
        {"prompt": "You are qa's reviewer."},
        {"prompt": "Write to .agents/qa/notes.md."},
    ],
)
def test_what_is_no_dependence(words: dict[str, str]) -> None:
    assert [] == _of("dependent-agents", _beside(_run("architect"), _run("qa", **words)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"depends_on": "Architect's output"}, "depends on architect"),
        ({"depends_on": "docs, architect"}, "depends on architect"),
        ({"inputs": "`.agents/architect/notes.md`"}, "gets .agents/architect/notes.md, where architect writes to"),
        ({"prompt": "Wait for architect, then go on."}, 'is told to use "Wait for architect"'),
        ({"prompt": "Compare with the architect agent's findings."}, 'is told to use "architect agent\'s findings"'),
    ],
)
def test_what_is_a_dependence(words: dict[str, str], said: str) -> None:
    expected = [f"qa {said}, and the two are in one dispatch"]
    assert expected == _of("dependent-agents", _beside(_run("architect"), _run("qa", **words)))


def test_who_comes_later_may_depend() -> None:
    later = _run("qa", "P1", "09:02:00", "09:03:00", depends_on="architect")
    assert [] == _of("dependent-agents", _beside(_run("architect"), later))
    assert [] == _of("dependent-agents", _beside(_run("architect", "P0"), _run("qa", depends_on="architect")))


def test_the_cap_counts_who_is_at_work_at_one_time() -> None:
    waves = [_run(f"a{n}", "", f"09:0{n // 3}:00", f"09:0{n // 3 + 1}:00") for n in range(9)]
    assert [] == _of("too-wide", _beside(*waves))
    skipped = [_run(f"a{n}", status="SKIPPED" if n > 5 else "COMPLETE") for n in range(9)]
    assert [] == _of("too-wide", _beside(*skipped))
    wide = Checker(rules=[RULES["too-wide"]], protocol=Checker().protocol._replace(cap=9))
    record = log(_beside(*[_run(f"a{n}") for n in range(9)]))
    assert [] == wide.check(wide.read(record, PATH))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((6, 6), []),
        ((4, 4, 1), []),
        ((3, 3), ["the P1 agents were started one after another: a0 by message m0, a3 by m1"]),
        ((6, 1, 2), ["the P1 agents were started one after another: a0 by message m0, a6 by m1"]),
    ],
)
def test_more_agents_than_the_cap_are_started_in_waves(sizes: tuple[int, ...], expected: list[str]) -> None:
    messages = [f"m{number}" for number, size in enumerate(sizes) for _ in range(size)]
    runs = [_run(f"a{number}", message=message) for number, message in enumerate(messages)]
    assert expected == _of("serial-dispatch", _beside(*runs))


def test_a_retry_and_a_further_ballot_are_no_duplicates() -> None:
    again = _run("qa", "P1", "09:03:00", "09:04:00", note="retry")
    assert [] == _of("duplicate-agent", _beside(_run("architect"), _run("qa", status="FAILED"), again))
    votes = (Ballot("qa", "", "A"), Ballot("qa", "ballot 2", "B"))
    assert [] == _of("duplicate-agent", CLEAN._replace(votes=votes))


def _voted(majority: str, *ballots: str, **more: Any) -> Record:
    votes = tuple(Ballot(f"a{number}", "", ballot) for number, ballot in enumerate(ballots))
    return CLEAN._replace(strategy="vote", votes=votes, majority=majority, **more)


@pytest.mark.parametrize(
    ("majority", "ballots"),
    [
        ("A (2/3)", ["A", "A", "B"]),
        ("[A] (2 of 3 votes)", ["a", "[A]", "B"]),
        ("A 2-1", ["A", "A", "B"]),
        ("A (2/3)", ["A", "A", "B", "abstain"]),
        ("A (2/4)", ["A", "A", "B", "abstain"]),
        ("Accept (12/14)", [*["Accept"] * 8, *["Accept with changes"] * 4, *["Reject"] * 2]),
        ("Approve (12/14)", [*["Accept"] * 8, *["Conditional"] * 4, *["Reject"] * 2]),
        ("A (2/4), by the casting vote of the architect", ["A", "A", "B", "B"]),
        ("A", ["A", "A", "B"]),
        ("none (2/4)", ["A", "A", "B", "B"]),
        ("unanimous", ["A", "A"]),
        ("A (2/3)", []),
    ],
)
def test_a_tally_that_is_right_or_cannot_be_judged(majority: str, ballots: list[str]) -> None:
    assert [] == _of("miscounted-vote", _voted(majority, *ballots))


@pytest.mark.parametrize(
    ("majority", "ballots", "said"),
    [
        ("A (2/3)", ["A", "A", "B", "B"], "the tally speaks of 3 ballots, and there are 4"),
        ("Approve (9/9)", ["Accept", "Accept"], "the tally speaks of 9 ballots, and there are 2"),
        ("A (1/3)", ["A", "A", "B"], "1 ballots are counted for A, and there are 2"),
        ("A 3-1", ["A", "A", "B"], "3 ballots are counted for A, and there are 2"),
        ("A 2-2", ["A", "A", "B"], "2 ballots are counted against A, and there is 1"),
        ("A", ["A", "B"], "A is named as the majority with 1 of 2 ballots, and B has as many"),
        ("A", ["A", "B", "B"], "A is named as the majority with 1 of 3 ballots, and B has 2"),
    ],
)
def test_a_tally_that_is_wrong(majority: str, ballots: list[str], said: str) -> None:
    assert [said] == _of("miscounted-vote", _voted(majority, *ballots))


def test_a_split_that_something_resolves() -> None:
    assert [] == _of("unresolved-conflict", _voted("", "A", "A"))
    assert [] == _of("unresolved-conflict", _voted("tie", "A", "B", result="The user chose A."))
    assert [] == _of("unresolved-conflict", _voted("", "A", "B", conflicts=(Conflict("A or B?", "", "A"),)))
    assert [] == _of("unresolved-conflict", _voted("", "keep", "drop", result="We keep it, for its cost."))
    assert [] == _of("unresolved-conflict", _voted("", "A", "B"), closed=False)
    expected = ["the vote is split (A 1, B 1), and no majority or resolution is written"]
    assert expected == _of("unresolved-conflict", _voted("tie (1/2)", "A", "B", result="Awaiting the user's decision."))


def test_an_escalation_needs_its_decision() -> None:
    def escalated(result: str) -> list[str]:
        return _of("unresolved-conflict", CLEAN._replace(strategy="escalate", result=result))

    assert [] == escalated("The user decided: a cache for each tenant.")
    assert [] == escalated("")  # missing-aggregation says it
    assert [] == escalated("Each tenant gets a cache of its own.")
    assert escalated("Awaiting the user's decision.")
    assert ["the outputs were escalated, and no decision is written"] == escalated("Both positions went to the user.")


def _there(exists: Callable[[str], bool | None], location: str) -> list[str]:
    record = CLEAN._replace(outputs=(CLEAN.outputs[0]._replace(location=location), *CLEAN.outputs[1:]))
    checker = Checker(rules=[RULES["missing-output"]])
    findings = checker.check(checker.read(log(record), PATH, exists))
    return [finding.message for finding in findings if "architect" in finding.message]


@pytest.mark.parametrize(
    "location",
    ["https://example.org/x.md", "N/A (read-only)", "in the chat", "origin/main", "docs/*.md", "docs/{x}.md", "v1.2"],
)
def test_a_location_that_is_no_path_is_not_looked_for(location: str) -> None:
    assert [] == _there(lambda path: False, location)


@pytest.mark.parametrize("location", ["docs/a.md", ".agents/x", "a.md, docs/b.md", "`docs/a.md#part`", ".agents/x/..."])
def test_a_path_is_looked_for(location: str) -> None:
    (message,) = _there(lambda path: False, location)
    assert message.endswith("doesn't exist: the output of architect can't be read")
    assert [] == _there(lambda path: None, location)
    assert [] == _there(lambda path: True, location)


def test_failed_agents_leave_no_output_and_a_record_without_locations_is_one_finding() -> None:
    bare = CLEAN._replace(outputs=tuple(row._replace(location="") for row in CLEAN.outputs))
    expected = ["nothing says where the outputs of architect, security and qa are kept"]
    assert expected == _of("missing-output", bare)
    assert [] == _of("missing-output", bare, closed=False)


@pytest.mark.parametrize(
    ("error", "empty"),
    [
        ("Timed out after 600 s", False),
        ("exit 1", False),
        ("No answer", False),
        ("Error: rate limit", False),
        ("Agent was cancelled by the user", False),
        ("Timed out", True),
        ("The devops agent failed with an error", True),
        ("❌ Failed", True),
        ("Unknown error", True),
        ("TBD", True),
    ],
)
def test_an_error_says_more_than_that_it_failed(error: str, empty: bool) -> None:
    record = CLEAN._replace(failures=(CLEAN.failures[0]._replace(error=error),))
    assert empty is bool(_of("empty-error", record))


def _given_up(findings: str, *others: Run) -> list[str]:
    runs = (_run("devops", status="FAILED"), _run("qa", started="", finished="", status="SKIPPED"), *others)
    outputs = (
        Outcome("devops", "", "", "FAILED"),
        Outcome("qa", "", "", "SKIPPED", "", findings),
        *(_outcome(run.agent)._replace(status=run.status) for run in others),
    )
    failures = (Failure("devops", "No space left on device", "Not assessed", "Skip"),)
    return _of("abandoned-run", CLEAN._replace(runs=runs, outputs=outputs, failures=failures))


def test_skipped_for_the_failure_of_another_one() -> None:
    assert ["devops failed, and qa was not run for it"] == _given_up("")
    assert ["devops failed, and qa was not run for it"] == _given_up("Aborted")
    assert ["devops failed, and qa was not run for it"] == _given_up("Needless without devops")
    assert [] == _given_up("No interface changed")
    assert [] == _given_up("", _run("docs"))
    assert [] == _given_up("", _run("docs", status="PARTIAL"))


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("Retry", True),
        ("Retry once, with more memory", True),
        ("Retry in the next session", False),
        ("Retry after the runner is mended", False),
        ("Retry: see #12", False),
        ("Skip", False),
    ],
)
def test_a_retry_that_is_put_off_is_none_that_is_missing(action: str, said: bool) -> None:
    record = CLEAN._replace(failures=(CLEAN.failures[0]._replace(action=action),))
    assert said is bool(_of("blind-retry", record))
    assert [] == _of("blind-retry", record, closed=False)


def test_a_retry_that_came() -> None:
    retried = CLEAN._replace(failures=(CLEAN.failures[0]._replace(action="Retry"),))
    again = CLEAN.runs[2]._replace(note="retry", started="2026-01-05T09:06:00Z", finished="2026-01-05T09:07:00Z")
    assert [] == _of("blind-retry", retried._replace(runs=(*CLEAN.runs, again)))
    recovered = CLEAN.outputs[2]._replace(status="COMPLETE")
    assert [] == _of("blind-retry", retried._replace(outputs=(*CLEAN.outputs[:2], recovered, CLEAN.outputs[3])))


def test_a_tier_may_stand_in_either_table() -> None:
    runs = tuple(run._replace(tier="") for run in CLEAN.runs)
    outputs = tuple(row._replace(tier="P1") for row in CLEAN.outputs)
    assert [] == _of("missing-tier", CLEAN._replace(runs=runs))
    assert [] == _of("missing-tier", CLEAN._replace(runs=runs, outputs=outputs))
    one = CLEAN._replace(runs=(CLEAN.runs[0], *runs[1:]))
    assert ["security, devops and qa have no tier, though other agents of the dispatch do"] == _of("missing-tier", one)


def _measured(**values: str) -> list[str]:
    return _of("wrong-metric", CLEAN._replace(metrics=Metrics(**values)))


@pytest.mark.parametrize(
    "values",
    [
        {"wall_clock": "300 s", "sequential": "459 s", "saved": "159 s", "speed_up": "1.53x", "peak": "2"},
        {"wall_clock": "5 min", "sequential": "7.65 min", "saved": "2 min 39 s", "speed_up": "1.5x"},
        {"wall_clock": "5m00s", "sequential": "0:07:39", "saved": "35%", "speed_up": "1.53"},
        {"wall_clock": "299.4 s", "sequential": "461.2 s", "saved": "159 s (34.6%)"},
        {"sequential": "50 min (estimated)", "peak": "2 agents", "settled": "4 of 4", "failed": "1 (devops)"},
        {"wall_clock": "< 10 min", "speed_up": "see above", "settled": "all", "peak": "two"},
        {"wall_clock": "~5 min", "sequential": "7-8 min"},
    ],
)
def test_metrics_that_are_right_to_their_precision(values: dict[str, str]) -> None:
    assert [] == _measured(**values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"wall_clock": "4 min"}, "the wall-clock is 5 min by the Dispatch Log, not 4 min"),
        ({"wall_clock": "0:04:00"}, "the wall-clock is 300 s by the Dispatch Log, not 0:04:00"),
        ({"sequential": "480 s"}, "the sequential sum is 459 s by the Dispatch Log, not 480 s"),
        ({"sequential": "8 min 10 s"}, "the sequential sum is 7 min 39 s by the Dispatch Log, not 8 min 10 s"),
        ({"wall_clock": "4m30s"}, "the wall-clock is 5 min by the Dispatch Log, not 4m30s"),
        ({"sequential": "1 h 8 min"}, "the sequential sum is 8 min by the Dispatch Log, not 1 h 8 min"),
        ({"saved": "159 s (40%)"}, "the time saved is 35 % by the Dispatch Log, not 159 s (40%)"),
        ({"speed_up": "3x"}, "the speed-up is 1.5x by the Dispatch Log, not 3x"),
        ({"settled": "3 of 4"}, "the number of settled agents is 4 by the Dispatch Log, not 3 of 4"),
    ],
)
def test_metrics_that_are_wrong(values: dict[str, str], said: str) -> None:
    assert [said] == _measured(**values)


def test_metrics_are_not_judged_by_times_that_are_not_known() -> None:
    runs = (*CLEAN.runs[:3], CLEAN.runs[3]._replace(finished=""))
    assert [] == _of("wrong-metric", CLEAN._replace(runs=runs, metrics=Metrics("1 s", "2 s", "3 s", "9x", "8")))
