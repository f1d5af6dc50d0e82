import pytest

from allsettled.claims import problems
from allsettled.document import parse
from claims.reading import found

WRONG = [
    (
        "Wall-clock time reduced by ~40% (20 min vs 50 min estimated sequential)",
        "~40%: 20 min instead of 50 min is 60 % less, not ~40 %",
    ),
    (
        "Completed in ~20 minutes (parallel) vs ~50 minutes estimated (sequential). 40% reduction.",
        "40%: ~20 minutes instead of ~50 minutes is 60 % less, not 40 %",
    ),
    (
        "**Wall-Clock Time Savings (40%)**: Parallel execution ~20 minutes vs sequential estimate ~50 minutes",
        "40%: ~20 minutes instead of ~50 minutes is 60 % less, not 40 %",
    ),
    (
        "- **Time savings**: **40% reduction** (51 min sequential → 20 min parallel)",
        "40%: 20 min instead of 51 min is 61 % less, not 40 %",
    ),
    ("Done in 1 day vs 3-week estimate (67% faster)", "67%: 1 day instead of 3-week is 95 % less, not 67 %"),
    ("12-16 hrs vs 8-14 hrs (43% difference)", "43%: 12-16 hrs instead of 8-14 hrs is 14-50 % more, not 43 %"),
    ("Found 6 skills (vs 1 created by hand) - 600% increase", "600%: 6 skills instead of 1 is 500 % more, not 600 %"),
    ("It took 20 minutes instead of 50, a reduction of 40%.", "40%: 20 minutes instead of 50 is 60 % less, not 40 %"),
    ("cut from 50 min to 20 min, 40% faster", "40%: 20 min instead of 50 min is 60 % less, not 40 %"),
    ("60 s → 15 s is a 3x speedup", "3x: 15 s against 60 s is 4x, not 3x"),
    ("Speed-up: 3x (sequential sum 45 min, wall-clock 20 min)", "3x: 20 min against 45 min is 2.3x, not 3x"),
    ("Saved 40 min (20 min vs 50 min)", "40 min: 20 min instead of 50 min is 30 min less, not 40 min"),
    ("18 → 12 issues (-43%)", "-43%: 12 issues instead of 18 is 33 % less, not -43 %"),
    ("5:10.69 → 3:57.40 (33% faster)", "33%: 3:57.40 instead of 5:10.69 is 24 % less, not 33 %"),
    (
        "Latency 183-416ms → 80-150ms (20-30% less)",
        "20-30%: 80-150ms instead of 183-416ms is 56-64 % less, not 20-30 %",
    ),
    ("reduced by more than 70% (20 min vs 50 min)", "70%: 20 min instead of 50 min is 60 % less, not 70 %"),
    ("72% of the time (2.5 s of 4 s)", "72%: 2.5 s of 4 s is 62.5 %, not 72 %"),
    ("used 12 MB of 100 MB (15%)", "15%: 12 MB of 100 MB is 12 %, not 15 %"),
    ("57% (4 of 9)", "57%: 4 of 9 is 44 %, not 57 %"),
    ("142/146 tests pass (99.9%)", "99.9%: 142 of 146 is 97.3 %, not 99.9 %"),
    ("Savings: (51-20)/51 = 40%", "40%: (51-20)/51 is 61 %, not 40 %"),
    ("92 comments/60 min = 2.5/min", "2.5/min: 92 comments/60 min is 1.5/min, not 2.5/min"),
    ("3 × 17 min = 61 min", "61 min: 3 × 17 min is 51 min, not 61 min"),
    ("Score: (2 + 2 × 3) / 4 = 3", "3: (2 + 2 × 3) / 4 is 2, not 3"),
    ("Dispatched 3, succeeded 2, failed 2", "3: 2 + 2 is 4, not 3"),
    ("Dispatched 4 agents: 2 completed, 1 failed", "4: 2 + 1 is 3, not 4"),
    ("Tests: 25 passed, 2 failed, 3 skipped, 28 total", "28: 25 + 2 + 3 is 30, not 28"),
    ("P0: 1, P1: 8, P2: 5, Total: 12", "12: 1 + 8 + 5 is 14, not 12"),
    ("- **Total Comments**: 12 (6 review, 5 replies)", "12: 6 + 5 is 11, not 12"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[text[:40] for text, _ in WRONG])
def test_a_wrong_figure_is_found_with_the_right_one(text: str, expected: str) -> None:
    assert [f"1: {expected}"] == found(text)


RIGHT = [
    "Wall-clock time reduced by 60% (20 min vs 50 min)",
    "The parallel run took 20 minutes instead of 50, a reduction of 60%.",
    "68% faster skill discovery (350ms → 110ms)",
    "Reduce from 350ms (5 skills) to 110ms (68% reduction)",
    "24% faster than estimated (1.6h vs 2.1h)",
    "Latency 183-416ms → 80-150ms (56-64% less)",
    "5:10.69 → 3:57.40 (23.6% faster)",
    "1,363 → 3 violations (99.8% reduction)",
    "500ms → <100ms (80% improvement)",
    "~40 → ~15 (62% less)",
    "46 to 441 lines (10x improvement)",
    "2.5x speedup: 50 min → 20 min",
    "150% faster: 50 min → 20 min",
    "Two reads use **81.6% fewer tokens** than one (243 vs 1,325).",
    "**1,201 files** vs 1,000 files (20% overhead)",
    "CI time increase < 25% (from 5 min to < 6.25 min)",
    "reduced to 40% (20 min vs 50 min)",
    "57% of the 9 runs",
    "44% (4 of 9)",
    "62% of the time (2.5 s of 4 s)",
    "63% of the time (2.5 s of 4 s)",
    "38% less (2.5 s of 4 s)",
    "33% of the time (20 s of 1 min)",
    "42% of the run (5 min of 12 min)",
    "80% (1 min of 5 min)",
    "90% of the time (2 s of ~4 s)",
    "90% (2 GB of 4 h)",
    "(51-20)/51 = 61%",
    "92 comments/60 min = 1.5/min",
    "5 × 2 × 1.5 = 15x",
    "100% - 25% = 75%",
    "26 review + 3 issue = 29 comments",
    "897/897 tests pass (3 skipped as expected)",
    "**4 Accept + 1 Disagree-and-Commit = CONSENSUS**",
    "Dispatched 3, succeeded 2, failed 1",
    "Tests: 25 passed, 2 failed, 28 total",  # the skipped one goes without saying
    "Total Issues: 8 (1 blocker, 3 high, 2 medium, 2 low)",
    "Total: 9 (1 original + 4 refined pairs)",
    "Found 12 issues (2 critical, 4 high)",
    "29 issues + 1 proposal (6 P0, 21 P1, 2 P2, 1 P1 proposal)",
]


@pytest.mark.parametrize("text", RIGHT, ids=[text[:40] for text in RIGHT])
def test_a_right_figure_is_left_alone(text: str) -> None:
    assert [] == found(text)


DOUBTFUL = [
    "from 12:50 to 12:20, 40% less",  # times of day
    "Sessions 19-21 vs 22: 40% less",  # names
    "`reduced by 40% (20 min vs 50 min)`",
    '"reduced by 40% (20 min vs 50 min)"',
    "~~reduced by 40% (20 min vs 50 min)~~",
    "> reduced by 40% (20 min vs 50 min)",
    "```text\nreduced by 40% (20 min vs 50 min)\n```",
    "<!-- reduced by 40% (20 min vs 50 min) -->",
    "The claim of 40% less (20 min vs 50 min) is wrong.",
    "Not 40% less but 60% less (20 min vs 50 min)",
    "CPU time fell by 30%, memory grew from 10 MB to 20 MB",
    "5 min → 2 min, and memory was cut by 20%",
    "5 min → 2 min (20% fewer errors)",
    "20 min vs 50 files (40% less)",
    "5 to 10 minutes (40% less)",  # a range
    "100 → 50 → 20 (40% less)",  # a chain
    "up to 92% less (5 files vs 10 files)",
    "Coverage rose from 50% to 80% (30% improvement)",  # points
    "24% (0/5 on this one, mostly style)",
    "75% complete (3 of 5, 1 partial)",
    "99.9% (43 min/month)",
    "ROI: 400% (3 hours saved / 0.75 hours)",
    "f(3) + 4 = 9",
    "x + 3 + 4 = 9",
    "2025-12-18 = 5",
    "8-14 = 6",
    "1 h + 30 min = 90 min",
]


@pytest.mark.parametrize("text", DOUBTFUL, ids=[text[:40].replace("\n", " ") for text in DOUBTFUL])
def test_in_doubt_nothing_is_said(text: str) -> None:
    assert [] == found(text)


def test_a_claim_may_span_the_lines_of_a_paragraph() -> None:
    text = "The dispatch was quick:\nwall-clock time reduced by ~40%\n(20 min\nvs 50 min)."
    assert ["2: ~40%: 20 min instead of 50 min is 60 % less, not ~40 %"] == found(text)


def test_two_sentences_on_parallel_and_sequential_time_belong_together() -> None:
    text = (
        "Parallel execution works on independent tasks, reducing wall-clock time by 30-50% compared to sequential "
        "execution. In one session it took approximately 20 minutes versus an estimated 50 minutes for sequential "
        "execution."
    )
    assert ["1: 30-50%: 20 minutes instead of 50 minutes is 60 % less, not 30-50 %"] == found(text)


def test_each_labelled_line_is_a_statement_of_its_own() -> None:
    assert [] == found("**Before**: 50 min → 20 min\n**Coverage**: 40% improvement")


def test_each_claim_of_a_sentence_is_judged() -> None:
    text = "REST 500 ms → 100 ms (80% faster), GraphQL 350 ms → 110 ms (50% faster)"
    assert ["1: 50%: 110 ms instead of 350 ms is 69 % less, not 50 %"] == found(text)


def test_a_figure_that_is_right_elsewhere_in_the_passage_is_no_fault() -> None:
    assert [] == found("40% less was hoped for, 60% less it was (20 min vs 50 min); 40% less (20 min vs 50 min)")


def test_a_repeated_figure_is_named_with_the_one_that_has_numbers() -> None:
    text = "The dispatch took 40% less time (20 min vs 50 min).\n\nSo parallel work saved ~40% time.\n"
    first = next(iter(problems(parse(text))))
    assert "write 60 %, or correct the numbers that it's taken from; the same figure stands in line 3" == first.hint
