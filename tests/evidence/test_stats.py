"""Figures of dispatches and of many: exact, and silent where nothing can be said."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest

from allsettled.evidence.model import NOTHING, AgentRun, Dispatch, Evidence, FileRead, Source, State
from allsettled.evidence.stats import measure, summarise
from allsettled.evidence.stats.goals import goals
from allsettled.evidence.stats.numbers import median
from allsettled.evidence.stats.retries import Retries, retries
from allsettled.evidence.stats.widths import by_width, that_pays
from allsettled.evidence.union import ordered, unite
from evidence.claude import at

OK = State.OK


def run(
    id_: str, start: float | None, end: float | None, state: State = OK, *, called: float | None = None, **more: Any
) -> AgentRun:
    def moment(seconds: float | None) -> datetime | None:
        return None if seconds is None else at(seconds)

    source = Source.EVENT
    return AgentRun(
        id_,
        state,
        dispatched=moment(start if called is None else called),
        started=moment(start),
        finished=moment(end),
        start_source=source,
        end_source=source,
        **more,
    )


def dispatch(id_: str, *runs: AgentRun, session: str = "s1") -> Dispatch:
    return Dispatch(id_, "claude-code", ordered(runs), ("x.jsonl",), (session,))


def spread(id_: str, spans: Sequence[tuple[float, float]], state: State = OK) -> Dispatch:
    return dispatch(id_, *(run(f"{id_}{n}", start, end, state) for n, (start, end) in enumerate(spans)))


def test_figures_of_a_dispatch() -> None:
    figures = measure(dispatch("m", run("a", 10, 70, called=2), run("b", 10, 40), run("c", 40, 50)))
    second = 1_000_000
    assert (3, 3, 60 * second, 100 * second, 40 * second, 68 * second) == (
        figures.width,
        figures.timed,
        figures.wall,
        figures.sum,
        figures.saved,
        figures.from_dispatch,
    )
    assert (Fraction(5, 3), Fraction(5, 9), Fraction(2, 3), Fraction(3, 5), 2) == (
        figures.speedup,
        figures.efficiency,
        figures.overlap,
        figures.imbalance,
        figures.peak,
    )


def test_runs_that_lie_apart_save_nothing() -> None:
    figures = measure(spread("m", [(0, 10), (20, 30)]))
    assert (-10_000_000, Fraction(2, 3), 1, Fraction(0)) == (
        figures.saved,
        figures.speedup,
        figures.peak,
        figures.overlap,
    )


@pytest.mark.parametrize("state", [state for state in State if not state.worked])
def test_a_run_that_did_not_work_does_not_count_as_work(state: State) -> None:
    figures = measure(dispatch("m", run("a", 0, 10), run("b", 0, 5000, state)))
    assert (2, 1, 10_000_000, False) == (figures.width, figures.timed, figures.wall, figures.parallel)


@pytest.mark.parametrize("state", [State.FAILED, State.FAILED_SILENTLY])
def test_a_failed_run_worked(state: State) -> None:
    assert 2 == measure(spread("m", [(0, 10), (0, 10)], state)).timed


def test_of_nothing_nothing_is_said() -> None:
    figures = measure(dispatch("m", run("a", None, None, State.NO_RESULT)))
    assert (None, None, None, None, None) == (
        figures.wall,
        figures.saved,
        figures.speedup,
        figures.peak,
        figures.overlap,
    )
    instant = measure(spread("m", [(5, 5), (5, 5)]))
    assert (0, None, False) == (instant.wall, instant.speedup, instant.parallel)


def test_the_median_is_exact() -> None:
    assert median([]) is None
    assert Fraction(1, 3) == median([Fraction(1, 3)])
    assert Fraction(5, 12) == median([Fraction(1, 2), Fraction(1, 3)])
    assert 2 == median([3, 1, 2])


def test_failures_of_all_kinds_are_failures_and_the_unknown_are_none() -> None:
    found = summarise(Evidence((dispatch("m", *(run(state, 0, 10, state) for state in State)),)))
    assert dict.fromkeys(State, 1) == dict(found.states)
    assert 4 == found.failed  # failed, failed silently, cancelled by a sibling, of an unknown type
    assert Fraction(4, 5) == found.failure_rate


def test_a_retry_is_the_same_task_after_its_failure() -> None:
    failed = run("a", 0, 10, State.FAILED, description="look", agent="space:qa")
    runs = [
        run("early", 5, 20, description="look", agent="qa"),
        run("other", 20, 30, description="look", agent="security"),
        run("again", 20, 30, State.FAILED_SILENTLY, description="look", agent="qa"),
        run("third", 40, 50, description="look", agent="else:qa"),
    ]
    found = [dispatch("m0", failed), *(dispatch(f"m{one.id}", one) for one in runs)]
    assert Retries(failed=2, retries=2, recovered=2) == retries(found)
    assert Retries(failed=1) == retries([dispatch("m0", failed), dispatch("m1", runs[3], session="s2")])
    assert Retries(failed=1) == retries([dispatch("m0", failed), dispatch("m1", runs[0])])  # before it had ended


def test_an_agent_that_is_woken_again_is_a_retry_whatever_it_is_called() -> None:
    failed = run("a", 0, 10, State.FAILED, description="execute", agent_id="a1")
    resumed = run("b", 20, 30, description="resume", agent_id="a1")
    assert Retries(1, 1, 1) == retries([dispatch("m0", failed), dispatch("m1", resumed)])
    stopped = run("b", 20, 30, State.INTERRUPTED, description="resume", agent_id="a1")
    assert Retries(1, 1, 0) == retries([dispatch("m0", failed), dispatch("m1", stopped)])


def test_where_no_such_agent_existed_the_type_by_its_right_name_is_a_retry() -> None:
    missing = run("a", 0, 1, State.UNKNOWN_TYPE, description="look", agent="qa")
    again = run("b", 20, 30, description="look around", agent="space:qa")
    assert Retries(1, 1, 1) == retries([dispatch("m0", missing), dispatch("m1", again)])
    failed = run("a", 0, 1, State.FAILED, description="look", agent="qa")
    assert Retries(1) == retries([dispatch("m0", failed), dispatch("m1", again)])


def widths(*counts: tuple[int, int, float]) -> list[Dispatch]:
    """Dispatches: how wide, how many, and how many seconds their runs lie apart."""
    return [
        spread(f"m{width}-{number}-", [(n * apart, n * apart + 60) for n in range(width)])
        for width, many, apart in counts
        for number in range(many)
    ]


def test_what_width_pays_is_told_where_there_is_enough_data() -> None:
    measured = [(one, measure(one)) for one in widths((2, 5, 0), (4, 6, 20), (8, 4, 0))]
    rows = by_width(measured)
    assert [(2, 5, Fraction(2)), (4, 6, Fraction(2)), (8, 4, Fraction(8))] == [
        (row.width, row.dispatches, row.speedup) for row in rows
    ]
    best = that_pays(rows)
    assert best is not None
    assert (2, Fraction(1)) == (best.width, best.efficiency)  # of two as fast, the narrower
    assert that_pays(row for row in rows if row.width != 2) is None


def test_dispatches_with_a_failure_say_nothing_of_width() -> None:
    hurt = dispatch("m", run("a", 0, 60), run("b", 0, 60), run("c", 0, 60, State.FAILED))
    assert () == by_width([(hurt, measure(hurt))])


def test_goals() -> None:
    found = [
        spread("m1", [(0, 170)] * 4),  # 680 s of work in 170 s
        spread("m2", [(0, 900)] * 3),
        spread("m3", [(0, 20)] * 5),  # not ten minutes of work
        dispatch("m4", run("x", 0, 10, State.FAILED), run("y", 0, 10)),
        spread("m5", [(0, 10)] * 2, State.FAILED),
        spread("single", [(0, 5000)]),
    ]
    wall, utilisation, partial = goals([(one, measure(one)) for one in found])
    assert (2, Fraction(535), False) == (wall.dispatches, wall.value, wall.met)
    assert (5, Fraction(3), True) == (utilisation.dispatches, utilisation.value, utilisation.met)
    assert (2, Fraction(1, 2), False) == (partial.dispatches, partial.value, partial.met)
    assert [(0, None, None)] * 3 == [(goal.dispatches, goal.value, goal.met) for goal in goals([])]


def test_sums_are_over_dispatches_of_two_or_more() -> None:
    found = summarise(
        Evidence(
            (spread("m1", [(0, 10), (0, 30)]), spread("m2", [(0, 100)]), spread("m3", [(0, 5 * 3600)])),
            (FileRead("x.jsonl", "claude-code", 9, 1), FileRead("y.jsonl", "claude-code", 1)),
        )
    )
    assert (1, 30_000_000, 40_000_000, Fraction(4, 3)) == (found.parallel, found.wall, found.sum, found.speedup)
    assert (4, 10, 1, 2, 1) == (found.agents, found.lines, found.bad_lines, found.peak, found.long_runs)


def test_a_journal_does_not_count_what_a_transcript_tells() -> None:
    told = dispatch("msg_1", run("toolu_1", 0, 10, agent_id="a1"))
    journal = Dispatch("batch:toolu_1", "journal", (run("toolu_1", 0, 10),))
    started = Dispatch("a1", "journal", (run("a1", 0, None, State.PENDING),))
    other = Dispatch("batch:toolu_9", "journal", (run("toolu_9", 0, 10),))
    found = summarise(unite(Evidence((told, journal, started, other)), NOTHING))
    assert ["batch:toolu_9", "msg_1"] == sorted(one.id for one, _ in found.measured)
