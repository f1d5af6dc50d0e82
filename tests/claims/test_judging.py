"""Laws of the judgement: what is rounded or cut off from two numbers is right, and little else."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allsettled.claims.judging import Pair, agrees, comparable
from allsettled.claims.quantity import Quantity
from allsettled.claims.tokens import quantities
from allsettled.claims.vocabulary import Relation

SECONDS = st.integers(min_value=1, max_value=5000)


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


def right(figure: str, relation: Relation, before: str, after: str) -> bool:
    pair = Pair(one(before), one(after), True)
    assert comparable(pair)
    return agrees(one(figure), relation, pair)


@given(SECONDS, SECONDS)
def test_a_reduction_rounded_or_cut_off_is_right(one_time: int, other: int) -> None:
    before, after = max(one_time, other), min(one_time, other)
    reduction = 100 * (1 - after / before)
    for figure in (f"{reduction:.1f}%", f"{reduction:.0f}%", f"{math.floor(reduction)}%", f"~{reduction:.0f}%"):
        assert right(figure, Relation.LESS, f"{before} s", f"{after} s")


@given(SECONDS, SECONDS, st.integers(min_value=0, max_value=100))
def test_a_reduction_that_is_off_by_more_than_its_numbers_allow_is_wrong(
    one_time: int, other: int, claimed: int
) -> None:
    before, after = max(one_time, other), min(one_time, other)
    least = 100 * (1 - (after + 0.5) / (before - 0.5))
    most = 100 * (1 - (after - 0.5) / (before + 0.5))
    assume(claimed < least - 3 or claimed > most + 3)
    assert not right(f"{claimed}%", Relation.LESS, f"{before} s", f"{after} s")


@given(SECONDS, SECONDS)
def test_a_factor_rounded_or_cut_off_is_right(one_time: int, other: int) -> None:
    before, after = max(one_time, other), min(one_time, other)
    factor = before / after
    for figure in (f"{factor:.1f}x", f"{math.floor(factor)}x"):
        assert right(figure, Relation.FASTER, f"{before} s", f"{after} s")
    assert not right(f"{math.ceil(factor * 1.1 + 3)}x", Relation.FASTER, f"{before + 1000} s", f"{after + 1000} s")


@given(SECONDS, SECONDS, st.sampled_from([60, 3600]))
def test_the_unit_changes_nothing(one_time: int, other: int, size: int) -> None:
    before, after = max(one_time, other), min(one_time, other)
    unit = {60: "min", 3600: "h"}[size]
    figure = f"{100 * (1 - after / before):.0f}%"
    assert right(figure, Relation.LESS, f"{before} {unit}", f"{after} {unit}")
    assert right(figure, Relation.LESS, f"{before} {unit}", f"{after * size} s")


@given(SECONDS, SECONDS, SECONDS, SECONDS)
def test_ranges_paired_end_to_end_are_right(a: int, b: int, c: int, d: int) -> None:
    low_before, high_before = sorted((a + 5000, b + 5000))
    low_after, high_after = sorted((c, d))
    assume(low_before < high_before)
    assume(low_after < high_after)
    ends = sorted(
        round(100 * (1 - after / before)) for before, after in ((low_before, low_after), (high_before, high_after))
    )
    assume(ends[0] < ends[1])
    before, after = f"{low_before}-{high_before} s", f"{low_after}-{high_after} s"
    assert right(f"{ends[0]}-{ends[1]}%", Relation.LESS, before, after)


EXAMPLES = [
    ("~40%", Relation.LESS, "50 min", "20 min", False),
    ("60%", Relation.LESS, "50 min", "20 min", True),
    ("~60%", Relation.LESS, "51 min", "20 min", True),
    ("30-50%", Relation.LESS, "50 min", "~20 min", False),
    ("67%", Relation.FASTER, "3 weeks", "1 day", False),
    ("95%", Relation.FASTER, "3 weeks", "1 day", True),
    ("93%", Relation.FASTER, "3 weeks", "1 day", True),  # by working days
    ("150%", Relation.FASTER, "50 min", "20 min", True),  # as speed
    ("68%", Relation.LESS, "350 ms", "110 ms", True),  # cut off
    ("87%", Relation.LESS, "16-23 h", "2-3 h", True),
    ("60-70%", Relation.LESS, "3-4 h", "1.5 h", False),
    ("40-50%", Relation.LESS, "600-900 ms", "250-550 ms", False),
    ("55-70%", Relation.LESS, "500-600 ms", "150-250 ms", True),
    ("43%", Relation.CHANGE, "8-14 h", "12-16 h", False),
    ("33%", Relation.FASTER, "6-7 weeks", "4-5 weeks", True),
    ("30x", Relation.FASTER, "5-10 min", "~10 s", True),
    ("13x", Relation.CHANGE, "260 ms", "<20 ms", True),
    ("26x", Relation.CHANGE, "260 ms", "10 ms", True),
    ("3-5x", Relation.FASTER, "60 s", "15 s", True),
    ("3x", Relation.FASTER, "60 s", "15 s", False),
    ("90x", Relation.FASTER, "3 min", "2 s", True),
    ("600%", Relation.MORE, "1 skill", "6 skills", False),
    ("500%", Relation.MORE, "1 skill", "6 skills", True),
    ("80%", Relation.LESS, "500 ms", "<100 ms", True),
    ("at least 60%", Relation.LESS, "3 errors", "<1.2 errors", True),
    ("at least 70%", Relation.LESS, "50 min", "20 min", False),
    ("up to 70%", Relation.LESS, "50 min", "20 min", True),
    ("100x", Relation.LESS, "5-10 MB", "1-50 KB", True),
    ("30 min", Relation.LESS, "50 min", "20 min", True),
    ("25 min", Relation.LESS, "50 min", "20 min", False),
    ("41.6%", Relation.LESS, "46.6%", "5%", True),  # in points
]


@pytest.mark.parametrize(("figure", "relation", "before", "after", "expected"), EXAMPLES)
def test_claims_as_they_are_made(figure: str, relation: Relation, before: str, after: str, expected: bool) -> None:
    assert expected is right(figure, relation, before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("5 files", "3 lines"), ("5 min", "3 files"), ("$5", "€3"), ("0 min", "3 min"), ("5 min", "3 min/day")],
)
def test_what_measures_different_things_is_not_compared(before: str, after: str) -> None:
    assert not comparable(Pair(one(before), one(after), True))
