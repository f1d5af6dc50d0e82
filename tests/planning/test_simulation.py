"""How long a plan takes for each width: laws, and the cases that can be reckoned by hand."""

from functools import cache
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.planning.bits import bits
from allsettled.planning.drawing import draw
from allsettled.planning.network import Network, connect
from allsettled.planning.ordering import best_order, critical_path
from allsettled.planning.plot import plot
from allsettled.planning.simulation import Duration, Simulation, durations, play, refill, simulate
from allsettled.planning.value import Plan, Task

SVG = "{http://www.w3.org/2000/svg}"


def t(id_: str, seconds: float | None, *needs: str, tier: str = "", writes: tuple[str, ...] = ()) -> Task:
    return Task(id_, id_, estimate=seconds, depends_on=needs, tier=tier, writes=writes)


def simulated(*tasks: Task, cap: int | None = None) -> Simulation:
    return simulate(connect(Plan(tasks)), cap=cap)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    tasks = []
    for index in range(draw(st.integers(1, 7))):
        needs = (
            draw(st.lists(st.sampled_from([f"t{n}" for n in range(index)]), unique=True, max_size=2)) if index else []
        )
        writes = draw(st.lists(st.sampled_from(["a", "b"]), max_size=1))
        tasks.append(t(f"t{index}", draw(st.integers(1, 90)), *needs, writes=tuple(writes)))
    return connect(Plan(tuple(tasks)))


def assert_possible(network: Network, times: list[tuple[float, float]], seconds: list[float], width: int) -> None:
    """Check that nobody works too early, beside a conflict, or as one too many."""
    for task, (start, finish) in enumerate(times):
        assert finish == pytest.approx(start + seconds[task])
        assert all(times[earlier][1] <= start for earlier in bits(network.before[task]))
        assert all(times[other][0] >= finish or times[other][1] <= start for other in bits(network.conflicts[task]))
        assert width >= sum(begin <= start < end for begin, end in times)


@settings(max_examples=120, deadline=None)
@given(networks(), st.integers(1, 4))
def test_no_simulation_beats_the_work_the_chain_or_the_dispatches(network: Network, width: int) -> None:
    seconds = [task.estimate or 0.0 for task in network.plan.tasks]
    dispatches, _ = best_order(network, width, seconds, network.ranks)
    waves, free = play(dispatches, seconds), refill(network, width, seconds)
    assert_possible(network, waves, seconds, width)
    assert_possible(network, free, seconds, width)
    found = simulate(network)
    chain = sum(seconds[task] for task in critical_path(network, seconds))
    for one in found.widths:
        assert sum(seconds) == pytest.approx(found.sequential)
        assert one.wall >= max(chain, sum(seconds) / one.width) - 1e-9
        assert one.refilled >= max(chain, sum(seconds) / one.width) - 1e-9
        assert one.speed_up == pytest.approx(sum(seconds) / one.wall)
        assert one.efficiency == pytest.approx(one.speed_up / one.width)
    assert found.widths[0].wall == pytest.approx(sum(seconds))
    best = min(one.wall for one in found.widths)
    assert found.at(found.recommended).wall <= best * 1.05
    assert all(one.wall > best * 1.05 for one in found.widths if one.width < found.recommended)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_independent_tasks_take_what_can_be_reckoned(lengths: list[int]) -> None:
    """With w at once, each dispatch lasts as long as its longest: every w-th of the tasks, the longest first."""
    found = simulated(*(t(f"t{n}", seconds) for n, seconds in enumerate(lengths)))
    longest = sorted(lengths, reverse=True)
    assert [sum(longest[:: one.width]) for one in found.widths] == [one.wall for one in found.widths]
    assert (sum(lengths), max(lengths)) == (found.widths[0].wall, found.widths[-1].wall)
    assert [sum(lengths), max(lengths)] == [found.widths[0].refilled, found.widths[-1].refilled]


@settings(max_examples=150, deadline=None)
@given(networks())
def test_more_at_once_never_take_longer_but_in_fewer_dispatches(network: Network) -> None:
    found = simulate(network)
    for narrow, wide in pairwise(found.widths):
        assert wide.wall <= narrow.wall or wide.dispatches < narrow.dispatches
        assert wide.dispatches <= narrow.dispatches
        told = f"{wide.width} at once take longer than {narrow.width}"
        assert (wide.wall > narrow.wall) == (told in " ".join(plot(found).split()))


def shortest(network: Network, width: int, count: int, seconds: list[float]) -> float:
    """Return the least wall-clock of all orders of so many dispatches, by trying them all."""

    @cache
    def rest(done: int, left: int) -> float:
        if done == (1 << len(seconds)) - 1:
            return 0.0
        if not left:
            return float("inf")
        free = [i for i in range(len(seconds)) if not done >> i & 1 and not network.before[i] & ~done]
        best = float("inf")
        for size in range(1, width + 1):
            for group in combinations(free, size):
                members = sum(1 << i for i in group)
                if not any(network.conflicts[i] & members for i in group):
                    best = min(best, max(seconds[i] for i in group) + rest(done | members, left - 1))
        return best

    return rest(0, count)


@settings(max_examples=80, deadline=None)
@given(networks(), st.integers(1, 4))
def test_the_order_of_the_fewest_dispatches_is_not_far_from_the_shortest(network: Network, width: int) -> None:
    seconds = [task.estimate or 0.0 for task in network.plan.tasks]
    dispatches, minimal = best_order(network, width, seconds, network.ranks)
    wall = max(finish for _, finish in play(dispatches, seconds))
    best = shortest(network, width, len(dispatches), seconds)
    assert minimal
    assert best <= wall <= best * 1.6


def test_four_at_once_may_take_longer_than_three() -> None:
    """Found by trying: three dispatches hold each other up more than four."""
    tasks = (
        *(t("a", 5, writes=("x",)), t("b", 2, "a"), t("c", 6), t("d", 4, "b", "a"), t("e", 19)),
        *(t("f", 2, "c", writes=("y",)), t("g", 15, writes=("x",)), t("h", 4, "f")),
    )
    found = simulated(*tasks)
    assert [(57, 8), (31, 4), (36, 3), (29, 3)] == [(one.wall, one.dispatches) for one in found.widths[:4]]
    assert "3 at once take longer than 2: in 3 dispatches instead of 4, more wait for the longest." in plot(found, 200)


def test_independent_tasks_of_one_length_scale_until_the_width_divides_no_more() -> None:
    found = simulated(*(t(f"t{n}", 60) for n in range(6)))
    assert [360, 180, 120, 120, 120, 60] == [one.wall for one in found.widths]
    assert [6, 3, 2, 2, 2, 1] == [one.dispatches for one in found.widths]
    assert (6, 360) == (found.recommended, found.sequential)
    assert 60 == found.at(99).wall


def test_tiers_wait_for_each_other() -> None:
    found = simulated(t("a", 60, tier="P0"), t("b", 30, tier="P0"), t("c", 60, tier="P1"), t("d", 30, tier="P1"))
    assert [180, 120, 120, 120] == [one.wall for one in found.widths]
    assert 2 == found.recommended


def test_a_place_that_is_filled_again_at_once_saves_what_dispatches_wait_for() -> None:
    found = simulated(t("long", 60), t("b", 20), t("c", 20), t("d", 20))
    assert (80, 60) == (found.at(2).wall, found.at(2).refilled)


def test_a_plans_own_dispatches_stay_and_are_cut_where_they_are_wider() -> None:
    tasks = tuple(Task(f"t{n}", "a", estimate=10.0, dispatch=1 + n // 3) for n in range(6))
    found = simulate(connect(Plan(tasks)))
    assert [60, 40, 20, 20, 20, 20] == [one.wall for one in found.widths]
    assert [60, 40, 20, 20, 20, 20] == [one.refilled for one in found.widths]
    wrong = Plan(
        (Task("a", "a", estimate=10.0, dispatch=1, depends_on=("b",)), Task("b", "b", estimate=5.0, dispatch=1))
    )
    assert [15, 15] == [one.wall for one in simulate(connect(wrong)).widths]
    assert [15, 15] == [one.refilled for one in simulate(connect(wrong)).widths]


def test_a_conflict_is_never_at_work_twice() -> None:
    found = simulated(*(t(f"t{n}", 10, writes=("same.py",)) for n in range(4)))
    assert [40, 40, 40, 40] == [one.wall for one in found.widths]
    assert 1 == found.recommended


def test_a_duration_comes_from_the_most_exact_source() -> None:
    tasks = (
        Task("a", "x", estimate=5.0, timebox=100.0),
        Task("b", "x", timebox=100.0),
        Task("c", "y", timebox=100.0),
        Task("d", "z", timebox=100.0),
        Task("e", "q"),
    )
    plan = Plan(tasks, seconds={"x": 7.0, "y": 8.0})
    assert {
        "a": Duration(5.0, "estimate"),
        "b": Duration(9.0, "measured"),
        "c": Duration(8.0, "plan"),
        "d": Duration(100.0, "timebox"),
        "e": Duration(8.5, "assumed"),
    } == durations(plan, {"x": 9.0})
    assert Duration(1.0, "measured") == durations(plan, {"b": 1.0, "x": 9.0})["b"]


def test_what_cannot_be_simulated_says_why() -> None:
    with pytest.raises(UserError) as nothing:
        simulated(Task("a", "a"))
    assert "no task has a duration to simulate with" == nothing.value.message
    assert "give tasks an `estimate` or a `timebox`, or the plan `seconds` for each agent" == nothing.value.hint
    with pytest.raises(UserError) as circle:
        simulated(t("a", 1, "b"), t("b", 1, "a"))
    assert "no order of the tasks is possible, so there is nothing to simulate" == circle.value.message


def test_the_plot_fits_and_says_what_it_rests_on() -> None:
    found = simulated(*(t(f"t{n}", 60) for n in range(4)), Task("u", "u", timebox=60.0), Task("v", "v"), cap=2)
    assert """\
  agents  wall-clock  speed-up  efficiency
       1       6 min     1.00x       100 %  ██████████████
       2       3 min     2.00x       100 %  ███████
       3       2 min     3.00x       100 %  ████▋
       4       2 min     3.00x        75 %  ████▋
       5       2 min     3.00x        60 %  ████▋
>      6       1 min     6.00x       100 %  ██▍

6 at once: 1 min instead of 6 min one after the other,
6.00 times as fast.
The cap is 2: 3 min, 2.00 times as fast.
For 1 of 6 tasks the duration is the timebox, the longest
that they may take.
For 1 of 6 tasks the duration is the median of the others.
""" == plot(found, 58)
    ascii_ = plot(found, 58, ascii_only=True)
    assert ascii_.isascii()
    assert ">      6       1 min     6.00x       100 %  ##\n" in ascii_


def test_the_plot_leaves_out_widths_that_change_nothing() -> None:
    assert """\
  agents  wall-clock  speed-up  efficiency
>      1  1 min 30 s     1.00x       100 %  ##############
       2  1 min 30 s     1.00x        50 %  ##############
  up to 9: the same

Several at once gain nothing: 1 min 30 s in any case.
""" == plot(simulated(*(t(f"t{n}", 10, writes=("same.py",)) for n in range(9))), 58, ascii_only=True)


@pytest.mark.parametrize(
    ("tasks", "widest", "sentence"),
    [
        ([t("a", 600)], None, "One at once: 10 min."),
        ([t("a", 300), t("b", 300)], 1, "One at once: 10 min; more at once weren't played."),
        (
            [t("a", 590), t("b", 590, "a"), t("c", 20)],
            None,
            "One at once: 20 min; several at once save less than 5 % of that.",
        ),
    ],
)
def test_the_plot_claims_only_what_was_played(tasks: list[Task], widest: int | None, sentence: str) -> None:
    found = simulate(connect(Plan(tuple(tasks))), widest=widest)
    assert sentence == plot(found, 80).split("\n\n")[-1].strip()


@settings(max_examples=60, deadline=None)
@given(networks(), st.text(max_size=120))
def test_the_drawing_is_xml_that_tells_its_content_and_needs_nothing_else(network: Network, title: str) -> None:
    found = simulate(network, cap=2)
    text = draw(found, title)
    root = ET.fromstring(text)
    name, what = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert name is not None
    assert what is not None
    assert root.get("aria-labelledby") == f"{name.get('id')} {what.get('id')}"
    assert "img" == root.get("role")
    assert f"Recommended: {found.recommended} at once" in str(what.text)
    assert len(found.widths) == sum(one.find(f"{SVG}title") is not None for one in root.iter(f"{SVG}rect"))
    assert "prefers-color-scheme: dark" in text
    assert 1 == draw(found, "").count("://")
    assert not {"script", "image", "foreignObject", "use"} & {one.tag.removeprefix(SVG) for one in root.iter()}
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("height", "0")) >= 0
        assert 0 <= float(one.get("x", "0")) <= 720
    assert text == draw(found, title)
