from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsettled.files.place import Found
from files.git import git, listed, needs_git, repository
from files.tree import answers, plant, said


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a repository, in which we are."""
    folder = tmp_path / "repository"
    (folder / ".git" / "info").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_what_git_ignores_is_not_found(here: Path) -> None:
    plant(here, "a.md", "build/b.md", "sub/build/c.md", "sub/d.md", "sub/e.md")
    plant(here, ".gitignore", text="build/\n")
    plant(here, "sub/.gitignore", text="\ufeff/d.md\n")
    assert ["a.md", "sub/e.md"] == said(".")
    assert ["a.md", "build/b.md", "sub/build/c.md", "sub/d.md", "sub/e.md"] == said(".", respect_gitignore=False)


def test_a_deeper_file_takes_back_what_a_higher_one_ignores(here: Path) -> None:
    plant(here, "x.md", "sub/x.md", "sub/y.md")
    plant(here, ".gitignore", text="*.md\n")
    plant(here, "sub/.gitignore", text="!x.md\n")
    assert ["sub/x.md"] == said(".")


def test_files_above_the_argument_count_up_to_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here.parent, ".gitignore", text="*.md\n")
    plant(here, ".gitignore", text="x.md\n")
    plant(here, "a/.gitignore", text="/b/y.md\n")
    plant(here, "a/b/x.md", "a/b/y.md", "a/b/z.md")
    assert ["a/b/z.md"] == said("a/b")
    monkeypatch.chdir(here / "a/b")
    assert ["z.md"] == said(".")


def test_without_a_repository_files_count_from_the_root_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, ".gitignore", text="*.md\n")
    plant(tmp_path, "root/.gitignore", text="x.md\n")
    plant(tmp_path, "root/sub/x.md", "root/sub/y.md")
    monkeypatch.chdir(tmp_path / "root")
    assert ["sub/y.md"] == said("sub")


def test_what_is_named_is_taken_though_ignored(here: Path) -> None:
    plant(here, "build/x.md", "build/y.md", "build/in/z.md", "a.md")
    plant(here, ".gitignore", text="build/\n*.md\n")
    plant(here, "build/.gitignore", text="y.md\n")
    assert ["a.md"] == said("a.md")
    assert ["build/y.md"] == said("build/y.md")
    assert ["build/in/z.md", "build/x.md"] == said("build")
    assert ["build/in/z.md"] == said("build/in")


def test_the_exclude_file_counts_least(here: Path) -> None:
    plant(here, ".git/info/exclude", text="x.md\ny.md\n")
    plant(here, ".gitignore", text="!y.md\n")
    plant(here, "a/x.md", "a/y.md")
    assert ["a/y.md"] == said(".")
    assert ["a/y.md"] == said("a")


def test_a_repository_within_another_has_its_own_rules(here: Path) -> None:
    plant(here, ".gitignore", text="x.md\n/gone/\n")
    plant(here, "inner/.git/info/exclude", text="y.md\n")
    plant(here, "inner/sub/x.md", "inner/y.md", "x.md", "gone/.git/HEAD", "gone/x.md")
    assert ["inner/sub/x.md"] == said(".")
    assert ["inner/sub/x.md"] == said("inner/sub")


@needs_git
def test_a_linked_working_tree_has_the_exclude_file_of_its_repository(tmp_path: Path) -> None:
    main = repository(tmp_path / "main")
    git(main, "-c", "user.name=x", "-c", "user.email=x", "commit", "--quiet", "--allow-empty", "--message=x")
    git(main, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    plant(main, ".git/info/exclude", text="x.md\n")
    plant(tmp_path / "linked", "x.md", "y.md")
    assert {"y.md"} == listed(tmp_path / "linked")
    assert [f"{tmp_path}/linked/y.md"] == said(tmp_path / "linked", root=tmp_path)


@pytest.mark.parametrize("text", ["", "gitdir: \n", "gitdir: gone\n", "x\0y", "gitdir: \0"])
def test_a_git_file_that_leads_nowhere_is_no_matter(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "x.md")
    plant(tmp_path, ".git", text=text)
    assert [f"{tmp_path}/x.md"] == said(tmp_path, root=tmp_path)


def test_an_ignore_file_that_is_a_link_counts_for_nothing_as_in_git(here: Path) -> None:
    plant(here, "rules", text="*.md\n")
    plant(here, "x.md")
    (here / ".gitignore").symlink_to("rules")
    assert ["x.md"] == said(".")


def test_an_ignore_file_that_is_too_big_is_reported_and_the_rest_goes_on(here: Path) -> None:
    plant(here, "sub/.gitignore", text="x.md\n" * 20_000)
    plant(here, "sub/in/x.md", "y.md")
    too_big = "sub/.gitignore: the file has 100,000 bytes: over the limit of 65,536 bytes"
    assert [too_big, "sub/in/x.md", "y.md"] == said(".")
    assert [f"{here}/{too_big}", "sub/in/x.md"] == said("sub/in")


def test_an_ignore_file_in_another_encoding_is_read_as_bytes(here: Path) -> None:
    (here / ".gitignore").write_bytes(b"x\xff.md\ny.md\n")
    plant(here, "x\udcff.md", "y.md", "z.md")
    assert ["z.md"] == said(".")


_NAMES = ["a", "b", "x.md", "y.md"]
_FILES = [f"{one}{two}{name}" for one in ("", "a/", "b/") for two in ("", "a/", "b/") for name in ("x.md", "y.md")]
_lines = st.lists(
    st.builds(
        lambda negative, start, name, end: negative + start + name + end,
        st.sampled_from(["", "", "!"]),
        st.sampled_from(["", "", "/", "**/", "a/", "a/**/", "*/"]),
        st.sampled_from([*_NAMES, "*", "*.md", "?", "[ab]", "[!a]*"]),
        st.sampled_from(["", "", "/", "/**", "/*"]),
    ),
    max_size=3,
)


@needs_git
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=st.dictionaries(st.sampled_from(["", "a/", "b/", "a/b/"]), _lines, max_size=3), exclude=_lines)
def test_what_is_found_is_what_git_lists(judge: Path, files: dict[str, list[str]], exclude: list[str]) -> None:
    for old in judge.rglob(".gitignore"):
        old.unlink()
    for folder, lines in files.items():
        plant(judge, f"{folder}.gitignore", text="\n".join(lines))
    plant(judge, ".git/info/exclude", text="\n".join(exclude))
    expected = {path for path in listed(judge) if path.endswith(".md")}
    assert expected == {one.relative for one in answers(judge, root=judge) if isinstance(one, Found)}


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(repository(tmp_path_factory.mktemp("repository")), *_FILES)
