from claims.reading import found


def test_the_times_of_a_list_and_the_saving_made_of_them() -> None:
    text = "- Wall-clock: 20 minutes\n- Sequential estimate: 50 minutes\n- Savings: {}\n"
    assert [] == found(text.format("60%"))
    assert ["3: 40%: 20 minutes instead of 50 minutes is 60 % less, not 40 %"] == found(text.format("40%"))


def test_an_item_claims_what_its_children_count() -> None:
    text = (
        "1. **Parallel Execution**: Wall-clock time reduced by ~40% despite coordination overhead\n"
        "   - Sequential estimate: ~50 minutes (3 sessions × ~17 min average)\n"
        "   - Actual parallel time: ~20 minutes (parallel work + ~5 min conflict resolution)\n"
        "   - Result: Faster delivery\n"
    )
    assert ["1: ~40%: ~20 minutes instead of ~50 minutes is 60 % less, not ~40 %"] == found(text)


def test_counts_before_and_after_need_one_noun() -> None:
    assert ["3: 73%: 1200 tokens instead of 6000 tokens is 80 % less, not 73 %"] == found(
        "- Before: 6000 tokens\n- After: 1200 tokens\n- **Savings: 4800 tokens (73% reduction)**\n"
    )
    assert [] == found("- Before: 6000 tokens\n- After: 1200 lines\n- Savings: 73%\n")


def test_items_that_hold_more_than_one_number_are_left_alone() -> None:
    assert [] == found(
        "- Baseline: 20 PRs at 2 calls each = 40 calls\n"
        "- Optimized: 20 PRs at 1 call each = 20 calls\n"
        "- 50% reduction\n"
    )


def test_a_share_of_what_the_other_items_count() -> None:
    text = "- Mad: 3 failures\n- Sad: 2 inefficiencies\n- Glad: 4 successes\n- **Success Rate**: {} (Glad / Total)\n"
    assert [] == found(text.format("44%"))
    assert ["4: 57%: 4 of 9 is 44 %, not 57 %"] == found(text.format("57%"))


def test_a_share_of_a_total_that_is_stated() -> None:
    assert ["3: 57%: 4 of 8 is 50 %, not 57 %"] == found("- Glad: 4\n- Total: 8\n- Rate: 57% (Glad / Total)\n")


def test_a_share_with_an_item_that_counts_nothing_is_left_alone() -> None:
    assert [] == found("- Mad: 3\n- Sad: some\n- Glad: 4\n- Rate: 57% (Glad / Total)\n")


def test_counts_and_percentages_that_make_up_a_hundred() -> None:
    text = "- Mad: 0 events (0%)\n- Sad: 3 events (38%)\n- Glad: 3 events (62%)\n- Success Rate: 100%\n"
    assert ["2: 38%: 3 of 6 is 50 %, not 38 %"] == found(text)
    assert [] == found("- Sad: 1 event (33%)\n- Glad: 2 events (67%)\n")
