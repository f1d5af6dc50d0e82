import re

from hypothesis import given
from hypothesis import strategies as st

from allsettled.render.diff import unified_diff
from working import grows_with_its_size

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "-x", "+y", "@@ -1 +1 @@"]), max_size=40)


def patched(before: list[str], diff: str) -> list[str]:
    """The text that the diff leads to, each of its lines checked against the text that it is from."""
    after: list[str] = []
    at = 0
    hunks = re.split(r"^(@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@)\n", diff, flags=re.MULTILINE)[1:]
    for head, body in zip(hunks[::2], hunks[1::2], strict=True):
        found = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", head)
        assert found is not None
        old_start, old_count, new_start, new_count = (int(part) if part else 1 for part in found.groups())
        start = old_start - 1 if old_count else old_start
        after += before[at:start]
        assert len(after) == (new_start - 1 if new_count else new_start)
        lines = body.split("\n")[:-1]
        assert [line[1:] for line in lines if line[0] in " -"] == before[start : start + old_count]
        fresh = [line[1:] for line in lines if line[0] in " +"]
        assert new_count == len(fresh)
        after += fresh
        at = start + old_count
    return after + before[at:]


@given(LINES, LINES, st.integers(0, 12))
def test_a_diff_leads_from_one_text_to_the_other(before: list[str], after: list[str], common: int) -> None:
    rows = [f"row {number}" for number in range(common)]
    before, after = [*rows, *before, *rows, "z"], [*rows, *after, *rows, "z"]
    diff = unified_diff("\n".join(before), "\n".join(after), "x.md")
    # a line that looks like a hunk's head has a sign before it, so that it is none
    assert after == patched(before, diff) if before != after else diff == ""


def test_a_diff_looks_like_this() -> None:
    before = "".join(f"{number}\n" for number in range(1, 21))
    after = before.replace("\n5\n", "\nfive\n").replace("\n18\n", "\n18\nnew\n")
    assert (
        "--- a/x.md\n+++ b/x.md\n"
        "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        "@@ -16,5 +16,6 @@\n 16\n 17\n 18\n+new\n 19\n 20\n"
    ) == unified_diff(before, after, "x.md")


def test_nothing_to_tell_is_no_diff() -> None:
    assert "" == unified_diff("a\nb\n", "a\nb\n", "x.md")


def test_a_line_more_at_either_end() -> None:
    assert "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+b\n" == unified_diff("a\n", "a\nb\n", "x")
    assert "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n" == unified_diff("", "a\n", "x")
    assert "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-a\n" == unified_diff("a\n", "", "x")


def test_long_texts_with_nothing_in_common_are_told_as_one_change() -> None:
    grows_with_its_size(lambda size: unified_diff("a\nb\n" * size, "b\nc\n" * size, "x"), int, 3_000)
    diff = unified_diff("a\nb\n" * 20_000, "b\nc\n" * 20_000, "x")
    assert diff.startswith("--- a/x\n+++ b/x\n@@ -1,40000 +1,40000 @@\n-a\n")
