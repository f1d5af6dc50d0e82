"""Aggregation's laws: nobody is dropped, order doesn't matter, no majority is invented."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregating.returned import BALLOTS, HOSTILE, NAMES, sets
from allsettled.aggregating import Point, Returned, aggregate, merge, vote
from allsettled.aggregating.points import one_place
from allsettled.document import parse
from allsettled.protocol.reading import read
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import Status, Strategy
from allsettled.protocol.writing import write

_strategies = st.sampled_from([str(strategy) for strategy in Strategy])


@settings(max_examples=60, deadline=None)
@given(st.one_of(sets(), sets(HOSTILE)), _strategies, st.randoms())
def test_order_does_not_matter_and_nobody_is_dropped(given_: tuple[Returned, ...], how: str, random: Random) -> None:
    made = aggregate(given_, how, BUILT_IN)
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert made == aggregate(shuffled, how, BUILT_IN)
    assert Counter(one.agent for one in given_) == Counter(row.agent for row in made.record.outputs)
    failed = {one.agent for one in given_ if one.failed}
    assert failed == {row.agent for row in made.record.failures}
    for one in given_:
        fully = one.status is Status.COMPLETE and not one.points and not one.summary
        assert fully or one.status is Status.COMPLETE or one.agent in made.record.result
    write(made.record)


@settings(max_examples=100, deadline=None)
@given(sets())
def test_merge_is_commutative_and_idempotent(given_: tuple[Returned, ...]) -> None:
    assert merge(given_) == merge(reversed(given_)) == merge((*given_, *given_))
    made = {(one.agent, point.severity) for one in given_ if one.usable for point in one.points if point.severity}
    assert made == {pair for merged in merge(given_) for pair in merged.given}
    authors = {one.agent for one in given_ if one.usable and one.points}
    assert authors == {agent for merged in merge(given_) for agent in merged.agents}


@settings(max_examples=100, deadline=None)
@given(sets())
def test_no_finding_is_lost_and_different_ones_stay_two(given_: tuple[Returned, ...]) -> None:
    def told(point: Point) -> tuple[str, str]:
        return one_place(point.place), point.text.casefold().rstrip(".")

    made = {(agent, *told(one.point)) for one in merge(given_) for agent in one.agents}
    assert made == {(one.agent, *told(point)) for one in given_ if one.usable for point in one.points}
    assert len({told(one.point) for one in merge(given_)}) == len(merge(given_))


_SAME = {"a": "A", "**A**": "A", "abstain": "", "N/A": ""}
"""The definition of what is the same ballot, for those of `returned`."""


@settings(max_examples=200, deadline=None)
@given(sets(ballots=st.sampled_from(BALLOTS)), st.dictionaries(st.sampled_from(NAMES), st.integers(1, 4)))
def test_a_vote_never_invents_a_majority(given_: tuple[Returned, ...], weights: dict[str, int]) -> None:
    decision = vote(given_, weights)
    cast = {one.agent: _SAME.get(one.recommendation, one.recommendation) for one in given_ if one.usable}
    cast = {agent: ballot for agent, ballot in cast.items() if ballot}
    heavy = {
        ballot: sum(weights.get(agent, 1) for agent, its in cast.items() if its == ballot) for ballot in cast.values()
    }
    over = [ballot for ballot, weight in heavy.items() if 2 * weight > sum(heavy.values())]
    quorum = 2 * len(cast) > len(given_)
    assert [_SAME.get(decision.winner, decision.winner)] == (over if quorum and over else [""])
    assert bool(decision.winner) != bool(decision.reason)
    assert {_SAME.get(name, name): count for name, count in decision.tally} == Counter(cast.values())
    assert len(cast) == decision.ballots


def test_long_ballots_are_told_apart_by_more_than_their_beginning() -> None:
    long = "We take the cache that is shared by all tenants, " * 8
    inputs = [Returned(name, Status.COMPLETE, recommendation=long + name) for name in ("architect", "qa", "critic")]
    made = aggregate(inputs, "vote", BUILT_IN)
    assert 3 == len({row.recommendation for row in made.record.votes})
    assert "none" == made.record.majority
    assert (made.record,) == read(parse(write(made.record)))


def test_the_same_finding_counts_once_and_the_higher_severity_stands() -> None:
    one = Returned("security", Status.COMPLETE, points=(Point("Token is logged.", "src/a.py:10", "high"),))
    two = Returned("qa", Status.COMPLETE, points=(Point("token is logged", "src/a.py:10", "low"),))
    (merged,) = merge([two, one])
    assert ("security", "qa") == merged.agents[::-1]
    assert "high" == merged.point.severity
    record = aggregate([one, two], "merge", BUILT_IN).record
    assert "The higher one stands: high" == record.conflicts[0].resolution
    assert "qa: low; security: high" == record.conflicts[0].positions


def test_weights_decide_between_two_and_say_so() -> None:
    a = Returned("architect", Status.COMPLETE, recommendation="A")
    b = Returned("implementer", Status.COMPLETE, recommendation="B")
    assert "A (1/2 by weight)" == vote([a, b], {"Architect": 2}).majority()
    assert (
        "By vote: A (1/2 by weight): A 1 (weight 2), B 1 (weight 1)."
        in aggregate([a, b], "vote", BUILT_IN).record.result
    )
    assert "no majority: A 1, B 1" == vote([a, b], {}).reason


def test_a_lost_quorum_is_escalated() -> None:
    a = Returned("architect", Status.COMPLETE, recommendation="A")
    gone = [Returned(name, Status.TIMEOUT, error="no output") for name in ("qa", "devops")]
    made = aggregate([a, *gone], "vote", BUILT_IN)
    assert ("The vote: 1 of 3 ballots came back: no quorum (architect: A)",) == made.escalations


@pytest.mark.parametrize(("tier", "action"), [("P0", "Escalate"), ("P1", "Skip"), ("P2", "Skip")])
def test_a_failure_is_handled_by_its_tier(tier: str, action: str) -> None:
    made = aggregate([Returned("qa", Status.FAILED, tier, error="no disk")], "merge", BUILT_IN)
    assert action == made.record.failures[0].kind
    assert bool(made.escalations) == (tier == "P0")


def test_two_outputs_of_one_agent_are_refused() -> None:
    with pytest.raises(ValueError, match="two outputs"):
        aggregate([Returned("qa", Status.COMPLETE), Returned("qa", Status.FAILED)], "merge", BUILT_IN)


def test_a_blocked_agent_is_a_failure_too_and_a_skipped_one_is_none() -> None:
    blocked = Returned("security", Status.BLOCKED, "P0", error="no access to the vault")
    made = aggregate([blocked, Returned("qa", Status.SKIPPED, "P1", error="docs only")], "merge", BUILT_IN)
    assert ("security (P0) is BLOCKED: no access to the vault",) == made.escalations
    assert ["security"] == [row.agent for row in made.record.failures]
    assert "Not covered: security (BLOCKED); qa (SKIPPED)." in made.record.result


@pytest.mark.parametrize(
    ("fallback", "action", "retries"),
    [
        ("Retry once with fewer cases", "Retry: once with fewer cases", ("qa (P1): once with fewer cases",)),
        ("retry", "Retry: once, with another prompt", ("qa (P1): once, with another prompt",)),
        ("Skip", "Skip: the user is warned", ()),
        ("Use the analyst", "Skip: the user is warned; the plan says: Use the analyst", ()),
        ("Escalate", "Escalate: the user decides", ()),
    ],
)
def test_the_plan_says_what_is_done_about_a_failure(fallback: str, action: str, retries: tuple[str, ...]) -> None:
    failed = Returned("qa", Status.FAILED, "P1", error="no disk", fallback=fallback)
    made = aggregate([failed], "merge", BUILT_IN)
    assert (action, retries) == (made.record.failures[0].action, made.retries)
    assert bool(made.escalations) == (fallback == "Escalate")


def test_a_critical_failure_is_escalated_whatever_the_plan_says() -> None:
    failed = Returned("qa", Status.TIMEOUT, "P0", error="no output", fallback="Retry once")
    made = aggregate([failed], "merge", BUILT_IN)
    assert "Escalate: the user decides; the plan says: Retry once" == made.record.failures[0].action
    assert ((), ("qa (P0) is TIMEOUT: no output",)) == (made.retries, made.escalations)


def test_contradicting_recommendations_wait_for_a_decision() -> None:
    inputs = [
        Returned("architect", Status.COMPLETE, recommendation="A"),
        Returned("qa", Status.COMPLETE, recommendation="B"),
    ]
    made = aggregate(inputs, "merge", BUILT_IN)
    assert ("Which recommendation holds? (architect: A; qa: B)",) == made.escalations
    assert made.record.result.endswith("To be decided: Which recommendation holds?")
    same = [
        Returned("architect", Status.COMPLETE, recommendation="Yes"),
        Returned("qa", Status.COMPLETE, recommendation="**yes**"),
    ]
    assert () == aggregate(same, "merge", BUILT_IN).escalations


def test_who_is_not_asked_to_vote_has_no_ballot() -> None:
    voters = [Returned(name, Status.COMPLETE, recommendation="A") for name in ("architect", "critic")]
    other = Returned("qa", Status.COMPLETE, recommendation="B", voter=False)
    made = aggregate([*voters, other], "vote", BUILT_IN)
    assert ("A (2/2)", 2) == (made.record.majority, len(made.record.votes))


def test_several_ballots_of_one_agent_are_told_apart() -> None:
    inputs = [
        Returned("critic", Status.COMPLETE, recommendation="A", note=note) for note in ("", "ballot 2", "ballot 3")
    ]
    made = aggregate(inputs, "vote", BUILT_IN)
    assert "A (3/3)" == made.record.majority
    assert ["critic", "critic", "critic"] == [row.agent for row in made.record.outputs]
    assert (made.record,) == read(parse(write(made.record)))


def test_the_dispatch_log_is_only_made_of_times_that_are_known() -> None:
    times = ("2026-01-05T09:00:00Z", "2026-01-05T09:01:00Z")
    one = Returned("qa", Status.COMPLETE, started=times[0], finished=times[1])
    made = aggregate([one, Returned("docs", Status.SKIPPED)], "merge", BUILT_IN).record
    assert [("docs", "", ""), ("qa", *times)] == [(run.agent, run.started, run.finished) for run in made.runs]
    assert ("60 s", "1") == (made.metrics.wall_clock, made.metrics.peak)
    assert () == aggregate([one, Returned("docs", Status.TIMEOUT)], "merge", BUILT_IN).record.runs
