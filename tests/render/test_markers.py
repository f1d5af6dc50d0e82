import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.render.attributes import read_attributes, write_attributes
from allsettled.render.markers import Style, begin_line, end_line, find_marker, stamp_line
from allsettled.render.stamp import Stamp, read_stamp

STYLES = st.sampled_from(list(Style))
BARE = string.ascii_letters + string.digits + "_./@:-"
IDS = st.text(BARE, min_size=1, max_size=80).filter(lambda text: "--" not in text)
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,8}", fullmatch=True).filter(lambda key: key != "id")
VALUES = st.text(min_size=1, max_size=12).filter(
    lambda text: "--" not in text and not any(sign in text for sign in '">\n\r')
)


@given(IDS, st.dictionaries(KEYS, VALUES, max_size=4), STYLES)
@settings(max_examples=200)
def test_what_is_written_on_a_begin_marker_is_read_back(id_: str, values: dict[str, str], style: Style) -> None:
    line = begin_line(id_, values, style)
    found = find_marker(line, style)
    assert found is not None
    assert ("begin", 0, len(line), True) == (found.word, found.start, found.stop, found.closed)
    assert ({"id": id_, **values}, None) == read_attributes(found.content)


@given(IDS, STYLES)
def test_what_is_written_on_an_end_marker_is_read_back(id_: str, style: Style) -> None:
    found = find_marker(end_line(id_, style), style)
    assert found is not None
    assert "end" == found.word
    assert ({"id": id_}, None) == read_attributes(found.content)


STAMPS = st.builds(
    Stamp, st.text("0123456789abcdef", min_size=8, max_size=8), st.text("0123456789abcdef", min_size=12, max_size=12)
)


@given(STAMPS, st.booleans(), STYLES)
def test_what_is_written_on_a_stamp_is_read_back(stamp: Stamp, override: bool, style: Style) -> None:
    stamp = stamp._replace(override=override)
    line = stamp_line(stamp, style)
    found = find_marker(line, style)
    assert found is not None
    assert stamp == read_stamp(found.content)
    assert len(line) <= 80


def test_the_forms_are_these() -> None:
    assert '<!-- allsettled:begin id=a/b strategy=merge note="x y" -->' == begin_line(
        "a/b", {"strategy": "merge", "note": "x y"}, Style.MARKDOWN
    )
    assert "<!-- allsettled:end id=a -->" == end_line("a", Style.MARKDOWN)
    assert "# allsettled:begin id=a" == begin_line("a", {}, Style.HASH)
    stamp = Stamp("4f1c9a02", "38e07fa6e88a")
    assert "<!-- allsettled:stamp v=1 in=4f1c9a02 out=38e07fa6e88a (allsettled render) -->" == stamp_line(
        stamp, Style.MARKDOWN
    )
    assert "# allsettled:stamp v=1 in=4f1c9a02 out=38e07fa6e88a override=user" == stamp_line(
        stamp._replace(override=True), Style.HASH
    )


@pytest.mark.parametrize("id_", ["", "a b", "a--b", "a>b", "é", "a" * 81, 'a"'])
def test_what_cannot_be_an_id_is_refused(id_: str) -> None:
    with pytest.raises(ValueError, match="cannot be a region's id"):
        begin_line(id_, {}, Style.MARKDOWN)


@pytest.mark.parametrize("value", ["", "a--b", "a>b", 'a"b', "a\nb"])
def test_what_would_end_the_comment_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a marker"):
        write_attributes({"key": value})


def test_a_reader_takes_markers_with_more_or_less_white_space() -> None:
    for line in ("<!--allsettled:end id=a-->", "<!--  allsettled:end   id=a   -->  "):
        found = find_marker(line, Style.MARKDOWN)
        assert found is not None
        assert ("end", {"id": "a"}) == (found.word, read_attributes(found.content).values)
    assert (found := find_marker("#allsettled:end id=a", Style.HASH))
    assert "end" == found.word


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("id=a b", (5, 6), "`b` is not a key=value pair"),
        ("id=a 1=b", (5, 8), "`1` is not a name for an attribute"),
        ("id=a id=b", (5, 9), 'the attribute "id" stands here twice'),
        ("id=", (0, 3), 'the attribute "id" has no value'),
        ('x=""', (0, 4), 'the attribute "x" has no value'),
        ('x="a b', (0, 4), 'the quotes of "x" are not closed'),
        ('x="a"b', (0, 6), 'the quotes of "x" are not closed'),
        ("x='a'", (0, 5), 'the value of "x" needs double quotes'),
        ("x=é", (0, 3), 'the value of "x" needs double quotes'),
        ("x=a--b", (0, 6), 'the value of "x" holds `--` or `>`'),
        ('x="a>b"', (0, 7), 'the value of "x" holds `--` or `>`'),
    ],
)
def test_what_is_wrong_with_an_attribute_is_said(source: str, place: tuple[int, int], message: str) -> None:
    problem = read_attributes(source).problem
    assert problem is not None
    assert (message, place) == (problem.message, (problem.start, problem.stop))
    assert problem.hint


def test_what_is_malformed_does_not_hide_the_rest() -> None:
    assert {"id": "a", "x": "b"} == read_attributes("nonsense id=a x=b").values


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("in=4f1c9a02 out=38e07fa6e88a", "the stamp does not say v=1"),
        ("v=0 in=4f1c9a02 out=38e07fa6e88a", "the stamp does not say v=1"),
        ("v=2 in=4f1c9a02", "the stamp is of version 2, which this allsettled does not know"),
        ('v="²" in=4f1c9a02 out=38e07fa6e88a', "the stamp does not say v=1"),
        ("v=1 in=4f1c9a0 out=38e07fa6e88a", "the stamp's `in` is not 8 hex digits"),
        ("v=1 in=4f1c9a02 out=38e07fa6e88A", "the stamp's `out` is not 12 hex digits"),
        ("v=1 in=4f1c9a02 out=38e07fa6e88a override=no", "the stamp's `override` can only be `user`"),
        ("v=1 in=4f1c9a02 out=38e07fa6e88a by=me", 'the stamp has an unknown attribute "by"'),
        ("v=1 in=4f1c9a02 out", "`out` is not a key=value pair"),
    ],
)
def test_what_is_wrong_with_a_stamp_is_said(source: str, message: str) -> None:
    problem = read_stamp(source)
    assert not isinstance(problem, Stamp)
    assert message == problem.message
    assert problem.hint
