"""The proof: a change that does more than it says is refused, whatever it's done to."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.document.skeleton import skeleton
from allsettled.files.source import Edit
from allsettled.fixing.changes import Join, Removal, Replacement
from allsettled.fixing.lines import lines_before
from allsettled.fixing.proof import prove
from allsettled.fixing.refused import Refused

TABLE = "# T\n\n| a | b |\n|---|---|\n| x | y |\n\n> quoted\n\n<p>html</p>\n\n- one\n- two\n\n[l]: there 'title'\n"
AT = TABLE.index("x |")


def _replacement(text: str, start: int = AT, stop: int = AT + 1) -> Replacement:
    return Replacement(Edit(start, stop, text), (), TABLE.count("\n", 0, start) + 1)


def _after(change: Replacement) -> str:
    return TABLE[: change.edit.start] + change.edit.text + TABLE[change.edit.end :]


def test_a_cell_may_change() -> None:
    change = _replacement("z")
    prove(TABLE, _after(change), [change])


@pytest.mark.parametrize(
    ("text", "taken"), [("z | w", 1), ("z |\n| z ", 1), ("z\n\n# H\n\n", 1), ("\n", 1), ("z\\", 2), ("", 3)]
)
def test_a_change_that_leaves_its_cell_is_refused(text: str, taken: int) -> None:
    change = _replacement(text, stop=AT + taken)
    with pytest.raises(Refused):
        prove(TABLE, _after(change), [change])


def test_a_line_may_change_though_the_one_above_it_says_the_same() -> None:
    text = "# T\n\nNotRun:\nNotRun\n"
    start = text.rindex("NotRun")
    change = Replacement(Edit(start, start + 6, "SKIPPED"), (), 4)
    prove(text, "# T\n\nNotRun:\nSKIPPED\n", [change])
    with pytest.raises(Refused):
        prove(text, "# T\n\nSKIPPED:\nNotRun\n", [change])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# T", "## T"),
        ("# T", "# U"),
        ("| b |", "| c |"),
        ("|---|---|", "|:--|---|"),
        ("| y |", "| y | z |"),
        ("| y |\n", "| y |\n| z | w |\n"),
        ("> quoted", "> another"),
        ("> quoted", "quoted"),
        ("<p>html", "<p>another"),
        ("- one\n", "- one\n\n"),
        ("- two", "* two"),
        ("- two", "  two"),
        ("there", "elsewhere"),
        ("'title'", "'other'"),
        ("[l]: there 'title'\n", ""),
        ("\n[l]", "[l]"),
        ("[l]: there 'title'\n", "[l]: there 'title'\n[l]: again\n"),
        ("# T\n", "---\na: b\n---\n# T\n"),
        ("# T\n\n", "# T\n\n***\n\n"),
    ],
)
def test_a_change_that_nobody_said_is_refused(old: str, new: str) -> None:
    change = _replacement("z")
    assert 1 == TABLE.count(old)
    with pytest.raises(Refused):
        prove(TABLE, _after(change).replace(old, new), [change])


def test_a_change_that_was_said_and_not_made_is_refused() -> None:
    with pytest.raises(Refused, match="it isn't read as it seems to be"):
        prove(TABLE, TABLE, [_replacement("z")])


def test_a_comment_that_is_not_there_cannot_go() -> None:
    with pytest.raises(Refused, match="a part of other HTML"):
        prove(TABLE, TABLE, [Removal(Edit(0, 0, ""), (), range(9, 10), ("<!-- a -->",))])


def test_a_row_joins_nothing_but_the_paragraph_below_it() -> None:
    text = "| a | b |\n|---|---|\n| x\n\n| y |\nmore\n"
    join = Join(Edit(0, 0, ""), (), 3, 5, (("x", "y"),))
    with pytest.raises(Refused, match="isn't the row's rest alone"):
        prove(text, text, [join])
    with pytest.raises(Refused, match="something stands between"):
        prove(text.replace("\n\n", "\n\n***\n\n"), text, [join])


def test_the_skeleton_leaves_nothing_out() -> None:
    text = f"---\nname: one\n---\n{TABLE}\n```sh\ncode\n```\n\n1. first\n\n[l]: again\n"
    said = "\n".join(f"{piece.kind} {piece.manner} {piece.text}" for piece in skeleton(text))
    for words in ("name: one", "T", "a", "y", "quoted", "<p>html</p>", "one", "there title", "again", "sh", "code"):
        assert words in said, words


_texts = st.lists(st.sampled_from(["a", "bc", "\n", "\n\n", " "]), max_size=14).map("".join)


@given(_texts, st.data())
@settings(max_examples=150)
def test_each_line_is_found_where_it_was(before: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(before)), max_size=6)))
    edits = [
        Edit(a, b, data.draw(st.sampled_from(["", "X", "XX"]))) for a, b in zip(places[::2], places[1::2], strict=False)
    ]
    after = before
    for edit in reversed(edits):
        after = after[: edit.start] + edit.text + after[edit.end :]
    lines = lines_before(before, after, edits)
    assert after.count("\n") + 1 == len(lines)
    assert sorted(lines) == lines
    marked = "".join(f"{number}:{line}\n" for number, line in enumerate(before.split("\n"), start=1))
    assert all(1 <= number <= marked.count("\n") for number in lines)
    touched = {before.count("\n", 0, at) + 1 for edit in edits for at in range(edit.start, edit.end + 1)}
    for line, number in zip(after.split("\n"), lines, strict=True):
        if number not in touched:
            assert re.search(rf"^{number}:{re.escape(line)}$", marked, re.MULTILINE)
