from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsettled.files.patterns import Patterns
from files.git import ignored, needs_git, repository
from working import grows_with_its_size

_pieces = st.one_of(
    st.sampled_from(["a", "b", "c", "ab", "a.md", " ", "!", "#", "-", ".", "^", "\r"]),
    st.sampled_from(["*", "**", "***", "?", "/", "/", "/", "**/", "/**", "\\", "\\/", "\\*", "\\ "]),
    st.sampled_from(["[", "]", "[ab]", "[!a]", "[^b]", "[a-c]", "[]a]", "[b-a]", "[^b-a]", "[a-]", "[\\]]", "[a/b]"]),
    st.sampled_from(["[[:alpha:]]", "[[:x:]]", "[a[:digit:]-c]", "[[:]"]),
)
_pattern = st.lists(_pieces, max_size=7).map("".join)
_name = st.text("abc.- !#[]^*\\:", min_size=1, max_size=4).filter(lambda name: name.strip(".") != "")
_path = st.lists(_name, min_size=1, max_size=4).map("/".join)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("repository"))


@needs_git
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=st.lists(_pattern, min_size=1, max_size=4), paths=st.lists(_path, min_size=1, max_size=30))
def test_what_is_covered_is_what_git_ignores(judge: Path, lines: list[str], paths: list[str]) -> None:
    (judge / ".gitignore").write_bytes("".join(line + "\n" for line in lines).encode())
    patterns = Patterns(lines)
    assert ignored(judge, paths) == [patterns.covers(path) for path in paths]


_ORDINARY = [
    "# outputs",
    "build/",
    "*.log",
    "!keep.log",
    "/top.md",
    "docs/*.md",
    "docs/**/draft-?.md",
    "**/tmp/**",
    "a/**/z.md",
    "\\#not-a-comment.md",
    "\\!not-a-negation.md",
    "trailing\\ ",
    "plain   ",
    "[Rr]eadme*.md",
    "x[!0-9].md",
]
_PATHS = [
    "build",
    "src/build/x.md",
    "buildx/x.md",
    "a.log",
    "keep.log",
    "sub/keep.log",
    "build/keep.log",
    "top.md",
    "sub/top.md",
    "docs/a.md",
    "docs/sub/a.md",
    "docs/draft-1.md",
    "docs/x/draft-1.md",
    "docs/x/y/draft-12.md",
    "tmp/a",
    "x/tmp/y/a",
    "x/tmp",
    "a/z.md",
    "a/b/z.md",
    "a/b/c/z.md",
    "b/a/z.md",
    "#not-a-comment.md",
    "!not-a-negation.md",
    "plain",
    "readme.md",
    "sub/Readme-2.md",
    "x1.md",
    "xa.md",
    "trailing ",
    "plain ",
]


@needs_git
def test_ordinary_patterns_are_read_as_git_reads_them(judge: Path) -> None:
    (judge / ".gitignore").write_text("\n".join(_ORDINARY))
    answers = ignored(judge, _PATHS)
    assert answers == [Patterns(_ORDINARY).covers(path) for path in _PATHS]
    assert {True, False} == set(answers)


@pytest.mark.parametrize(
    ("pattern", "path", "folder", "answer"),
    [
        ("build/", "build", True, True),
        ("build/", "build", False, None),
        ("!build/", "build", True, False),
        ("docs", "docs/x.md", False, None),  # the path itself is not named
        ("docs/**", "docs", True, None),
        ("*", "ä\nß.md", False, True),
        ("a/*", "a/b", True, True),
        ("/a[!b]c", "a/c", False, None),  # a bracket never stands for a slash
        ("/a[.-0]c", "a/c", False, None),
        ("é?.md", "é😀.md", False, True),
        ("*.md", "\udcff.md", False, True),
    ],
)
def test_a_match_is_about_the_path_itself(pattern: str, path: str, folder: bool, answer: bool | None) -> None:
    assert Patterns([pattern]).match(path, folder=folder) is answer


def test_the_last_pattern_decides() -> None:
    patterns = Patterns(["*.md", "!keep.md", "sub/keep.md"])
    assert [patterns.match(path) for path in ("x.md", "keep.md", "sub/keep.md", "x.txt")] == [True, False, True, None]


def test_a_folder_covers_what_is_in_it_even_what_a_pattern_would_take_back() -> None:
    assert Patterns(["build/", "!build/x.md"]).covers("build/x.md")
    assert Patterns(["build/"]).covers("sub/build", folder=True)
    assert not Patterns(["build/"]).covers("sub/build")


@pytest.mark.parametrize("line", ["", "  ", "# comment", "/", "!", "//", "a//b", "[a", "a\\", "[[:x:]]", "x" * 5000])
def test_a_line_that_can_match_nothing_is_none(line: str) -> None:
    assert not Patterns([line])


@pytest.mark.parametrize(
    ("start", "part", "end", "path"),
    [
        ("", "*a", "*b", "a"),
        ("**/", "*a*/", "b", "aaaaaaaaaa/"),
        ("**/a", "/**/a", "/b", "a/"),
        ("", "a/**/", "*b*c*d", "a/"),
        ("", "*?", "b", "a"),
        ("", "[ab]*", "c", "ab"),
    ],
)
def test_a_hostile_pattern_takes_work_by_the_length_of_the_path(start: str, part: str, end: str, path: str) -> None:
    """Four stars that are tried in every way take the fourth power of the length; sixty would never end."""

    def match(text: str) -> None:
        for _ in range(50):
            assert few.match(text) is None

    few, many = Patterns([start + part * 4 + end]), Patterns([start + part * 60 + end])
    grows_with_its_size(match, lambda size: path * size + "a", 25)
    assert many.match(path * 300 + "a") is None
