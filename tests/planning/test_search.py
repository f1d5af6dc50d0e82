"""Bounds, quick orders and the exact search, held against trying every order."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.planning import search
from allsettled.planning.bits import bits, mask_of
from allsettled.planning.graph import closure, components, reverse, shortest_cycle
from allsettled.planning.listing import by_priority, listed
from allsettled.planning.packing import Packing, fits
from allsettled.planning.search import fewest


@st.composite
def packings(draw: st.DrawFn, most: int = 7) -> Packing:
    count = draw(st.integers(0, most))
    place = draw(st.permutations(range(count)))
    pairs = list(combinations(range(count), 2))
    after = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    apart = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    needs, conflicts = [0] * count, [0] * count
    for earlier, later in after:
        needs[place[later]] |= 1 << place[earlier]
    for one, other in apart:
        conflicts[one] |= 1 << other
        conflicts[other] |= 1 << one
    return Packing(needs, conflicts, draw(st.integers(1, 4)))


def tried(packing: Packing) -> int:
    """Return the fewest dispatches by trying every set at every step."""
    everyone = mask_of(range(len(packing.needs)))
    level, steps = {0}, 0
    while everyone not in level:
        following = set()
        for done in level:
            ready = [i for i in range(len(packing.needs)) if not done >> i & 1 and not packing.needs[i] & ~done]
            for size in range(1, packing.width + 1):
                for group in map(mask_of, combinations(ready, size)):
                    if not any(packing.conflicts[i] & group for i in bits(group)):
                        following.add(done | group)
        level, steps = following, steps + 1
    return steps


@settings(max_examples=200, deadline=None)
@given(packings())
def test_the_search_finds_the_fewest_and_the_bound_is_one(packing: Packing) -> None:
    best = tried(packing)
    assert packing.bound <= best
    quick = listed(packing)
    assert fits(packing, quick)
    longest = [1 << task for task in packing.upward]  # one by one: the search has all to gain
    assert fits(packing, longest)
    for start in (quick, longest):
        found, proven = fewest(packing, start)
        assert fits(packing, found)
        assert (best, True) == (len(found), proven)


@settings(max_examples=100, deadline=None)
@given(packings(), st.randoms(use_true_random=False))
def test_any_priority_gives_a_valid_order(packing: Packing, dice: object) -> None:
    assert fits(packing, by_priority(packing, lambda i: (hash((i, 7)) % 5, i)))
    assert fits(packing, by_priority(packing, lambda i: (-i,)))


def test_a_search_without_work_left_says_that_it_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "WORK", 10)
    packing = Packing([0] * 6, [0] * 6, 3)
    slow = [1 << task for task in range(6)]
    assert (slow, False) == fewest(packing, slow)


def test_an_order_that_does_not_fit_is_told_from_one_that_does() -> None:
    packing = Packing([0, 1, 0], [4, 0, 1], 2)
    assert fits(packing, [0b001, 0b110])
    for wrong in ([0b111], [0b010, 0b101], [0b101, 0b010], [0b001, 0b010], [0b001, 0b110, 0b100], [0, 0b001, 0b110]):
        assert not fits(packing, wrong)


GRAPH = st.integers(0, 7).flatmap(
    lambda n: st.lists(st.integers(0, 2**n - 1), min_size=n, max_size=n).map(
        lambda masks: [mask & ~(1 << i) for i, mask in enumerate(masks)]
    )
)


@settings(max_examples=150, deadline=None)
@given(GRAPH)
def test_closure_groups_and_circles_are_those_of_walking_the_graph(needs: list[int]) -> None:
    reach = list(needs)
    for _ in needs:
        reach = [mask | mask_of(far for near in bits(mask) for far in bits(reach[near])) for mask in reach]
    assert reach == closure(needs)
    groups = components(needs)
    assert sorted(range(len(needs))) == sorted(task for group in groups for task in group)
    seen = 0
    for group in groups:
        assert all(reach[a] >> b & 1 for a in group for b in group if a != b)
        seen |= mask_of(group)
        assert all(not needs[task] & ~seen for task in group)
        if len(group) > 1:
            circle = shortest_cycle(needs, group)
            assert len(set(circle)) == len(circle) >= 2
            assert all(needs[a] >> b & 1 for a, b in zip(circle, (*circle[1:], circle[0]), strict=True))
    assert needs == reverse(reverse(needs))


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    needs = [1 << (i - 1) if i else 0 for i in range(3000)]
    assert 3000 == len(components(needs))
    needs[0] = 1 << 2999
    assert [list(range(3000))] == components(needs)
