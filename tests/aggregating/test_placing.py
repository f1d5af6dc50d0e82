"""Results in the log's own record: every other line stays, what a person wrote is kept, and nothing is done twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregating.returned import HOSTILE, sets
from allsettled.aggregating import Point, Returned, aggregate
from allsettled.aggregating.placing import Hand, place
from allsettled.aggregating.stamping import MEASURED, OWNED
from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.errors import UserError
from allsettled.files.source import decode
from allsettled.protocol.layout import part_of
from allsettled.protocol.reading import read
from allsettled.protocol.record import Record
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import Status, Strategy
from allsettled.protocol.writing import skeleton, write_log

HEAD = "# Session log: the cache\n\n- **Status**: OPEN\n\nWe begin.\n\n"
TAIL = "\n## Notes\n\n- mine  \n\n\n* and mine\n"
BLANK = HEAD + skeleton() + TAIL


def timed(agent: str, status: Status, **more: Any) -> Returned:
    return Returned(agent, status, started="2026-01-05T09:00:00Z", finished="2026-01-05T09:02:00Z", **more)


ONE = timed("architect", Status.COMPLETE, tier="P0", location="a.md", summary="Two modules change", recommendation="A")
OTHER = timed("security", Status.COMPLETE, tier="P0", location="s.md", summary="No new threat", recommendation="B")
FAILED = timed("qa", Status.FAILED, tier="P1", error="no disk")


def made_of(*returned: Returned, how: str = "merge") -> Record:
    return aggregate(returned, how, BUILT_IN).record


def put(text: str, record: Record, by_hand: Hand = Hand.REFUSE) -> str:
    source = decode(text.encode(), "log.md")
    return source.edited(place(source.text, record, BUILT_IN, by_hand=by_hand).edits).decode()


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(sets(), sets(HOSTILE)), st.sampled_from([str(one) for one in Strategy]), st.sampled_from(["\n", "\r\n"])
)
def test_what_is_put_in_is_read_back_and_the_rest_stays(given_: tuple[Returned, ...], how: str, end: str) -> None:
    made = made_of(*given_, how=how)
    whole = put(BLANK.replace("\n", end), made)
    assert whole.startswith(HEAD.replace("\n", end))
    assert whole.endswith(TAIL.replace("\n", end))
    (record,) = read(parse(whole))
    keys = OWNED if not made.runs else (*OWNED, *MEASURED)
    assert [getattr(made, key) for key in keys] == [getattr(record, key) for key in keys]
    assert whole == put(whole, made)


@settings(max_examples=60, deadline=None)
@given(sets(), sets(), st.sampled_from([str(one) for one in Strategy]))
def test_the_next_results_take_the_place_of_the_last(
    first: tuple[Returned, ...], second: tuple[Returned, ...], how: str
) -> None:
    made = made_of(*second)
    again = put(put(BLANK, made_of(*first, how=how)), made)
    (record,) = read(parse(again))
    assert [getattr(made, key) for key in OWNED] == [getattr(record, key) for key in OWNED]
    assert again.startswith(HEAD)
    assert again.endswith(TAIL)
    assert 1 == again.count("aggregated by allsettled")


SAID = {"missing-tier", "late-tier", "bad-timestamp", "serial-dispatch", "empty-error"}
"""What agents themselves left out or got wrong, which the log then says truly."""


@settings(max_examples=60, deadline=None)
@given(st.one_of(sets(), sets(HOSTILE)), st.sampled_from([str(one) for one in Strategy]))
def test_there_is_nothing_to_report_of_what_is_put_in(given_: tuple[Returned, ...], how: str) -> None:
    whole = put(BLANK.replace("[ ]", "[x]"), made_of(*given_, how=how))
    found = Checker().inspect(whole, "2026-01-05-session-01.md").file.findings
    assert set() == {finding.rule for finding in found} - SAID


def test_a_vote_that_becomes_a_merge_leaves_no_ballots_behind() -> None:
    voted = put(BLANK, made_of(ONE, FAILED, how="vote"))
    assert "### Votes" in voted
    assert put(BLANK, made_of(ONE, FAILED)) == put(voted, made_of(ONE, FAILED))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2 of 3 agents returned", "We found that two agents returned", "Synthesized Result was written by hand"),
        ("| no disk |", "| a full disk |", "Failed Agents was written by hand"),
        ("| N/A        |", "| A it is    |", "Conflicts was written by hand"),
    ],
)
def test_what_was_written_by_hand_is_kept_unless_told(old: str, new: str, message: str) -> None:
    first = put(BLANK, made_of(ONE, OTHER, FAILED))
    assert old in first
    mine = first.replace(old, new)
    with pytest.raises(UserError, match=message) as caught:
        put(mine, made_of(ONE, OTHER))
    assert "--force" in caught.value.hint
    assert caught.value.span is not None
    assert put(first, made_of(ONE, OTHER)) == put(mine, made_of(ONE, OTHER), Hand.REPLACE)


def test_the_rest_can_be_put_in_around_what_was_written_by_hand() -> None:
    mine = put(BLANK, made_of(ONE, OTHER, FAILED)).replace("2 of 3 agents returned", "We found that two returned")
    whole = put(mine, made_of(ONE, OTHER), Hand.KEEP)
    (record,) = read(parse(whole))
    assert "We found that two returned a usable output." in whole
    assert ((), 2) == (record.failures, len(record.outputs))
    with pytest.raises(UserError, match="Synthesized Result was written by hand"):
        put(whole, made_of(ONE))
    assert whole == put(whole, made_of(ONE, OTHER), Hand.KEEP)


def test_a_closed_log_is_left_alone() -> None:
    closed = BLANK.replace("OPEN", "CLOSED")
    with pytest.raises(UserError, match="the log is closed"):
        put(closed, made_of(ONE))
    assert put(BLANK, made_of(ONE)).replace("OPEN", "CLOSED") == put(closed, made_of(ONE), Hand.REPLACE)


def test_the_strategy_that_was_chosen_before_is_not_overruled() -> None:
    chosen = BLANK.replace("### Aggregation Strategy\n", "### Aggregation Strategy\n\nvote\n")
    with pytest.raises(UserError, match="the log's strategy is vote, not merge"):
        put(chosen, made_of(ONE))
    whole = put(chosen, made_of(ONE, how="vote"))
    assert "### Aggregation Strategy\n\nvote\n\n### Votes\n" in whole


def test_a_dispatch_log_that_is_there_is_kept() -> None:
    row = "| architect | P0 | m1 | 2026-01-05T08:00:00Z | 2026-01-05T08:01:00Z | COMPLETE |\n"
    lines = BLANK.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("| Agent | Tier | Message |")) + 2
    (record,) = read(parse(put("".join([*lines[:at], row, *lines[at:]]), made_of(ONE))))
    assert [("m1", "2026-01-05T08:00:00Z")] == [(run.message, run.started) for run in record.runs]


def test_results_go_under_the_headings_that_there_are() -> None:
    text = (
        HEAD
        + part_of("runs", BUILT_IN).write(made_of(ONE).runs)
        + "\n## Parallel Execution Results\n\nComing.\n"
        + TAIL
    )
    whole = put(text, made_of(ONE, OTHER))
    assert "## Parallel Execution Results\n\nComing.\n\n### Agent Outputs\n" in whole
    assert whole.endswith(TAIL)


def test_a_log_without_results_gets_their_heading() -> None:
    text = HEAD + part_of("runs", BUILT_IN).write(made_of(ONE).runs).rstrip("\n")
    whole = put(text, made_of(ONE))
    assert whole.startswith(text + "\n\n## Parallel Execution Results\n\n### Agent Outputs\n")
    assert not whole.endswith("\n")


def test_of_several_records_the_one_with_these_agents_is_meant() -> None:
    first, second = Record(runs=made_of(ONE).runs), Record(runs=made_of(OTHER).runs)
    text = write_log("two", [first, second], closed=False)
    whole = put(text, made_of(OTHER))
    assert [(), ("security",)] == [tuple(row.agent for row in one.outputs) for one in read(parse(whole))]
    with pytest.raises(UserError, match="the log has 2 records, and it can't be told which") as caught:
        put(text, made_of(FAILED))
    assert "say which: --record N" == caught.value.hint
    (edit, *_) = place(text, made_of(FAILED), BUILT_IN, number=1).edits
    assert text.index("Dispatch 1") < edit.start < text.index("Dispatch 2")


@pytest.mark.parametrize(
    ("text", "number", "message"),
    [("# Notes\n", None, "the log has no record"), (BLANK, 2, "the log has 1 record, and no number 2")],
)
def test_a_record_that_is_not_there(text: str, number: int | None, message: str) -> None:
    with pytest.raises(UserError, match=message):
        place(text, made_of(ONE), BUILT_IN, number=number)


def test_agents_in_sections_are_not_said_twice() -> None:
    agent = "### Agent: architect\n\n- **Started**: 2026-01-05T09:00:00Z\n- **Status**: COMPLETE\n"
    text = f"{HEAD}## Parallel Execution\n\n{agent}"
    with pytest.raises(UserError, match=r"hand|can't be put into its record"):
        put(text, made_of(ONE))


def test_findings_are_named_with_all_who_made_them() -> None:
    points = (Point("Tokens are logged", "src/a.py:10", "high"),)
    one = timed("security", Status.COMPLETE, points=points)
    two = timed("qa", Status.COMPLETE, points=points)
    assert "\n- **high**: Tokens are logged (src/a.py:10), by qa and security\n" in put(BLANK, made_of(one, two))
