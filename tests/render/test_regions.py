from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.render.faults import RULE
from allsettled.render.markers import Style
from allsettled.render.regions import Scan, scan, sound_scan
from working import grows_with_its_size

BEGIN, END = "<!-- allsettled:begin id=a -->", "<!-- allsettled:end id=a -->"
BEGIN_B, END_B = "<!-- allsettled:begin id=b -->", "<!-- allsettled:end id=b -->"
STAMP = "<!-- allsettled:stamp v=1 in=4f1c9a02 out=38e07fa6e88a (allsettled render) -->"
IGNORE = "<!-- allsettled:ignore-next -->"


def bodies(found: Scan) -> dict[str, str]:
    return {region.id: region.body for region in found.regions}


def report(text: str, style: Style = Style.MARKDOWN) -> list[str]:
    """Each fault as a user sees it."""
    lines = []
    for fault in scan(text, style).faults:
        finding = fault.finding()
        assert RULE == finding.rule
        assert finding.hint
        lines.append(f"{finding.span.line}:{finding.span.column}: {finding.message} [{finding.hint}]")
    return lines


def test_a_region_is_what_stands_between_its_markers() -> None:
    text = f"# x\n\n{BEGIN}\n\n{STAMP}\n\n  one\n\ntwo\n\n \n{END}\nafter"
    (region,) = scan(text).regions
    assert ("a", "  one\n\ntwo", (3, 12)) == (region.id, region.body, (region.begin.number, region.end.number))
    assert "  one\n\ntwo" == text[region.body_start : region.body_stop]
    assert region.stamp is not None
    assert ("4f1c9a02", "38e07fa6e88a", False) == region.stamp
    assert (3, 1, 12, 29) == region.span


def test_a_file_has_any_number_of_regions() -> None:
    text = f"{BEGIN}\none\n{END}\n{BEGIN_B}\n{END_B}"
    assert {"a": "one", "b": ""} == bodies(scan(text))
    assert [] == report(text)


def test_attributes_are_kept() -> None:
    text = f'<!-- allsettled:begin template=x id=a strategy="a b" -->\n{END}\n'
    assert {"template": "x", "strategy": "a b"} == scan(text).regions[0].attributes


@pytest.mark.parametrize(
    "shown",
    [
        f"```\n{BEGIN}\n```",
        f"````md\n```\n{BEGIN}\n```\n````",
        f"~~~\n{BEGIN}\n~~~",
        f"- item\n\n  ```md\n  {BEGIN}\n  ```",
        f"1. a\n   - b\n\n     ```md\n     {BEGIN}\n     ```",
        f"> ```md\n> {BEGIN}\n> ```",
        f"text\n\n    {BEGIN}",
        f"- a\n\n      {BEGIN}",
        f"<!-- a comment\n{BEGIN}\n",
        f"<script>\n{BEGIN}\n</script>",
        f"Write `{BEGIN}` above it.",
        f"- `{BEGIN}`",
        f"| `{BEGIN}` | x |",
        f"\\{BEGIN}",
        f"{IGNORE}\n{BEGIN}",
        f"{IGNORE}\n\n{BEGIN}",
        f"> {IGNORE}\n> {BEGIN}",
        "<!-- allsettled: ignore unsettled-agent -- a reason -->",
        "<!-- allsettled:ignore-file -->",
        "<!-- allsettled:render -->",
        "allsettled:begin id=a",
    ],
)
def test_what_is_shown_is_text(shown: str) -> None:
    found = scan(f"{shown}\n\n{BEGIN_B}\nx\n{END_B}\n")
    assert ({"b": "x"}, ()) == (bodies(found), found.faults)


def test_ignore_next_is_for_the_next_line_with_text_only() -> None:
    text = f"{IGNORE}\ntext\n{BEGIN}\n{END}\n"
    assert {"a": ""} == bodies(scan(text))


def test_a_fence_in_a_list_item_hides_nothing_after_the_item() -> None:
    assert {"a": ""} == bodies(scan(f"- x\n  ```\n{BEGIN}\n{END}"))


def test_a_region_may_stand_in_html_that_goes_on() -> None:
    assert {"a": "x"} == bodies(scan(f"<details>\n{BEGIN}\n\nx\n\n{END}\n</details>"))


FAULTS = {
    "begin without end": (
        f"{BEGIN}\n\nx\n",
        '1:1: the region "a" begins here and does not end'
        " [write `allsettled:end id=a` on a line of its own after its text]",
    ),
    "begin without end before another": (
        f"{BEGIN}\n\n{BEGIN_B}\n{END_B}\n",
        '1:1: the region "a" begins here and does not end before the next one begins, on line 3'
        " [write `allsettled:end id=a` on a line of its own after its text]",
    ),
    "begin twice, end once": (
        f"{BEGIN}\n{BEGIN}\n{END}\n",
        '1:1: the region "a" begins here and does not end before the next one begins, on line 2'
        " [write `allsettled:end id=a` on a line of its own after its text]",
        '2:1: the region "a" begins here, and on line 1 too [give one of them another id, or delete it]',
    ),
    "end in a fence": (
        f"{BEGIN}\n```\n{END}\n```\n",
        '1:1: the region "a" begins here and does not end (the end marker on line 3 is text:'
        " it is in a code fence that begins on line 2)"
        " [write `allsettled:end id=a` on a line of its own after its text]",
    ),
    "end without begin": (
        f"x\n{END}\n",
        '2:1: the region "a" ends here, but it has not begun'
        " [write `allsettled:begin id=a` above its text, or delete this marker]",
    ),
    "end after an ignored begin": (
        f"{IGNORE}\n{BEGIN}\n{END}\n",
        '3:1: the region "a" ends here, but it has not begun (the begin marker on line 2 is text:'
        " `allsettled:ignore-next` is above it)"
        " [write `allsettled:begin id=a` above its text, or delete this marker]",
    ),
    "end before begin": (
        f"{END}\n{BEGIN}\n",
        '1:1: the region "a" ends here, but it has not begun yet; it begins on line 2'
        " [write `allsettled:begin id=a` above its text, or delete this marker]",
        '2:1: the region "a" begins here and does not end'
        " [write `allsettled:end id=a` on a line of its own after its text]",
    ),
    "end twice": (
        f"{BEGIN}\n{END}\n{END}\n",
        '3:1: the region "a", which begins on line 1, has already ended'
        " [delete this marker, or give it the id of the region that it should end]",
    ),
    "another end inside": (
        f"{BEGIN}\n{END_B}\n{END}\n",
        '2:1: the region "b" ends here, but it has not begun; the open region is "a", which begins on line 1'
        " [write `allsettled:begin id=b` above its text, or delete this marker]",
    ),
    "id mismatch": (
        "<!-- allsettled:begin id=dispatch -->\n<!-- allsettled:end id=dispatsch -->\n",
        '2:1: the end marker says id=dispatsch, but the open region is "dispatch", which begins on line 1'
        ' [did you mean "dispatch"?]',
    ),
    "id mismatch, nothing near": (
        f"{BEGIN}\n{END_B}\n",
        '2:1: the end marker says id=b, but the open region is "a", which begins on line 1'
        " [write id=a here, or id=b there]",
    ),
    "no id to begin": (
        f"<!-- allsettled:begin -->\nx\n{END}\n",
        "1:1: the begin marker has no id [write `allsettled:begin id=NAME`]",
    ),
    "no id to end": (
        f"{BEGIN}\nx\n<!-- allsettled:end -->\n",
        "3:1: the end marker has no id [write `allsettled:end id=NAME`]",
    ),
    "duplicate": (
        f"{BEGIN}\n{END}\n\n{BEGIN}\n{END}\n",
        '4:1: the region "a" begins here, and on line 1 too [give one of them another id, or delete it]',
    ),
    "nested": (
        f"{BEGIN}\n{BEGIN_B}\n{END_B}\n{END}\n",
        '2:1: the region "b" begins inside the region "a", which begins on line 1'
        " [regions cannot be nested: move one out of the other]",
    ),
    "crossed": (
        f"{BEGIN}\n{BEGIN_B}\n{END}\n{END_B}\n",
        '2:1: the region "b" begins inside the region "a", which begins on line 1'
        " [regions cannot be nested: move one out of the other]",
    ),
    "indented": (f"  {BEGIN}\n{END}\n", "1:3: the begin marker is indented [move it to the first column]"),
    "in a list item": (
        f"- x\n  {BEGIN}\n\n{END}\n",
        "2:3: the begin marker stands in a list item, and a region cannot be part of one"
        " [put the marker on a line of its own, from the first column]",
    ),
    "as a list item": (
        f"- {BEGIN}\n\n{END}\n",
        "1:3: the begin marker stands in a list item, and a region cannot be part of one"
        " [put the marker on a line of its own, from the first column]",
    ),
    "in a quote": (
        f"> {BEGIN}\n>\n> {END}\n",
        "1:3: the begin marker stands in a block quote, and a region cannot be part of one"
        " [put the marker on a line of its own, from the first column]",
        "3:3: the end marker stands in a block quote, and a region cannot be part of one"
        " [put the marker on a line of its own, from the first column]",
    ),
    "text behind it": (
        f"{BEGIN} x\n{END}\n",
        "1:1: the begin marker shares its line with other text"
        " [put the marker on a line of its own, from the first column]",
    ),
    "text before it": (
        f"## x {BEGIN}\n{END}\n",
        "1:6: the begin marker shares its line with other text"
        " [put the marker on a line of its own, from the first column]",
    ),
    "over two lines": (
        f"<!-- allsettled:begin\nid=a -->\nx\n{END}\n",
        "1:1: the begin marker does not end on its line [write the whole marker on one line, up to `-->`]",
    ),
    "in front matter": (
        f"---\n# allsettled:begin id=a\nx: 1\n# allsettled:end id=a\n---\n{BEGIN}\n{END}\n",
        "2:1: the begin marker stands in the front matter"
        " [regions hold text: move the markers below the front matter's last `---`]",
    ),
    "behind an unclosed fence": (
        f"# x\n\n```sh\necho\n\n{BEGIN}\n{END}\n",
        "3:1: a code fence begins here and is never closed, so the begin marker on line 6 is text"
        " [close it where it should end]",
    ),
    "an unclosed fence in a region": (
        f"{BEGIN}\n\n```sh\necho\n\n{END}\n",
        "3:1: a code fence begins here and is never closed, so the end marker on line 6 is text"
        " [close it where it should end]",
    ),
    "behind an unclosed comment": (
        f"<!-- x\n\n{STAMP[:-3]}\n",
        "1:1: an HTML comment or raw HTML begins here and is never closed, so the stamp marker on line 3 is text"
        " [close it where it should end]",
    ),
    "malformed attribute": (
        f"<!-- allsettled:begin id=a strategy='x' -->\n{END}\n",
        '1:28: the value of "strategy" needs double quotes [write strategy="VALUE"]',
    ),
    "an id that cannot be": (
        '<!-- allsettled:begin id="a b" -->\n<!-- allsettled:end id="a b" -->\n',
        '1:1: "a b" cannot be an id [an id is made of letters, digits and _ . / @ : -, and has 80 characters at most]',
        '2:1: "a b" cannot be an id [an id is made of letters, digits and _ . / @ : -, and has 80 characters at most]',
    ),
    "attributes at the end": (
        f"{BEGIN}\n<!-- allsettled:end id=a strategy=x -->\n",
        '2:1: the end marker has an attribute "strategy" [write it on the begin marker]',
    ),
    "misspelt": (
        f"<!-- allsettled:beginn id=a -->\n{BEGIN_B}\n{END_B}",
        "1:1: `allsettled:beginn` is not a marker [write `allsettled:begin`]",
    ),
    "spaced": (
        f"{BEGIN}\n{END}\n<!-- allsettled: end id=b -->",
        "3:1: `allsettled: end` is not a marker [write `allsettled:end`]",
    ),
    "stamp outside": (
        f"{STAMP}\n",
        "1:1: broken stamp: it stands outside every region"
        " [delete it; `allsettled render` writes a region's stamp anew]",
    ),
    "stamp broken": (
        f"{BEGIN}\n<!-- allsettled:stamp v=1 in=xyz -->\n{END}\n",
        "2:1: broken stamp: the stamp's `in` is not 8 hex digits"
        " [put back the stamp that was committed; or delete its line and run `allsettled render`,"
        " which then compares]",
    ),
    "two stamps": (
        f"{BEGIN}\n{STAMP}\n{STAMP}\n{END}\n",
        '3:1: broken stamp: the region "a" has another on line 2 [delete the one that does not belong]',
    ),
    "text above the stamp": (
        f"{BEGIN}\nx\n{STAMP}\n{END}\n",
        '3:1: broken stamp: it is not the first thing in the region "a" [move the text above it below it]',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_said_once_with_its_place_and_cure(name: str) -> None:
    text, *expected = FAULTS[name]
    assert expected == report(text)


def test_faults_stop_at_their_region() -> None:
    found = scan(f"{BEGIN}\nx\n\n{BEGIN_B}\ny\n{END_B}\n")
    assert {"b": "y"} == bodies(found)
    with pytest.raises(UserError, match='the region "a" begins here and does not end') as caught:
        sound_scan(found.text, Style.MARKDOWN)
    assert (1, 1, 1, 31) == caught.value.span


def test_behind_a_hash() -> None:
    stamp = "# allsettled:stamp v=1 in=4f1c9a02 out=38e07fa6e88a"
    text = f"x = 1\n# allsettled:begin id=a\n{stamp}\ny = 2\n#allsettled:end id=a\n"
    found = scan(text, Style.HASH)
    assert ({"a": "y = 2"}, ()) == (bodies(found), found.faults)
    assert ["1:3: the begin marker is indented [move it to the first column]"] == report(
        "  # allsettled:begin id=a\n# allsettled:end id=a", Style.HASH
    )
    assert {} == bodies(scan(text))
    assert ["1:25: `x` is not a key=value pair [write every attribute as key=value]"] == report(
        "# allsettled:begin id=a x\n# allsettled:end id=a", Style.HASH
    )


def test_line_ends_other_than_line_feeds_are_the_callers_slip() -> None:
    with pytest.raises(ValueError, match="line feeds"):
        scan(f"{BEGIN}\r\n{END}")


PIECES = [BEGIN, END, BEGIN_B, END_B, STAMP, IGNORE, "```", "````md", "~~~", "<!--", "-->", "---", "<pre>", "", "text"]
PIECES += ["<<<<<<< a", "=======", ">>>>>>> b", "- x", "<!-- allsettled:begin", "<!-- allsettled:end id= -->"]
PREFIXES = ["", "", "", "  ", "    ", "> ", "- ", "\t"]
LINES = st.lists(st.tuples(st.sampled_from(PREFIXES), st.sampled_from(PIECES)).map("".join), max_size=12)


@settings(max_examples=200)
@given(LINES, st.sampled_from(list(Style)))
def test_no_order_of_markers_and_fences_is_too_much(lines: list[str], style: Style) -> None:
    text = "\n".join(lines)
    found = scan(text, style)
    places = [(region.begin.number, region.end.number) for region in found.regions]
    assert sorted(places) == places
    assert all(first[1] < second[0] for first, second in pairwise(places))
    assert len({region.id for region in found.regions}) == len(found.regions)
    for region in found.regions:
        assert region.body == text[region.body_start : region.body_stop]
        assert region.inner_start <= region.body_start <= region.body_stop <= region.inner_stop
    assert list(found.faults) == sorted(found.faults, key=lambda fault: fault.span)


@pytest.mark.parametrize(
    "shape",
    [
        f"{BEGIN}\n",
        f"{END}\n",
        f"{STAMP}\n",
        f"> {BEGIN}\n",
        f"```\n{BEGIN}\n",
        "<!-- allsettled:begin ",
        "<!-- allsettled:" + "-" * 1000,
        "<!-- allsettled:begin id=" + "a" * 1000 + "\n",
        '<!-- allsettled:begin x="\n',
        "<!-- allsettled:end id=z -->\n<!-- allsettled:begin id=zz -->\n",
        f">>>>>>> x\n{BEGIN}\n>>>>>>> x\n{END}\n",
        "<!--",
        f"{BEGIN}\n{END}\n<!-- allsettled:endd id=a -->\n",
    ],
)
def test_scanning_takes_work_by_the_length_of_the_text(shape: str) -> None:
    end = "" if "allsettled:" in shape else BEGIN
    grows_with_its_size(scan, lambda size: shape * (size // len(shape)) + end, 40_000)
