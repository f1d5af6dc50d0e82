"""Aggregation's laws: nobody is dropped, order doesn't matter, no majority is invented."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.aggregating import Point, Returned, aggregate, merge, vote
from allsettled.aggregating.values import SEVERITIES
from allsettled.protocol.value import BUILT_IN
from allsettled.protocol.vocabulary import Status, Strategy
from allsettled.protocol.writing import write

_texts = st.from_regex(r"\A[A-Z][a-z]{1,8}( [a-z]{1,8}){0,4}\Z")
_points = st.builds(
    Point, _texts, st.sampled_from(["", "src/a.py:10", "src/b.py:2"]), st.sampled_from(["", *SEVERITIES])
)
_names = ["architect", "security", "devops", "qa", "analyst"]


def _returned(agent: str) -> st.SearchStrategy[Returned]:
    return st.builds(
        Returned,
        agent=st.just(agent),
        status=st.sampled_from([Status.COMPLETE, Status.PARTIAL, Status.FAILED, Status.TIMEOUT, Status.SKIPPED]),
        tier=st.sampled_from(["P0", "P1", "P2", ""]),
        location=st.just(f"out/{agent}.md"),
        summary=_texts,
        points=st.lists(_points, max_size=3).map(tuple),
        recommendation=st.sampled_from(["", "A", "B", "C"]),
        error=_texts,
    )


_sets = st.lists(st.sampled_from(_names), unique=True, min_size=1).flatmap(
    lambda names: st.tuples(*(_returned(name) for name in names))
)
_strategies = st.sampled_from([str(strategy) for strategy in Strategy])


@settings(max_examples=100, deadline=None)
@given(_sets, _strategies, st.randoms())
def test_order_does_not_matter_and_nobody_is_dropped(given_: tuple[Returned, ...], how: str, random: object) -> None:
    made = aggregate(given_, how, BUILT_IN)
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert made == aggregate(shuffled, how, BUILT_IN)
    assert Counter(one.agent for one in given_) == Counter(row.agent for row in made.record.outputs)
    failed = {one.agent for one in given_ if one.status.failed}
    assert failed == {row.agent for row in made.record.failures}
    write(made.record)


@settings(max_examples=100, deadline=None)
@given(_sets)
def test_merge_is_commutative_and_idempotent(given_: tuple[Returned, ...]) -> None:
    assert merge(given_) == merge(reversed(given_)) == merge((*given_, *given_))
    kept = {(m.point.place, agent) for m in merge(given_) for agent in m.agents}
    assert {(p.place, one.agent) for one in given_ if one.usable for p in one.points} == kept


@settings(max_examples=200, deadline=None)
@given(_sets)
def test_a_vote_never_invents_a_majority(given_: tuple[Returned, ...]) -> None:
    decision = vote(given_, BUILT_IN.weights)
    cast = [one for one in given_ if one.usable and one.recommendation]
    assert bool(decision.winner) != bool(decision.reason)
    if decision.winner:
        weight = sum(BUILT_IN.weights.get(one.agent, 1) for one in cast)
        own = sum(BUILT_IN.weights.get(one.agent, 1) for one in cast if one.recommendation == decision.winner)
        assert 2 * own > weight
        assert 2 * len(cast) > len(given_)


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
    assert "A (1/2 by weight)" == vote([a, b], {"architect": 2}).majority()
    assert "no majority: A 1, B 1" == vote([a, b], {}).reason


def test_a_lost_quorum_is_escalated() -> None:
    a = Returned("architect", Status.COMPLETE, recommendation="A")
    gone = [Returned(name, Status.TIMEOUT, error="no output") for name in ("qa", "devops")]
    made = aggregate([a, *gone], "vote", BUILT_IN)
    assert ("1 of 3 ballots came back: no quorum",) == made.escalations


@pytest.mark.parametrize(("tier", "action"), [("P0", "Escalate"), ("P1", "Skip"), ("P2", "Skip")])
def test_a_failure_is_handled_by_its_tier(tier: str, action: str) -> None:
    made = aggregate([Returned("qa", Status.FAILED, tier, error="no disk")], "merge", BUILT_IN)
    assert action == made.record.failures[0].kind
    assert bool(made.escalations) == (tier == "P0")


def test_two_outputs_of_one_agent_are_refused() -> None:
    with pytest.raises(ValueError, match="two outputs"):
        aggregate([Returned("qa", Status.COMPLETE), Returned("qa", Status.FAILED)], "merge", BUILT_IN)
