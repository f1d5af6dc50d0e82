"""What the result says of an agent's own words: as much as is short, and where there's more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.aggregating.passage import Passage, passage, summary
from allsettled.document import parse
from allsettled.protocol import output as form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Passage("")),
        ("One line.", Passage("One line.")),
        ("One line\nand another.\n\nA second passage.", Passage("One line and another. A second passage.")),
        (
            "Two things:\n\n- keys hold\n  no tenant\n- [ ] no limit",
            Passage("Two things: keys hold no tenant; no limit"),
        ),
        ("1. first\n\n2. second", Passage("first second")),
        ("It grows.\n \n| a | b |\n|---|---|", Passage("It grows.", goes_on=True)),
        ("It grows.\n\n### Details\n\nMore.", Passage("It grows.", goes_on=True)),
        ("It grows.\n\n```\nx\n```\n\nMore.", Passage("It grows.", goes_on=True)),
        ("```\nx\n```\n\nMore.", Passage("``` x ```", goes_on=True)),
        ("a" * 700 + "\n\nMore.", Passage("a" * 700, goes_on=True)),
        ("a" * 400 + "\n\n" + "b" * 300, Passage("a" * 400, goes_on=True)),
    ],
)
def test_short_passages_are_told_whole(text: str, expected: Passage) -> None:
    assert expected == passage(text)


def test_without_a_summary_the_first_words_of_the_file_are_told() -> None:
    for text, expected in (
        ("# Report\n\nIt grows.\n", Passage("It grows.")),
        ("# Report\n\n- It grows.\n- It shrinks.\n", Passage("It grows.", goes_on=True)),
        ("# Report\n\n## Missing\n\nAll of it.\n", Passage("")),
    ):
        document = parse(f"---\nagent: qa\nstatus: COMPLETE\n---\n\n{text}")
        assert expected == summary(form.read(document), document)


@given(st.lists(st.sampled_from(["word", "- item", "1. item", "", "# x", "| a |", "```", "a" * 300]), max_size=12))
def test_no_word_is_lost_without_saying_so(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = passage(text)
    assert "\n" not in found.text
    words = [word for word in text.split() if word.isalnum() and not word.isdigit()]
    assert found.goes_on or words == [
        word.strip(";") for word in found.text.split() if word.strip(";").isalnum() and not word.isdigit()
    ]
