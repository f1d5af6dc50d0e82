import pytest

from allsettled.errors import UserError
from allsettled.files.source import decode
from allsettled.render.faults import Kind
from allsettled.render.fresh import Fresh
from allsettled.render.markers import Style
from allsettled.render.splice import region_diff, render
from allsettled.render.states import State

BEGIN, END = "<!-- allsettled:begin id=a -->", "<!-- allsettled:end id=a -->"
BEGIN_B, END_B = "<!-- allsettled:begin id=b -->", "<!-- allsettled:end id=b -->"
FRESH = {"a": Fresh("\n## New\ntext\n", "4f1c9a02")}
STAMP = "<!-- allsettled:stamp v=1 in=4f1c9a02 out=62f458516c4d (allsettled render) -->"
RENDERED = f"# x\n\n{BEGIN}\n\n{STAMP}\n\n## New\ntext\n\n{END}\n\ny"
EMPTY = f"# x\n\n{BEGIN}\n{END}\n\ny"
EDITED = RENDERED.replace("text", "hand")
NEWER = {"a": Fresh("## Newer", "00000009")}
OURS = EDITED.replace("hand", "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch")


def test_a_new_region_is_filled_and_stamped() -> None:
    rendered = render(EMPTY, FRESH)
    assert (RENDERED, ("a",), (), ()) == (rendered.text, rendered.written, rendered.refused, rendered.faults)


def test_rendering_again_changes_nothing() -> None:
    rendered = render(RENDERED, FRESH)
    assert (RENDERED, (), (), []) == (rendered.text, rendered.edits, rendered.written, rendered.findings())


def test_a_stale_region_is_rendered() -> None:
    rendered = render(RENDERED, NEWER)
    assert ("a",) == rendered.written
    assert "\n\n## Newer\n\n<!-- allsettled:end" in rendered.text
    assert "## New\n" not in rendered.text


def test_an_edit_by_hand_stays_until_told() -> None:
    for fresh in (FRESH, NEWER):
        rendered = render(EDITED, fresh)
        assert (EDITED, (), ("a",)) == (rendered.text, rendered.written, rendered.refused)
    assert RENDERED == render(EDITED, FRESH, force=["a"]).text


def test_an_edit_that_is_accepted_stays_for_good() -> None:
    accepted = render(EDITED, FRESH, accept=["a"])
    assert ("a",) == accepted.written
    assert EDITED.replace("(allsettled render)", "override=user").split("\n")[6:] == accepted.text.split("\n")[6:]
    assert "override=user -->" in accepted.text.split("\n")[4]
    later = render(accepted.text, NEWER)
    assert (accepted.text, (), [State.OVERRIDDEN]) == (later.text, later.refused, [s.state for s in later.statuses])
    assert RENDERED == render(accepted.text, FRESH, force=["a"]).text


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_text_without_a_stamp_is_accepted_as_it_stands(gap: str) -> None:
    accepted = render(f"{BEGIN}\n{gap}hand\n{END}", FRESH, accept=["a"])
    begin, blank, stamp, *rest = accepted.text.split("\n")
    assert (BEGIN, "", ["", "hand", END]) == (begin, blank, rest)
    assert "override=user" in stamp


def test_keeping_and_replacing_at_once_is_refused() -> None:
    with pytest.raises(UserError, match='the text of the region "a" cannot be both kept and replaced'):
        render(EDITED, FRESH, accept=["a"], force=["a"])


def test_a_formatters_layout_stays_when_only_the_stamp_is_out_of_date() -> None:
    laid_out = RENDERED.replace("## New\ntext", "New\n---\n\ntext")
    assert laid_out == render(laid_out, FRESH).text
    restamped = render(laid_out.replace("62f458516c4d", "000000000000"), FRESH)
    assert (laid_out, ("a",)) == (restamped.text, restamped.written)
    assert RENDERED == render(laid_out, FRESH, exact=True).text


def test_a_text_that_says_what_it_should_gets_a_stamp() -> None:
    adopted = render(f"# x\n\n{BEGIN}\n## New\ntext\n{END}\n\ny", FRESH)
    assert (RENDERED, ("a",)) == (adopted.text, adopted.written)


def test_a_conflict_is_rendered_anew_when_told() -> None:
    refused = render(OURS, FRESH)
    assert (OURS, [Kind.CONFLICT]) == (refused.text, [fault.kind for fault in refused.faults])
    assert RENDERED == render(OURS, FRESH, resolve=True).text
    assert RENDERED == render(OURS, FRESH, force=["a"]).text
    assert OURS == render(OURS, FRESH, accept=["a"]).text


def test_a_conflict_around_the_stamp_only_is_resolved() -> None:
    other = STAMP.replace("4f1c9a02", "00000000")
    text = RENDERED.replace(STAMP, f"<<<<<<< HEAD\n{other}\n||||||| base\n{other}\n=======\n{STAMP}\n>>>>>>> branch")
    assert text == render(text, FRESH).text
    assert RENDERED == render(text, FRESH, resolve=True).text


def test_a_text_of_the_users_own_is_not_lost_in_a_conflict() -> None:
    text = OURS.replace("(allsettled render)", "override=user")
    assert text == render(text, FRESH, resolve=True).text
    assert RENDERED == render(text, FRESH, force=["a"]).text


def test_a_conflict_over_the_edge_is_for_the_user() -> None:
    text = RENDERED.replace("text\n", "text\n<<<<<<< HEAD\n").replace(END, f"{END}\n=======\n>>>>>>> x")
    for rendered in (render(text, FRESH, resolve=True), render(text, FRESH, force=["a"])):
        assert (text, [Kind.CONFLICT]) == (rendered.text, [fault.kind for fault in rendered.faults])


def test_one_fault_and_nothing_of_the_file_is_written() -> None:
    text = f"{EMPTY}\n\n{BEGIN_B}\n"
    rendered = render(text, FRESH)
    assert (text, (), [Kind.BEGIN_WITHOUT_END]) == (rendered.text, rendered.written, [f.kind for f in rendered.faults])
    assert State.NEW is rendered.statuses[0].state


def test_regions_that_nothing_is_rendered_for_are_left_alone() -> None:
    text = f"{BEGIN_B}\nhand\n{END_B}\n\n{EMPTY}"
    assert text.replace(EMPTY, RENDERED) == render(text, FRESH).text


def test_a_text_without_a_region_is_reported() -> None:
    fault = render("# x\n", FRESH).faults[0]
    assert ('there is no region "a" in this file', (1, 1, 1, 1)) == (fault.message, fault.span)
    assert f"put `{BEGIN}` and `{END}` on lines of their own where it belongs" == fault.hint
    misspelt = render(
        "<!-- allsettled:begin id=dispatch -->\n<!-- allsettled:end id=dispatch -->", {"dispach": FRESH["a"]}
    )
    assert 'did you mean "dispatch"?' == misspelt.faults[0].hint
    shown = render(f"```\n{BEGIN}\n```", FRESH).faults[0]
    assert (
        'there is no region "a" in this file'
        " (its begin marker on line 2 is text: it is in a code fence that begins on line 1)"
    ) == shown.message
    broken = render(f" {BEGIN}\n{END}", FRESH)
    assert [Kind.INDENTED] == [fault.kind for fault in broken.faults]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f"x\n\n{BEGIN}", "has a region marker of its own on its line 3"),
        (f"- {END}", "has a region marker of its own on its line 1"),
        ("x\n```sh\necho", "does not close what it opens on its line 2: ```sh"),
        ("<!-- x", "does not close what it opens on its line 1: <!-- x"),
        ("x\n\n<!-- allsettled:ignore-next -->", "ends with `allsettled:ignore-next`, which would hide its end marker"),
    ],
)
def test_a_text_that_would_break_out_of_its_region_is_refused(body: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        render(EMPTY, {"a": Fresh(body, "4f1c9a02")})
    assert f'the text for the region "a" {message}' == caught.value.message
    assert caught.value.hint


def test_inputs_that_are_no_digest_are_the_callers_slip() -> None:
    with pytest.raises(ValueError, match="inputs are 8 hex digits"):
        render(EMPTY, {"a": Fresh("x", "4F1C9A02")})


def test_a_text_may_show_markers_and_open_fences_in_a_list() -> None:
    body = f"````md\n{BEGIN}\n```\n````\n\n- x\n  ```\n  y"
    rendered = render(EMPTY, {"a": Fresh(body, "4f1c9a02")}).text
    assert State.CLEAN is render(rendered, {"a": Fresh(body, "4f1c9a02")}).statuses[0].state
    assert "---\nx\n---" in render(EMPTY, {"a": Fresh("---\nx\n---", "4f1c9a02")}).text


def test_behind_a_hash_there_are_no_blank_lines() -> None:
    text = "x\n# allsettled:begin id=a\n# allsettled:end id=a\n"
    fresh = {"a": Fresh("*.tmp\n\nbuild/\n", "4f1c9a02")}
    rendered = render(text, fresh, style=Style.HASH).text
    stamp = "# allsettled:stamp v=1 in=4f1c9a02 out=0ff157352896 (allsettled render)"
    assert f"x\n# allsettled:begin id=a\n{stamp}\n*.tmp\n\nbuild/\n# allsettled:end id=a\n" == rendered
    assert rendered == render(rendered, fresh, style=Style.HASH).text
    edited = rendered.replace("*.tmp", "*.tmp ")
    assert ("a",) == render(edited, fresh, style=Style.HASH).refused
    accepted = render(edited, fresh, style=Style.HASH, accept=["a"]).text
    assert edited.replace("out=0ff157352896 (allsettled render)", "out=0b41f356b4a5 override=user") == accepted
    bare = "# allsettled:begin id=a\nx\n# allsettled:end id=a"
    assert bare.split("\n")[1:] == render(bare, fresh, style=Style.HASH, accept=["a"]).text.split("\n")[2:]


def test_the_diff_of_a_refused_region_has_the_files_line_numbers() -> None:
    (status,) = render(EDITED, FRESH).statuses
    assert (
        "--- a/doc.md\n+++ b/doc.md\n@@ -5,7 +5,7 @@\n"
        f" {STAMP}\n \n ## New\n-hand\n+text\n \n {END}\n \n" == region_diff(EDITED, status, "doc.md")
    )


def test_a_files_own_line_ends_are_kept() -> None:
    raw = b"\xef\xbb\xbf" + f"# x\r\n\r\n{BEGIN}\r\n{END}\nmixed\r\n\r\nlast".encode()
    source = decode(raw, "x.md")
    written = source.edited(render(source.text, FRESH).edits)
    inner = f"\r\n{STAMP}\r\n\r\n## New\r\ntext\r\n\r\n".encode()
    assert raw.replace(b" -->\r\n<!-- allsettled:end", b" -->\r\n" + inner + b"<!-- allsettled:end") == written
    again = decode(written, "x.md")
    assert () == render(again.text, FRESH).edits
