import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.render.lines import front_matter_length, split_lines, tidy

TEXTS = st.text(" \t\nab\u2028", max_size=20)


@given(TEXTS)
def test_lines_are_the_text_in_pieces(text: str) -> None:
    lines = split_lines(text)
    assert text == "".join(text[line.start : line.next] for line in lines)
    assert [line.text for line in lines] == [text[line.start : line.stop] for line in lines]
    assert list(range(1, len(lines) + 1)) == [line.number for line in lines]
    assert all("\n" not in line.text for line in lines)


@given(TEXTS)
def test_a_tidy_text_has_lost_the_blank_lines_around_it(text: str) -> None:
    inked = [line for line in split_lines(text) if not line.blank]
    assert (text[inked[0].start : inked[-1].stop] if inked else "") == tidy(text)
    assert tidy(text) == tidy(tidy(text)) == tidy(f"\n \n{text}\n\t\n") == tidy(text.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("---\na\n---\nb", 3),
        ("---  \na: 1\n...\n", 3),
        ("---\n---", 2),
        ("---\na", 0),
        ("\n---\na\n---", 0),
        (" ---\na\n---", 0),
        ("----\na\n---", 0),
    ],
)
def test_front_matter_is_between_two_rules_at_the_head(text: str, length: int) -> None:
    assert length == front_matter_length(split_lines(text))
