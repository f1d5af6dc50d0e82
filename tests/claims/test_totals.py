import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading import found

ROWS = st.lists(st.integers(min_value=1, max_value=400), min_size=2, max_size=8)


def times(parts: list[str], total: str) -> str:
    body = "".join(f"| {index} | {part} |\n" for index, part in enumerate(parts))
    return f"| Phase | Time |\n|---|---|\n{body}| **Total** | **{total}** |\n"


@given(ROWS)
def test_a_sum_is_a_sum(parts: list[int]) -> None:
    assert [] == found(times([f"{part} min" for part in parts], f"{sum(parts)} min"))


@given(ROWS, st.integers(min_value=1, max_value=500))
def test_a_sum_that_is_too_great_is_found_on_its_cell(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    expected = f"{len(parts) + 3}: {total}: the rows add up to {sum(parts):,}, not {total}"
    assert [expected] == found(times([str(part) for part in parts], str(total)))


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (["1 min", "3 min", "1 min", "5 min", "2 min"], "~12 minutes"),
        (["15s", "-", "-", "20s"], "35s"),
        (["30 min", "1 h"], "1.5 h"),
        (["2-3 h", "4-6 h"], "6-9 h"),
        (["~10 min", "~20 min"], "~35 min"),  # each may be five off
        (["10 min", "20 min"], "20 min"),  # ran in parallel
        (["10 min", "20 min"], "12 min"),
        (["5.2", "5.9", "9.0"], "7.0"),  # an average
        (["7", "7", "5"], "7-12"),  # they overlap
        (["7", "some", "5"], "13"),
        (["7", ">5"], "13"),
    ],
)
def test_totals_that_may_be_right(parts: list[str], total: str) -> None:
    assert [] == found(times(parts, total))


def test_columns_that_are_not_added_up() -> None:
    for heading in ("Average", "Max ms", "Lines/Test", "Share %", "Issue", "Peak"):
        assert [] == found(f"| A | {heading} |\n|---|---|\n| x | 3 |\n| y | 4 |\n| Total | 9 |\n")


def test_a_table_with_sums_of_its_parts_is_left_alone() -> None:
    assert [] == found("| A | N |\n|---|---|\n| x | 3 |\n| Subtotal | 3 |\n| y | 4 |\n| Total | 7 |\n")


def test_the_total_of_a_list() -> None:
    assert [] == found("- Review: 5 min\n- Fix: 10 min\n- Total: 15 min\n")
    assert ["3: 20 min: the items add up to 15 min, not 20 min"] == found(
        "- Review: 5 min\n- Fix: 10 min\n- **Total**: 20 min\n"
    )
    assert [] == found("- Comments: 5\n- Resolved: 3\n- Total threads: 5\n")
    assert [] == found("- Domain: 10-20 chars\n- Name: 20-40 chars\n- Total: 35-65 chars\n")


PROJECTS = "# Status\n\n## Table\n\n| Project | PR |\n|---|---|\n| a | 1 |\n| b | 2 |\n| c | 3 |\n\n"


def test_a_count_of_rows() -> None:
    text = PROJECTS + "## Metrics\n\n- **Total Projects Tracked**: {}\n"
    assert [] == found(text.format(3))
    assert ["13: 2: the table above (line 5) has 3 rows, not 2"] == found(text.format(2))


NAMED = "## Reviewers\n\n- architect\n- **security**: the API\n- [x] qa - tests\n"


@pytest.mark.parametrize(
    "text",
    [
        NAMED + "\nTotal: 4 reviewers\n",
        NAMED + "- **Total**: 4 reviewers\n",
        "Reviewers:\n\n" + NAMED.removeprefix("## Reviewers\n\n") + "\n**Grand total**: 4 reviewers\n",
    ],
)
def test_a_total_of_a_list_of_names(text: str) -> None:
    (said,) = found(text)
    assert said.endswith(": 4: the list above (line 3) has 3 items, not 4 reviewers")
    assert [] == found(text.replace("4 rev", "3 rev"))


@pytest.mark.parametrize(
    "text",
    [
        NAMED + "\nTotal: 4 findings\n",
        NAMED + "\nTotal: ~4 reviewers\n",
        NAMED.replace("the API", "2 reviewers") + "\nTotal: 4 reviewers\n",
        NAMED + "\nSome text.\n\nTotal: 4 reviewers\n",
        NAMED + "- and one more\n\nTotal: 5 reviewers\n",
        NAMED.replace("architect", "architect and devops") + "\nTotal: 4 reviewers\n",
        NAMED.replace("architect", "architect, devops") + "\nTotal: 4 reviewers\n",
        NAMED.replace("architect", "2 architects") + "\nTotal: 4 reviewers\n",
        NAMED.replace("## Reviewers", "## Active reviewers") + "\nTotal: 4 reviewers\n",
        NAMED.replace("## Reviewers", "## Plan") + "\nTotal: 4 reviewers\n",
    ],
)
def test_a_list_that_may_be_of_something_else(text: str) -> None:
    assert [] == found(text)


def test_a_total_names_what_the_table_lists() -> None:
    table = "| Project | State |\n|---|---|\n| a | x |\n| b | y |\n\nTotal: {}\n"
    assert ["6: 3: the table above (line 1) has 2 rows, not 3"] == found(table.format("3 projects"))
    assert [] == found(table.format("3 states"))
    assert [] == found(table.format("3 projects").replace("| x", "| 2 projects, new"))
    assert [] == found(table.format("3"))


def test_counts_of_something_else_are_left_alone() -> None:
    assert [] == found(PROJECTS + "## Metrics\n\n- **Total Reviews**: 2\n")
    assert [] == found(PROJECTS + "## Metrics\n\n- **Total Projects**: 4 (including one that is hidden)\n")
    assert [] == found(PROJECTS + "## Next\n\nx\n\n## Metrics\n\n- **Total Projects**: 4\n")
    assert [] == found(PROJECTS + "Total projects: 6\n")  # the sum of a column


LOG = "# Session\n\n**Date**: 2025-12-20\n**Duration**: {}\n\n## Time Analysis\n\n"


def test_the_duration_in_the_head_and_the_table_of_times() -> None:
    table = times(["1 min", "3 min", "8 min"], "~12 minutes")
    assert [] == found(LOG.format("~12 min") + table)
    assert ["4: ~15 minutes: the times add up to ~12 minutes (line 13), not ~15 minutes"] == found(
        LOG.format("~15 minutes of active work") + table
    )


def test_a_duration_shorter_than_the_times_may_be_parallel() -> None:
    assert [] == found(LOG.format("5 minutes") + times(["1 min", "3 min", "8 min"], "12 minutes"))


def test_two_tables_of_times_are_not_chosen_between() -> None:
    table = times(["1 min", "3 min", "8 min"], "12 minutes")
    assert [] == found(LOG.format("60 minutes") + table + "\nx\n\n" + table)
