from claims.reading import found


def table(*rows: str) -> str:
    header, *body = rows
    return "\n".join((f"| {header} |", "|" + "---|" * (header.count("|") + 1), *(f"| {row} |" for row in body)))


def test_before_and_after_are_told_by_their_headings() -> None:
    text = table("Run | Sequential | Parallel | Improvement", "22 | 50 min (estimated) | 20 min | **40% reduction**")
    assert ["3: 40%: 20 min instead of 50 min is 60 % less, not 40 %"] == found(text)


def test_a_figure_under_improvement_needs_no_cue_word() -> None:
    text = table("Step | Before | After | Improvement", "a | 1199ms | 316ms | 73.6%", "b | 600ms | 250ms | 40%")
    assert ["4: 40%: 250ms instead of 600ms is 58 % less, not 40 %"] == found(text)


def test_ranges_are_paired_end_to_end() -> None:
    text = table(
        "Platform | Before (shell) | Current Implementation | Improvement", "a | 183-416ms | 80-150ms | 56-64%"
    )
    assert [] == found(text)


def test_without_headings_two_quantities_of_one_unit_before_a_reduction_will_do() -> None:
    text = table("Workflow | Artifact | Was | Is | Effect", "a | b | 30 days | 7 days | 60% reduction")
    assert ["3: 60%: 7 days instead of 30 days is 77 % less, not 60 %"] == found(text)


def test_a_percentage_of_another_column_is_not_judged() -> None:
    text = table("Scenario | Specs | Time (No Cache) | Time (Cached) | Hit Rate", "warm | 30 | ~150ms | ~100ms | 97%")
    assert [] == found(text)


def test_more_than_two_columns_of_one_unit_are_left_alone() -> None:
    text = table("Job | Current | With one | With all | Change", "all | 65s | 85s | 120s | +10%")
    assert [] == found(text)


def test_service_levels_are_no_before_and_after() -> None:
    text = table("Service | Availability | Latency | Errors", "web | 99.9% (43 min/month) | < 500ms | < 1%")
    assert [] == found(text)


def test_the_difference_itself_is_judged() -> None:
    text = table("Aspect | Original | Revised | Change", "P0 | 13 | 2 | -11 (-85%)", "P1 | 13 | 2 | -10")
    assert ["4: -10: 2 instead of 13 is 11 less, not -10"] == found(text)


def test_counts_of_something_else_are_no_difference() -> None:
    assert [] == found(table("Part | Before | After | Change", "x | 586 lines | 386 lines | 1 commit"))


def test_a_figure_about_another_subject_is_left_alone() -> None:
    assert [] == found(table("Part | Before | After | Notes", "x | 50 min | 20 min | 30% memory reduction"))


def test_a_cell_is_read_by_itself_too() -> None:
    assert ["3: 60%: 4 of 7 is 57 %, not 60 %"] == found(table("Metric | Value", "Edges | 60% (4/7 identified)"))


def test_an_escaped_pipe_before_a_figure_moves_nothing() -> None:
    assert ["3: 57%: 4 of 9 is 44 %, not 57 %"] == found(table("Metric | Value", r"Rate | `a \| b` 57% (4 of 9)"))


def test_a_torn_row_is_judged_by_no_one() -> None:
    text = table("Run | Sequential | Parallel | Improvement", "22 | 50 min | x | 20 min | 40% reduction")
    assert [] == found(text)


def test_a_target_marked_as_met_that_is_missed() -> None:
    text = table(
        "Metric | Target | Actual | Status",
        "Incident | <30 min | 30 min | ✅ ON_TIME",
        "Recovery | <10 min | 8 min (est) | ✅ ON_TRACK",
        "Coverage | >=80% | 80% | ✅ PASS",
        "Coverage | >80% | 80% | PASS",
        "Size | <500 lines | 731 lines | ⚠️",
        "Time | <1 h | 61 min | met",
        "Time | <1 h | ~61 min | met",
        "Done | 2 | 2 | ✅",
    )
    assert [
        "3: ✅ ON_TIME: 30 min doesn't meet the target <30 min, though it's marked as met",
        "6: PASS: 80% doesn't meet the target >80%, though it's marked as met",
        "8: met: 61 min doesn't meet the target <1 h, though it's marked as met",
    ] == found(text)


def test_percentages_that_make_up_a_hundred_are_shares_of_the_counts() -> None:
    text = table("Kind | Count | Share", "a | 1 | 25%", "b | 3 | 75%")
    assert [] == found(text)
    assert ["3: 62%: 3 of 6 is 50 %, not 62 %"] == found(table("Kind | Count | Share", "a | 3 | 62%", "b | 3 | 38%"))


def test_percentages_that_do_not_make_up_a_hundred_are_not_shares() -> None:
    assert [] == found(table("Kind | Count | Coverage", "a | 3 | 62%", "b | 3 | 88%"))
