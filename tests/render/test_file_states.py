"""Files that are rendered as a whole: their stamp, their states, and that no edit by hand is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.files.source import SourceText, decode
from allsettled.render.attributes import Problem
from allsettled.render.file_stamp import FileStamp, read_whole, with_stamp
from allsettled.render.file_states import FreshFile, examine_file, file_digest
from allsettled.render.markers import Style
from allsettled.render.place import Choices
from allsettled.render.states import State
from allsettled.render.work import Work, work_on_file

TEXT = (
    '---\nname: qa\ntools:\n  - Read\n  - "a: b"\n---\n\n'
    "# QA\n\n- one\n- two\n\n| a   | b   |\n| --- | --- |\n| c   | d   |\n"
)
TOML = "name = \"qa\"\nbody = '''\n# QA\n'''\n"
STAMP = FileStamp("4f1c9a02", "38e07fa6e88a", "agents/qa.md")
FRESH = FreshFile(TEXT, "4f1c9a02", "agents/qa.md")
FORCE, ACCEPT = Choices(force=frozenset({"qa.md"})), Choices(accept=frozenset({"qa.md"}))


def source(text: str) -> SourceText:
    return decode(text.encode(), "qa.md")


def work(text: str | None, fresh: FreshFile = FRESH, choices: Choices | None = None) -> Work:
    return work_on_file(
        ("qa.md",), source(text) if text is not None else None, fresh, choices or Choices(), Style.MARKDOWN
    )


def written(text: str | None, fresh: FreshFile = FRESH, choices: Choices | None = None) -> str:
    after = work(text, fresh, choices).after
    return text or "" if after is None else after.decode()


RENDERED = written(None)


@pytest.mark.parametrize(
    ("text", "style"),
    [(TEXT, Style.MARKDOWN), ("# QA\n", Style.MARKDOWN), ("---\nx: 1\n---\n\n", Style.MARKDOWN), (TOML, Style.HASH)],
)
def test_a_stamp_can_be_taken_off_again(text: str, style: Style) -> None:
    whole = read_whole(with_stamp(text, STAMP, style), style)
    assert whole is not None
    assert (STAMP, text) == (whole.stamp, whole.text)


def test_a_stamp_is_the_first_thing_that_the_format_allows() -> None:
    line = "allsettled:file v=1 in=4f1c9a02 out=38e07fa6e88a from=agents/qa.md (allsettled render)"
    assert f"---\n\n<!-- {line} -->\n\n# QA\n" in with_stamp(TEXT, STAMP, Style.MARKDOWN)
    assert with_stamp(TOML, STAMP, Style.HASH).startswith(f"# {line}\n\nname = ")


@pytest.mark.parametrize("text", [TEXT, "# allsettled:file is a stamp\n", "text\n\n<!-- allsettled:file v=1 -->\n", ""])
def test_a_file_without_a_stamp_in_its_place_has_none(text: str) -> None:
    assert read_whole(text, Style.MARKDOWN) is None


@pytest.mark.parametrize(
    ("stamp", "message"),
    [
        ("v=1 in=4f1c9a02", "the stamp has no `out`"),
        ("v=2 in=4f1c9a02 out=38e07fa6e88a", 'the stamp\'s `v` cannot be "2"'),
        ("v=1 in=4f1c out=38e07fa6e88a", 'the stamp\'s `in` cannot be "4f1c"'),
        ("v=1 inn=4f1c9a02 out=38e07fa6e88a", 'the stamp has an unknown attribute "inn"'),
        ("v=1 in=4f1c9a02 out=38e07fa6e88a x", "`x` is not a key=value pair"),
    ],
)
def test_a_broken_stamp_is_told(stamp: str, message: str) -> None:
    text = f"<!-- allsettled:file {stamp} -->\n\n# QA\n"
    whole = read_whole(text, Style.MARKDOWN)
    assert whole is not None
    assert isinstance(whole.stamp, Problem)
    assert message == whole.stamp.message
    done = work(text)
    assert (None, True) == (done.after, done.broken)
    assert f"broken stamp: {message}" == done.findings[0].message


LAYOUTS = {
    "quotes": RENDERED.replace('"a: b"', "'a: b'"),
    "keys": RENDERED.replace("name: qa\ntools:\n  - Read\n  - ", "tools:\n- Read\n- ").replace(
        "\n---\n", "\nname: qa\n---\n"
    ),
    "bullets": RENDERED.replace("- one\n- two", "* one\n* two"),
    "table": RENDERED.replace("| a   | b   |", "| a | b |"),
    "line ends": RENDERED.replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + RENDERED,
    "no last line end": RENDERED.rstrip("\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_another_layout_is_clean_and_stays(name: str) -> None:
    assert LAYOUTS[name] != RENDERED
    assert LAYOUTS[name] == written(LAYOUTS[name])
    assert [] == work(LAYOUTS[name]).findings


EDITS = {
    "the body": RENDERED.replace("- two", "- three"),
    "a value in the front matter": RENDERED.replace("- Read", "- Bash"),
    "a key in the front matter": RENDERED.replace("name: qa\n", "name: qa\nmodel: opus\n"),
    "a comment in the front matter": RENDERED.replace("name: qa\n", "name: qa # ours\n"),
    "a comment of its own in the front matter": RENDERED.replace("name: qa\n", "# ours\nname: qa\n"),
    "front matter that cannot be read": RENDERED.replace("name: qa\n", "name: [qa\n"),
    "text above the stamp": RENDERED.replace("<!-- allsettled:file", "Ours.\n\n<!-- allsettled:file"),
    "the stamp is gone, and the text is another": TEXT.replace("two", "three"),
    "a comment in the body": RENDERED + "\n<!-- ours -->\n",
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("fresh", [FRESH, FreshFile(TEXT.replace("QA", "Tests"), "00000002", "agents/qa.md")])
def test_an_edit_by_hand_is_never_overwritten_unasked(name: str, fresh: FreshFile) -> None:
    done = work(EDITS[name], fresh)
    assert (None, True) == (done.after, done.refused)
    assert ["edited-file"] == [finding.rule for finding in done.findings]
    assert with_stamp(
        fresh.text, FileStamp(fresh.inputs, file_digest(fresh.text, Style.MARKDOWN), fresh.source), Style.MARKDOWN
    ) == (written(EDITS[name], fresh, FORCE))


@pytest.mark.parametrize("name", EDITS)
def test_an_accepted_edit_stays_for_good(name: str) -> None:
    accepted = written(EDITS[name], FRESH, ACCEPT)
    assert "override=user" in accepted
    later = FreshFile(TEXT.replace("QA", "Tests"), "00000002", "agents/qa.md")
    assert accepted == written(accepted, later)
    assert ["overridden-file"] == [finding.rule for finding in work(accepted, later).findings]
    assert RENDERED == written(accepted, FRESH, FORCE)


def test_what_was_rendered_follows_its_source() -> None:
    later = FreshFile(TEXT.replace("QA", "Tests"), "00000002", "agents/qa.md")
    assert ["stale-file"] == [finding.rule for finding in work(RENDERED, later).findings]
    again = written(RENDERED, later)
    assert "# Tests" in again
    assert again == written(again, later)


def test_a_file_that_says_the_same_gets_a_stamp() -> None:
    assert RENDERED == written(TEXT)
    other = TEXT.replace("- one\n- two", "* one\n* two")
    assert "* one\n* two" in written(other)


def test_a_comment_in_toml_is_no_less_an_edit() -> None:
    fresh = FreshFile(TOML, "4f1c9a02", "agents/qa.md")
    made = with_stamp(TOML, FileStamp("4f1c9a02", file_digest(TOML, Style.HASH), "agents/qa.md"), Style.HASH)
    assert State.CLEAN is examine_file(made, fresh, Style.HASH).state
    assert State.EDITED is examine_file(made.replace('"qa"\n', '"qa" # ours\n'), fresh, Style.HASH).state


def test_a_merge_conflict_is_not_overwritten_unasked() -> None:
    text = RENDERED.replace("- two\n", "<<<<<<< a\n- two\n=======\n- three\n>>>>>>> b\n")
    done = work(text)
    assert (None, True) == (done.after, done.broken)
    assert "a merge conflict stands in a file that is rendered as a whole" == done.findings[0].message
    assert RENDERED == written(text, FRESH, Choices(resolve=True))
    half = text.replace(">>>>>>> b\n", "")
    assert half == written(half, FRESH, Choices(resolve=True))


def test_bytes_that_are_not_ours_are_kept() -> None:
    later = FreshFile(TEXT.replace("QA", "Tests"), "00000002", "agents/qa.md")
    done = work("\ufeff" + RENDERED.replace("\n", "\r\n"), later)
    assert done.after is not None
    assert done.after.startswith(b"\xef\xbb\xbf---\r\n")
    assert done.after.count(b"\n") == done.after.count(b"\r\n")


LINES = st.sampled_from(
    ["text", "- item", "", "# allsettled:file v=1", "```", "name: x", "---", "<!-- x", "<<<<<<< a", "\ttab"]
)


class Step:
    """What happens to a file: somebody puts a line into it, or its source changes, or a command is run."""

    moves = st.lists(
        st.one_of(
            st.tuples(st.just("hand"), LINES, st.integers(0, 12)),
            st.tuples(st.just("source"), st.sampled_from([TEXT, TEXT.replace("QA", "Tests"), "# QA\n"])),
            st.tuples(st.just("render")),
            st.tuples(st.just("check")),
            st.tuples(st.just("force")),
            st.tuples(st.just("accept")),
            st.tuples(st.just("resolve")),
        ),
        min_size=1,
        max_size=6,
    )


@settings(max_examples=200, deadline=None)
@given(Step.moves)
def test_no_sequence_of_edits_and_renders_loses_a_line_by_hand(moves: list[tuple[object, ...]]) -> None:
    text, fresh, dirty = RENDERED, FRESH, False
    for kind, *more in moves:
        if kind == "hand":
            lines = text.split("\n")
            lines.insert(int(str(more[1])), str(more[0]))
            changed = "\n".join(lines)
            dirty = dirty or file_digest(changed, Style.MARKDOWN) != file_digest(text, Style.MARKDOWN)
            text = changed
        elif kind == "source":
            fresh = FreshFile(str(more[0]), f"{len(str(more[0])):08x}", "agents/qa.md")
        elif kind == "check":
            work(text, fresh)
        else:
            asked = {"force": FORCE, "accept": ACCEPT, "resolve": Choices(resolve=True)}.get(str(kind))
            after = written(text, fresh, asked)
            if kind in ("render", "accept") and dirty:
                inked = [line for line in text.split("\n") if line.strip() and "allsettled:file v=1 in=" not in line]
                assert [] == [line for line in inked if line not in after.split("\n")], (text, after)
            if kind == "force":
                dirty = False
            text = after
            assert after == written(after, fresh), "rendering twice is rendering once"
