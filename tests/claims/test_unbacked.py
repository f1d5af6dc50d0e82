import pytest

from claims.reading import found

NO_TIMES = "is claimed without the times that it's taken from"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parallel dispatch saved 30+ minutes vs sequential processing", f"1: 30+ minutes: 30+ minutes {NO_TIMES}"),
        ("3 agents reduced planning time by ~50%", f"1: ~50%: ~50 % {NO_TIMES}"),
        ("2.8-4.4x speed improvements", f"1: 2.8-4.4x: 2.8-4.4x {NO_TIMES}"),
        ("Batch mode is 88% faster", f"1: 88%: 88 % {NO_TIMES}"),
        ("Saved 15 minutes per PR", f"1: 15 minutes: 15 minutes {NO_TIMES}"),
        ("Result: 88% faster, as the tests see it", f"1: 88%: 88 % {NO_TIMES}"),
        (
            "60% less (51 min sequential → 20 min parallel)",
            "1: 51 min: 51 min is given as a fact: work that ran in parallel has no sequential time of its own",
        ),
    ],
)
def test_a_speed_up_that_nothing_backs(text: str, expected: str) -> None:
    assert [expected] == found(text, "unbacked")
    assert [] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "60% less (20 min vs ~50 min sequential)",
        "60% less (20 min parallel vs 50 min estimated sequential)",
        "Target: 40% less time",
        "It may be 40% faster",
        "Estimated 60% time savings",
        "- [ ] Discovery time reduced by 50%",
        "Reduce planning time by 50%",
        "The run took 20 min, 40% faster than before",
        "40% fewer files",
        "33% size reduction",
        "Is it 40% faster?",
        "12,000x slower",
        "Speedup > 3x",
        "It was measured: 40% faster",
        "`40% faster`",
        "40% faster (per ADR-009)",
        "It is 40% faster, see `benchmarks/cache.md`",
        "perf: cache for 40% faster starts",
        "`fix(cache)!: 40% faster starts`",
    ],
)
def test_what_is_backed_or_says_that_it_is_a_goal(text: str) -> None:
    assert [] == found(text, "unbacked")


def test_a_list_may_hold_the_times() -> None:
    text = "- Sequential: ~50 min\n- Parallel: 20 min\n- 60% less time\n"
    assert [] == found(text, "unbacked")


def test_a_cell_is_read_with_its_row_and_heading() -> None:
    table = "| What | {} |\n|---|---|\n| Dispatch | 40% wall-clock reduction |\n"
    assert [f"3: 40%: 40 % {NO_TIMES}"] == found(table.format("Impact"), "unbacked")
    assert [] == found(table.format("Expected impact"), "unbacked")


def test_a_link_may_lead_to_the_times() -> None:
    assert [] == found("Parallel dispatch is [40% faster](https://example.com/times)", "unbacked")


def test_the_times_may_stand_in_the_lines_beside_it() -> None:
    text = "**Evidence**: triage (3 min) vs one by one (~40 min)\n**Impact**: 30+ minute time savings"
    assert [] == found(text, "unbacked")
    assert [] == found("- Before: ~40 min\n- After: 3 min\n- Good, 30+ minute time savings\n", "unbacked")


def test_a_column_may_say_where_the_times_are() -> None:
    table = "| Finding | Source |\n|---|---|\n| 80% execution time reduction | {} |\n"
    assert [] == found(table.format("`runs/times.md`"), "unbacked")
    assert [f"3: 80%: 80 % {NO_TIMES}"] == found(table.format(""), "unbacked")


TABLE = """
| Path | Before | After | Latency reduction |
|---|---|---|---|
| Shell | 400 ms | 100 ms | 75% |
"""


@pytest.mark.parametrize(
    "times",
    [
        "Latency reduction of 75% (400 ms → 100 ms).",
        "- Before: 400 ms\n- After: 100 ms\n- Reduction: 75%",
        TABLE,
        "Latency fell by 70-80%: from 400 ms to 80-120 ms.",
    ],
)
def test_the_times_may_stand_elsewhere_in_the_document(times: str) -> None:
    claim = "# Decision\n\n- Good, because 75% latency reduction\n"
    assert [f"3: 75%: 75 % {NO_TIMES}"] == found(claim, "unbacked")
    assert [] == found(f"{claim}\n## Numbers\n\n{times}\n", "unbacked")


def test_times_of_another_figure_back_nothing() -> None:
    text = "- Good, because 75% latency reduction\n\n## Numbers\n\nThe build takes 40% less time (50 s → 30 s).\n"
    assert [f"1: 75%: 75 % {NO_TIMES}"] == found(text, "unbacked")


def test_a_wrong_figure_is_reported_where_its_times_stand_and_backs_no_other() -> None:
    wrong = "\n## Numbers\n\nIt took 40% less time (20 min vs 50 min estimated).\n"
    assert [] == found(f"Dispatch reduced wall-clock time by 40%\n{wrong}", "unbacked")
    assert [f"1: 30-50%: 30-50 % {NO_TIMES}"] == found(
        f"Dispatch reduces wall-clock time by 30-50%\n{wrong}", "unbacked"
    )
