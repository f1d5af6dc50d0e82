"""Paths and globs: do they meet? Held against trying all short paths."""

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.planning.paths import Path, literal, matches, meet, read_paths
from allsettled.planning.segments import common_name, has_wildcard
from allsettled.planning.tree import Tree


def path(text: str) -> Path:
    (found,) = read_paths(text)
    return found


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("./a//b/../c.md", "a/c.md"),
        ("a\\b\\c.md", "a/b/c.md"),
        ("src/", "src/"),
        (".", "."),
        ("../x", "../x"),
        ("a/../..", ".."),
        ("/a/../../b", "/b"),
        ("C:\\Temp\\x", "C:/Temp/x"),
        ("~/x", "~x"),
        ("src/login.py:10-40", "src/login.py"),
        ("src/login.py#L3", "src/login.py"),
        ("a/**/**/b", "a/**/b"),
        ("a/*/../b", "a/b"),
    ],
)
def test_a_path_is_brought_to_one_form(text: str, normal: str) -> None:
    assert normal == path(text).text


def test_braces_stand_for_several_paths_and_a_url_for_none() -> None:
    assert ["a/b.md", "a/c.md"] == [one.text for one in read_paths("a/{b,c}.md")]
    assert 64 == len(read_paths("{a,b}" * 20))
    assert ["a/{date}.md"] == [one.text for one in read_paths("a/{date}.md")]
    assert () == read_paths("https://example.com/a.md")


@pytest.mark.parametrize(
    ("one", "other", "example"),
    [
        ("a.md", "A.MD", "a.md"),  # one file where file systems ignore case
        ("caf\u00e9.md", "cafe\u0301.md", "caf\u00e9.md"),
        ("src", "src/a.py", "src/a.py"),
        ("src/", "src", "src/"),
        (".", "x/y", "x/y"),
        ("conf.d", "conf.d/x", "conf.d/x"),
        ("src/a*.py", "src/*b.py", "src/ab.py"),
        ("src/[ab].py", "src/[!a].py", "src/b.py"),
        ("**/*.py", "src/a.py", "src/a.py"),
        ("docs/*", "docs/api/x.md", "docs/api/x.md"),  # api may be what the star stands for
        ("src/**/x.py", "src/lib", "src/lib/x.py"),
        ("src/**", "src", "src"),
        ("deploy/", "deploy/*.yaml", "deploy/x.yaml"),
    ],
)
def test_paths_that_have_a_file_in_common(one: str, other: str, example: str) -> None:
    assert example == meet(path(one), path(other))
    assert meet(path(other), path(one)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("src", "source"),
        ("a/b", "a/c"),
        ("src/*.py", "src/*.md"),
        ("docs/*.md", "docs/api/x.md"),  # a file with an ending holds nothing
        ("**/*.md", "Makefile"),
        ("**/*.md", ".gitignore"),
        ("**/*.md", "LICENSE"),
        ("a/**", "b/**"),
        ("?", "ab"),
        ("/tmp/x", "tmp/x"),
        ("../x", "x"),
    ],
)
def test_paths_that_have_nothing_in_common(one: str, other: str) -> None:
    assert meet(path(one), path(other)) is None
    assert meet(path(other), path(one)) is None


PATTERN = st.text("ab*?", min_size=1, max_size=4)  # two of them meet in a name of 6 letters, if at all


@given(PATTERN, PATTERN)
def test_two_names_meet_exactly_if_some_name_matches_both(one: str, other: str) -> None:
    from fnmatch import fnmatchcase

    expected = any(
        fnmatchcase(name, one) and fnmatchcase(name, other)
        for length in range(1, 8)
        for name in map("".join, product("ab", repeat=length))
    )
    found = common_name(one, other)
    assert expected == (found is not None)
    if found is not None:
        assert fnmatchcase(found, one)
        assert fnmatchcase(found, other)


GLOB = st.lists(st.sampled_from(["a", "b", "*", "**", "a*", "*b"]), min_size=1, max_size=3).map("/".join)


@cache
def shorts() -> list[tuple[str, ...]]:
    """Return all paths in which two globs may meet: together they fix 5 names at most."""
    return [names for length in range(1, 7) for names in product(("a", "b", "ab"), repeat=length)]


def covers(glob: str, names: tuple[str, ...]) -> bool:
    """Say whether a glob matches a path or a folder that it lies in: the definition, by trying."""
    return any(_covers(tuple(glob.split("/")), names[:end]) for end in range(len(names) + 1))


def _covers(glob: tuple[str, ...], names: tuple[str, ...]) -> bool:
    from fnmatch import fnmatchcase

    if not glob:
        return not names
    if glob[0] == "**":
        return any(_covers(glob[1:], names[cut:]) for cut in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], glob[0]) and _covers(glob[1:], names[1:])


@settings(max_examples=150, deadline=None)
@given(GLOB, GLOB)
def test_two_globs_meet_exactly_if_some_path_lies_in_both(one: str, other: str) -> None:
    expected = any(covers(one, names) and covers(other, names) for names in shorts())
    assert expected == (meet(path(one), path(other)) is not None)


@settings(max_examples=100, deadline=None)
@given(GLOB, st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=5))
def test_a_file_is_matched_if_the_glob_covers_it(glob: str, names: list[str]) -> None:
    assert covers(glob, tuple(names)) == matches(path(glob), literal("/".join(names)))


@given(st.text(max_size=30))
def test_any_text_can_be_read_and_meets_itself(text: str) -> None:
    for one in read_paths(text):
        assert meet(one, one) is not None
        assert isinstance(has_wildcard(text), bool)


def test_hostile_globs_take_no_time() -> None:
    many = "/".join(["*a*a*a*a*b"] * 30)
    assert meet(path(many), path(many.replace("b", "c"))) is None
    assert meet(path("**/" * 60 + "x.py"), path("**/a/" * 40 + "y.py")) is None


def test_a_tree_knows_its_files_and_folders() -> None:
    tree = Tree(["src/login/form.py", "docs/login.md", "pages/[id].tsx"])
    assert tree.holds(path("docs/login.md"))
    assert tree.holds(path("src"))
    assert tree.holds(path("**/*.py"))
    assert tree.holds(path("pages/[id].tsx"))
    assert tree.holds(path("../elsewhere"))  # nothing is known of it
    assert not tree.holds(path("docs/logout.md"))
    assert not tree.holds(path("src/*.py"))
    assert 'did you mean "docs/login.md"?' == tree.nearest(path("doc/login.md"))
    assert 'did you mean "docs/login.md"?' == tree.nearest(path("docs/lgin.md"))
    assert "" == tree.nearest(path("zzz"))
