"""Headings on another level, and nothing else changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.render.levels import with_level
from allsettled.render.outline import outline

TEXT = "## A\n\ntext\n\n### B\n\n```\n# code\n```\n\n- # item\n\n## C\n"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (2, TEXT),
        (1, "# A\n\ntext\n\n## B\n\n```\n# code\n```\n\n- # item\n\n# C\n"),
        (5, "##### A\n\ntext\n\n###### B\n\n```\n# code\n```\n\n- # item\n\n##### C\n"),
        (6, "###### A\n\ntext\n\n###### B\n\n```\n# code\n```\n\n- # item\n\n###### C\n"),
    ],
)
def test_all_headings_move_with_the_first(level: int, expected: str) -> None:
    assert expected == with_level(TEXT, level)


@pytest.mark.parametrize("text", ["", "text\n", "```\n# A\n```", "A\n=\n"])
def test_a_text_without_headings_stays(text: str) -> None:
    assert text == with_level(text, 3)


PIECES = st.lists(
    st.sampled_from(["# a", "## b", "### c ##", "text", "", "- x", "```\n# d\n```", "    # e", "#f"]), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(PIECES, st.integers(1, 4))
def test_there_and_back_is_where_it_was(pieces: list[str], level: int) -> None:
    text = "\n".join(pieces)
    before = outline(text)
    if not before or any(section.level > 3 or section.level < before[0].level for section in before):
        return
    moved = with_level(text, level)
    assert [(section.level - before[0].level + level, section.title) for section in before] == [
        (section.level, section.title) for section in outline(moved)
    ]
    assert text == with_level(moved, before[0].level)
