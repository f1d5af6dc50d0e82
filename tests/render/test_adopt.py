import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.render.adopt import Unequal, adopt
from allsettled.render.eject import eject
from allsettled.render.fresh import Fresh
from allsettled.render.layout import spliced
from allsettled.render.outline import outline, plain_title
from allsettled.render.regions import scan
from allsettled.render.splice import render
from allsettled.render.states import State

BODY = "## Rules\n\n- one\n- two\n\n### More\n\ntext\n"
FRESH = Fresh(BODY, "4f1c9a02")
BEGIN, END = "<!-- allsettled:begin id=a -->", "<!-- allsettled:end id=a -->"
STAMP = "<!-- allsettled:stamp v=1 in=4f1c9a02 out=e6a54eb95d72 (allsettled render) -->"
FILE = "# Doc\n\nintro\n\n## Rules\n\n* one\n* two\n\n### More\n\ntext\n\n## Next\n\nend"


def state(text: str, fresh: Fresh = FRESH) -> State:
    return render(text, {"a": fresh}).statuses[0].state


def test_a_section_that_says_the_same_is_wrapped_as_it_stands() -> None:
    adopted = adopt(FILE, "a", FRESH, path="x.md")
    assert adopted.edit is not None
    text = spliced(FILE, [adopted.edit])
    section = "## Rules\n\n* one\n* two\n\n### More\n\ntext"
    assert FILE.replace(section, f"{BEGIN}\n\n{STAMP}\n\n{section}\n\n{END}") == text
    assert ("", State.CLEAN) == (adopted.diff, state(text))


def test_what_says_something_else_is_refused_with_the_diff() -> None:
    adopted = adopt(FILE, "a", Fresh(BODY.replace("two", "three"), "4f1c9a02"), path="x.md")
    assert adopted.edit is None
    assert (
        "--- a/x.md\n+++ b/x.md\n@@ -4,8 +4,8 @@\n \n ## Rules\n \n-* one\n-* two\n+- one\n+- three\n \n ### More\n \n"
        == adopted.diff
    )


def test_what_says_something_else_is_replaced_when_told() -> None:
    fresh = Fresh(BODY.replace("two", "three"), "4f1c9a02")
    adopted = adopt(FILE, "a", fresh, path="x.md", unequal=Unequal.REPLACE)
    assert adopted.edit is not None
    text = spliced(FILE, [adopted.edit])
    assert (State.CLEAN, True, False) == (state(text, fresh), "- three" in text, "* two" in text)
    assert adopted.diff


def test_what_says_something_else_is_kept_when_told() -> None:
    fresh = Fresh(BODY.replace("two", "three"), "4f1c9a02")
    adopted = adopt(FILE, "a", fresh, path="x.md", unequal=Unequal.KEEP)
    assert adopted.edit is not None
    text = spliced(FILE, [adopted.edit])
    assert (State.OVERRIDDEN, True) == (state(text, fresh), "* two" in text)
    unneeded = adopt(FILE, "a", FRESH, path="x.md", unequal=Unequal.KEEP)
    assert unneeded.edit is not None
    assert State.CLEAN is state(spliced(FILE, [unneeded.edit]))


@pytest.mark.parametrize("heading", ["## Rules", "Rules", "  ##  Rules ##", None])
def test_the_heading_is_named_with_or_without_its_level(heading: str | None) -> None:
    adopted = adopt(FILE, "a", FRESH, path="x.md", heading=heading, attributes={"strategy": "merge"})
    assert adopted.edit is not None
    assert adopted.edit.text.startswith("<!-- allsettled:begin id=a strategy=merge -->\n")


def test_markers_get_blank_lines_where_there_are_none() -> None:
    for text in ("x\n# Rules\na\n# Next", "---\nx: 1\n---\n# Rules\na\n# Next", "x\n\nRules\n=====\na\n# Next"):
        fresh = Fresh("# Rules\n\na", "4f1c9a02")
        adopted = adopt(text, "a", fresh, path="x.md")
        assert adopted.edit is not None
        lines = spliced(text, [adopted.edit]).split("\n")
        begin, end = lines.index(BEGIN), lines.index(END)
        assert ["", "", "", "", "# Next"] == [lines[begin - 1], lines[begin + 1], lines[end - 1], *lines[end + 1 :]]


def test_a_missing_last_line_end_stays_missing() -> None:
    fresh = Fresh("# Rules\n\na", "4f1c9a02")
    for tail in ("", "\n", "\n\n"):
        text = f"# Rules\n\na{tail}"
        adopted = adopt(text, "a", fresh, path="x.md")
        assert adopted.edit is not None
        assert spliced(text, [adopted.edit]).endswith(f"\n\n{END}{tail}")


def test_a_section_stops_where_another_region_begins() -> None:
    other = "<!-- allsettled:begin id=b -->\n\n# B\n\n<!-- allsettled:end id=b -->\n"
    text = f"# Rules\n\na\n\n{other}"
    adopted = adopt(text, "a", Fresh("# Rules\n\na", "4f1c9a02"), path="x.md")
    assert adopted.edit is not None
    written = spliced(text, [adopted.edit])
    assert written.endswith(f"a\n\n{END}\n\n{other}")
    assert ["a", "b"] == [region.id for region in scan(written).regions]


@pytest.mark.parametrize(
    ("text", "heading", "message"),
    [
        (FILE, "Rule", 'there is no section "Rule" here'),
        (FILE, "# Rules", 'there is no section "# Rules" here'),
        ("```\n## Rules\n```", "## Rules", 'there is no section "## Rules" here'),
        ("# Rules\n\n# Rules\n", "Rules", 'there are several sections "Rules", on lines 1 and 3'),
        (f"{BEGIN}\n{END}\n{FILE}", "Rules", 'the region "a" is in this file already'),
        (f"{BEGIN}\n{FILE}", "Rules", 'the region "a" begins here and does not end'),
        (
            "## Rules\n<!-- allsettled:begin id=b -->\n<!-- allsettled:end id=b -->\nx",
            "Rules",
            'the section on line 1 and the region "b" on line 2 overlap',
        ),
        (
            "<!-- allsettled:begin id=b -->\n## Rules\n<!-- allsettled:end id=b -->\nx",
            "Rules",
            'the section on line 2 and the region "b" on line 1 overlap',
        ),
        (
            "## Rules\n```\nx",
            "Rules",
            'the text for the region "a" does not close what it opens on its line 2: ```',
        ),
    ],
)
def test_what_cannot_be_adopted_is_said(text: str, heading: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        adopt(text, "a", FRESH, path="x.md", heading=heading, unequal=Unequal.KEEP)
    assert message == caught.value.message


def test_a_text_without_a_heading_needs_one_named() -> None:
    with pytest.raises(UserError, match="the rendered text has no heading to look for"):
        adopt(FILE, "a", Fresh("x", "4f1c9a02"), path="x.md")


def test_the_nearest_heading_is_named() -> None:
    with pytest.raises(UserError) as caught:
        adopt(FILE, "a", FRESH, path="x.md", heading="Ruels")
    assert 'did you mean "Rules"?' == caught.value.hint


def test_what_is_adopted_can_be_ejected() -> None:
    adopted = adopt(FILE, "a", FRESH, path="x.md")
    assert adopted.edit is not None
    text = spliced(FILE, [adopted.edit])
    assert FILE == spliced(text, [eject(text, "a")])


def test_an_empty_region_leaves_nothing_behind() -> None:
    text = f"a\n\n{BEGIN}\n\n{STAMP}\n\n{END}\n\nb"
    assert "a\n\n\nb" == spliced(text, [eject(text, "a")])


@pytest.mark.parametrize(
    ("text", "id_", "message"),
    [
        (f"{BEGIN}\n{END}\n", "b", 'there is no region "b" in this file'),
        (f"{BEGIN}\n", "a", 'the region "a" begins here and does not end'),
        (f"{BEGIN}\n<<<<<<< a\n=======\n>>>>>>> b\n{END}\n", "a", 'a merge conflict stands in the region "a"'),
    ],
)
def test_what_cannot_be_ejected_is_said(text: str, id_: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        eject(text, id_)
    assert message == caught.value.message


def test_an_outline_has_the_headings_that_count() -> None:
    text = "---\n# no\n---\n# One #\n\ntwo\nthree\n===\n\n```\n# no\n```\n- # no\n\n####   Four\nx\n\n\n## Five\\#"
    sections = [(section.level, section.title, section.line.number) for section in outline(text)]
    assert [(1, "One", 4), (1, "two three", 6), (4, "Four", 15), (2, "Five\\#", 19)] == sections
    assert "####   Four\nx" == text[outline(text)[2].start : outline(text)[2].stop]


@pytest.mark.parametrize(
    ("line", "title"), [("## a ##", "a"), ("# a#", "a#"), ("###", ""), ("#", ""), ("## #", ""), ("a  b", "a b")]
)
def test_a_title_is_without_its_signs(line: str, title: str) -> None:
    assert title == plain_title(line)


PIECES = st.lists(st.sampled_from(["# A", "## B", "# C", "text", "", "- x", "```\n# A\n```", "B\n---"]), max_size=10)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_adopting_keeps_every_line_and_ejecting_undoes_it(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        adopted = adopt(text, "a", Fresh("# A\n\nother", "4f1c9a02"), path="x.md", unequal=Unequal.KEEP)
    except UserError:
        return
    assert adopted.edit is not None
    written = spliced(text, [adopted.edit])
    assert ["a"] == [region.id for region in scan(written).regions]
    kept = [line for line in written.split("\n") if line and "allsettled:" not in line]
    assert [line for line in text.split("\n") if line] == kept
    back = spliced(written, [eject(written, "a")])
    assert [line for line in text.split("\n") if line] == [line for line in back.split("\n") if line]
