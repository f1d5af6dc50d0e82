"""New regions, put into a text of which no other byte changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.files.source import decode
from allsettled.render.eject import eject
from allsettled.render.fresh import Fresh
from allsettled.render.insert import insert
from allsettled.render.layout import spliced
from allsettled.render.markers import Style
from allsettled.render.outline import outline
from allsettled.render.splice import render
from allsettled.render.states import State

FRESH = Fresh("## New\n\n- one\n", "4f1c9a02")
TEXT = "# Doc\n\n## One\n\n- item\n\n## Two\n\ntext\n"


def state(text: str) -> State:
    return render(text, {"a": FRESH}).statuses[0].state


@pytest.mark.parametrize(
    ("text", "after", "above", "below"),
    [
        (TEXT, None, TEXT + "\n", "\n"),
        (TEXT.rstrip("\n"), None, TEXT + "\n", ""),
        ("", None, "", "\n"),
        ("text\n\n\n", None, "text\n\n\n", "\n"),
        (TEXT, "## One", "# Doc\n\n## One\n\n- item\n\n", "\n\n## Two\n\ntext\n"),
        ("# A\ntext\n# B\n", "A", "# A\ntext\n\n", "\n\n# B\n"),
        (TEXT, "Two", TEXT + "\n", "\n"),
    ],
)
def test_a_region_stands_where_it_was_put(text: str, after: str | None, above: str, below: str) -> None:
    made = spliced(text, [insert(text, "a", FRESH, after=after)])
    assert made.startswith(f"{above}<!-- allsettled:begin id=a -->\n")
    assert made.endswith(f"\n<!-- allsettled:end id=a -->{below}")
    assert State.CLEAN is state(made)


@pytest.mark.parametrize(
    ("text", "after", "message"),
    [
        (TEXT, "Three", 'there is no section "Three" here'),
        (TEXT + "\n## One\n", "One", 'there are several sections "One", on lines 3 and 11'),
        ("```\nopen\n", None, "the region cannot be put there: what begins here is never closed: ```"),
        ("<!-- open\n", None, "the region cannot be put there: what begins here is never closed: <!-- open"),
        (
            "<!-- allsettled:begin id=a -->\n<!-- allsettled:end id=a -->\n",
            None,
            'the region "a" is in this file already',
        ),
        ("<!-- allsettled:begin id=b -->\n", None, 'the region "b" begins here and does not end'),
        (
            "text\n\n<!-- allsettled:ignore-next -->\n",
            None,
            "the region cannot be put there: what stands above it makes",
        ),
    ],
)
def test_where_no_region_can_be_none_is_put(text: str, after: str | None, message: str) -> None:
    with pytest.raises(UserError) as caught:
        insert(text, "a", FRESH, after=after)
    assert caught.value.message.startswith(message)


def test_in_toml_the_markers_stand_behind_hash_signs() -> None:
    text = "x = 1\n"
    made = spliced(text, [insert(text, "a", Fresh("y = 2", "4f1c9a02"), style=Style.HASH)])
    assert made.startswith("x = 1\n\n# allsettled:begin id=a\n# allsettled:stamp v=1 ")
    assert made.endswith("y = 2\n# allsettled:end id=a\n")


PIECES = st.lists(
    st.sampled_from(["# A", "## B", "text", "", "- x", "```\nc\n```", "> q", "    code", "<div>", "| a |"]), max_size=8
)


@settings(max_examples=150, deadline=None)
@given(PIECES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([None, "A", "B"]))
def test_every_byte_of_the_file_stays_in_its_place(pieces: list[str], end: str, last: bool, after: str | None) -> None:
    raw = (end.join(pieces) + (end if last else "")).replace("\n", end).replace("\r\r", "\r").encode()
    source = decode(raw, "x.md")
    titles = [section.title for section in outline(source.text)]
    if after is not None and titles.count(after) != 1:
        return
    edit = insert(source.text, "a", FRESH, after=after)
    made = source.edited([edit])
    assert made.startswith(source.text[: edit.start].replace("\n", source.eol).encode())
    assert made.endswith(source.text[edit.end :].replace("\n", source.eol).encode())
    assert State.CLEAN is state(decode(made, "x.md").text)
    back = spliced(decode(made, "x.md").text, [eject(decode(made, "x.md").text, "a")])
    assert [line for line in source.text.split("\n") if line.strip()] == [
        line for line in back.replace("## New\n\n- one", "").split("\n") if line.strip()
    ]
