import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.files.source import Edit, decode
from allsettled.span import Span

_texts = st.lists(st.sampled_from(["a", "é", "😀", "\u2028", "\n", "\r", "\r\n", " "]), max_size=12).map("".join)
_files = st.builds(lambda bom, text: bom + text.encode(), st.sampled_from([b"", b"\xef\xbb\xbf"]), _texts)


def lines(text: str) -> list[str]:
    return re.split("\r\n|\r|\n", text)


@given(_files)
def test_nothing_is_lost(raw: bytes) -> None:
    source = decode(raw, "x.md")
    assert source.raw == raw
    assert source.edited([]) == raw
    assert source.text.split("\n") == lines(raw.removeprefix(b"\xef\xbb\xbf").decode())


@given(_files, st.data())
def test_an_edit_changes_what_it_names_and_no_other_byte(raw: bytes, data: st.DataObject) -> None:
    source = decode(raw, "x.md")
    places = sorted(data.draw(st.lists(st.integers(0, len(source.text)), max_size=6)))
    edits = [Edit(start, end, data.draw(_texts)) for start, end in zip(places[::2], places[1::2], strict=False)]
    expected = source.text
    for start, end, text in reversed(edits):
        expected = expected[:start] + "\n".join(lines(text)) + expected[end:]
    edited = decode(source.edited(edits), "x.md")
    assert expected == edited.text
    assert source.bom == edited.bom
    if edits:
        characters = re.findall("\r\n|.", raw.decode("utf-8-sig"), re.DOTALL)
        assert edited.raw.removeprefix(b"\xef\xbb\xbf").startswith("".join(characters[: edits[0].start]).encode())
        assert edited.raw.endswith("".join(characters[edits[-1].end :]).encode())


@pytest.mark.parametrize(
    ("raw", "eol", "mixed"),
    [
        (b"", "\n", False),
        (b"a", "\n", False),
        (b"a\nb\n", "\n", False),
        (b"a\r\nb\r\n", "\r\n", False),
        (b"a\rb\r", "\r", False),
        (b"a\r\nb\r\nc\n", "\r\n", True),
        (b"a\r\nb\n", "\n", True),
        (b"a\n\rb\n", "\n", True),
    ],
)
def test_the_line_end_is_the_most_frequent(raw: bytes, eol: str, mixed: bool) -> None:
    source = decode(raw, "x.md")
    assert (source.eol, source.mixed) == (eol, mixed)


def test_new_text_gets_the_line_ends_of_the_file_and_the_rest_keeps_its_own() -> None:
    source = decode(b"a\r\nb\nc\r\nd", "x.md")
    assert source.edited([Edit(2, 3, "B\n\nB")]) == b"a\r\nB\r\n\r\nB\nc\r\nd"


def test_a_removal_between_two_line_ends_does_not_make_them_one() -> None:
    source = decode(b"a\rx\nb\n", "x.md")
    assert decode(source.edited([Edit(2, 3, "")]), "x.md").text == "a\n\nb\n"


@pytest.mark.parametrize(
    "edits", [[Edit(2, 3, ""), Edit(0, 1, "")], [Edit(0, 2, ""), Edit(1, 3, "")], [Edit(2, 9, "")]]
)
def test_edits_out_of_order_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="out of order"):
        decode(b"abc", "x.md").edited(edits)


@pytest.mark.parametrize(
    ("raw", "message", "span"),
    [
        (b"\xff", "the byte 0xff at offset 0 is not UTF-8", Span(1, 1, 1, 2)),
        (b"\xef\xbb\xbfa\xe9", "the byte 0xe9 at offset 4 is not UTF-8", Span(1, 2, 1, 3)),
        (b"a\r\n\xf0\x9f\x98\x80\xc3", "the byte 0xc3 at offset 7 is not UTF-8", Span(2, 2, 2, 3)),
        (b"a\rb\n\xed\xa0\x80", "the byte 0xed at offset 4 is not UTF-8", Span(3, 1, 3, 2)),
        (b"a\nb\0", "the byte at offset 3 is NUL: this is not a text file", Span(2, 2, 2, 3)),
        (b"\xef\xbb\xbf\0", "the byte at offset 3 is NUL: this is not a text file", Span(1, 1, 1, 2)),
        ("a\n".encode("utf-16"), "the file is UTF-16, not UTF-8", None),
        (b"\xfe\xff\0a", "the file is UTF-16, not UTF-8", None),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(raw: bytes, message: str, span: Span | None) -> None:
    with pytest.raises(UserError) as caught:
        decode(raw, "x.md")
    assert (caught.value.message, caught.value.span, caught.value.path) == (message, span, "x.md")
    assert caught.value.hint


@given(st.binary(max_size=40))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        source = decode(raw, "x.md")
    except UserError:
        return
    assert source.edited([]) == raw
    assert "\0" not in source.text
    assert "\r" not in source.text
