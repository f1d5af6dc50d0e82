"""Rows that a blank line has cut: one again where that's certain."""

import pytest

from mended import is_left, mended, refusal

HEAD = "# Session log\n\n| A | B | C |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| 1 | 2 | 3 |\n| 4 | 5\n\n | 6 |\n", "| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n"),
        ("| 4 | 5  \n\n\n| 6 |  \n\ntext\n", "| 4 | 5 | 6 |  \n\ntext\n"),
        ("| 4\n \n| 5 | 6 |", "| 4 | 5 | 6 |"),
        ("| 4 | 5\n\n| 6 |\n| 7 | 8 | 9 |\n| a | b | c |\n", "| 4 | 5 | 6 |\n| 7 | 8 | 9 |\n| a | b | c |\n"),
        ("| 4 | a \\| b\n\n| 6 |\n", "| 4 | a \\| b | 6 |\n"),
    ],
)
def test_a_row_is_in_one_piece_again(before: str, after: str) -> None:
    assert HEAD + after == mended(HEAD + before)


@pytest.mark.parametrize(
    "rows",
    [
        "| 4 | 5 |\n\n| 6 |\n",  # closed: two rows, each too short?
        "| 4 |\n\n| 6 |\n",
        "| 4 | 5\n\n| 6 | 7 |\n",  # too many cells
        "| 4\n\n| 6 |\n",  # too few
        "| 4 | 5\n\n| 6\n",  # open, too
        "| 4 | 5\n\n6 |\n",  # a cell that goes on?
        "| 4 | 5\n\n6 | 7 |\n",
        "| 1 | 2 | 3\n| 4 | 5\n\n| 6 |\n",  # nobody closes rows here
        "| 4 | 5\n\n| 6 |\ntext\n",
        "| 4 | 5\n\n| 6 |\n| 7 | 8 |\n",
        "| 4 | 5\n\n## Next\n\n| 6 |\n",
        "| 4 | 5\n\n> | 6 |\n",
        "| 4 | 5\n\n    | 6 |\n",
        "| 4 | 5\n\n```\n| 6 |\n```\n",
        "| 4 | `a\n\n| b` |\n",  # a pipe in code
        "| 4 | 5\n\n***\n\n| 6 |\n",
    ],
)
def test_what_may_be_something_else_is_left(rows: str) -> None:
    assert is_left(HEAD + rows)


def test_a_rest_outside_of_the_tables_list_is_not_its_rest() -> None:
    text = "# Session log\n\n- item\n\n  | A | B |\n  |---|---|\n  | 1\n\n| 2 |\n"
    assert "7: something stands between the row and its rest" == refusal(text)


def test_a_pipe_in_code_is_never_escaped() -> None:
    text = HEAD + '| 4 | `grep -E "a|b"` | 6 |\n| 4 | `x || y` | 6 |\n| 4 | `"on" | "off"` | 6 |\n'
    assert is_left(text)


def test_the_table_of_a_quotation_is_left() -> None:
    text = "# Session log\n\n> | A | B |\n> |---|---|\n> | 1\n>\n> | 2 |\n"
    assert is_left(text)
