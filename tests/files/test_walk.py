import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from allsettled.errors import UserError
from allsettled.files.place import Found, shown
from allsettled.files.walk import find, read_found
from files.tree import answers, plant, said
from files.unprivileged import as_nobody, open_folder
from working import calls

__all__ = ["open_folder"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_means_the_markdown_below_it_in_order(here: Path) -> None:
    plant(here, "b.md", "a/z.md", "a/b/c.markdown", "a.md", "README.MD", "x.txt", ".agents/s.md", "a-b/x.md")
    expected = [".agents/s.md", "README.MD", "a/b/c.markdown", "a/z.md", "a-b/x.md", "a.md", "b.md"]
    assert expected == said(".")


def test_what_git_keeps_for_itself_is_not_found_unless_it_is_named(here: Path) -> None:
    plant(here, ".git/x.md", "sub/.git/hooks/y.md", ".github/z.md")
    assert [".github/z.md"] == said(".")
    assert [".git/x.md"] == said(".git/x.md")


def test_what_was_found_says_where_it_stands(here: Path) -> None:
    plant(here, "docs/a/x.md")
    expected = Found("docs/a/x.md", "docs/a/x.md", f"{here}/docs/a/x.md", str(here))
    assert [expected] == answers("docs")
    assert [expected._replace(path=f"{here}/docs/a/x.md")] == answers(here / "docs")
    assert [expected] == answers("./docs//a/./x.md")


def test_paths_are_shown_as_they_were_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here, "docs/x.md", "sub/y.md")
    monkeypatch.chdir(here / "sub")
    assert ["../docs/x.md"] == said("../docs", root="..")
    assert [Found("../docs/x.md", "docs/x.md", f"{here}/docs/x.md", str(here))] == answers("../docs", root="..")
    assert ["y.md"] == said(".", root="..")
    assert ["../docs/x.md", "../sub/y.md"] == said("..", root="..")


def test_other_suffixes_may_be_asked_for(here: Path) -> None:
    plant(here, "a.json", "b.md")
    assert ["a.json"] == said(".", suffixes=[".json"])


def test_a_file_that_is_named_is_taken_whatever_it_is_called(here: Path) -> None:
    plant(here, "notes.txt")
    assert ["notes.txt"] == said("notes.txt")


def test_a_missing_argument_is_reported_and_the_others_go_on(here: Path) -> None:
    plant(here, "a.md", "z.md")
    assert ["a.md", "b.md: there is no such file or folder", "z.md"] == said("z.md", "b.md", "a.md")
    assert ["a path is empty"] == said("")
    assert ["a\0b: no file can have this name"] == said("a\0b")


def test_a_missing_root_is_reported(here: Path) -> None:
    with pytest.raises(UserError, match="gone: there is no such file or folder"):
        answers(".", root="gone")


def test_nothing_found_is_nothing(here: Path) -> None:
    assert [] == said(".")


def test_what_is_excluded_is_not_found_even_by_name(here: Path) -> None:
    plant(here, "docs/x.md", "docs/old/y.md", "a.gen.md", "z.md")
    exclude = ["docs/old/", "*.gen.md"]
    assert ["docs/x.md", "z.md"] == said(".", exclude=exclude)
    assert [] == said("docs/old/y.md", "docs/old", "a.gen.md", exclude=exclude)
    assert ["docs/x.md"] == said("docs", exclude=exclude)
    assert [f"{here}/docs/x.md"] == said(f"{here}/docs/x.md", exclude=["/x.md"])


def test_excludes_are_relative_to_the_root(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here, "docs/x.md", "docs/docs/y.md")
    monkeypatch.chdir(here / "docs")
    assert ["x.md"] == said(".", root="..", exclude=["/docs/docs"])


def test_a_file_comes_once(here: Path) -> None:
    plant(here, "docs/x.md")
    assert ["docs/x.md"] == said("docs/x.md", "docs", "./docs/x.md", ".")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_reported_and_not_waited_for(here: Path) -> None:
    plant(here, "x.md")
    os.mkfifo(here / "pipe.md")
    os.mkfifo(here / "pipe")
    (here / "link.md").symlink_to("pipe")
    assert ["link.md: it is a pipe, not a file", "pipe.md: it is a pipe, not a file", "x.md"] == said(".")
    assert ["pipe: it is a pipe, not a file"] == said("pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\nb.md", "a\x1b[31m.md", " .md", "\udcff.md", "-x.md", "::error::.md", "#.md"])
def test_any_name_is_found(here: Path, name: str) -> None:
    (here / name).write_text("x")
    found = answers(".")
    assert found == answers(f"./{name}")
    assert [name] == [one.relative for one in found if isinstance(one, Found)]
    assert ["x"] == [read_found(one).text for one in found if isinstance(one, Found)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *[("x.md", "x.md"), ("./x.md", "x.md"), ("../x", "../x"), ("/x", "/x"), (".", "."), ("é.md", "é.md")],
        *[("-x.md", "./-x.md"), ("::error::x", "./::error::x"), (" ::x", "./ ::x"), ("#x", "./#x"), ("\nx", "./\nx")],
    ],
)
def test_no_path_starts_like_a_command_to_a_runner_or_an_option(path: str, expected: str) -> None:
    assert expected == shown(path)
    assert Path(path) == Path(expected)


def test_what_is_unreadable_is_reported_and_the_others_go_on(open_folder: Path) -> None:
    plant(open_folder, "a/x.md", "b/y.md", "c/.gitignore", "c/z.md")
    (open_folder / "a/x.md").chmod(0)
    (open_folder / "b").chmod(0)
    (open_folder / "c/.gitignore").chmod(0)
    said = as_nobody(
        """
        from allsettled.files.walk import find, read_found
        for one in find(["."], root="."):
            try:
                print(one if isinstance(one, UserError) else one.path + " " + read_found(one).text.strip())
            except UserError as error:
                print(error)
        """,
        open_folder,
    )
    denied = [f"{path}: permission denied" for path in ("a/x.md", "b", "c/.gitignore")]
    assert [*denied, "c/z.md x"] == said.splitlines()


def test_a_deep_tree_is_no_matter(here: Path) -> None:
    folder = "/".join(["d"] * 900)
    (here / folder).mkdir(parents=True)
    (here / folder / "x.md").write_text("x")
    assert [f"{folder}/x.md"] == said(".")


def test_thousands_of_files_are_found_without_a_look_at_each(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(here, *(f"folder{number}/file{file}.md" for number in range(60) for file in range(50)))
    (here / ".gitignore").write_text("*.log\nbuild/\n/dist\n!keep.log\n**/tmp/**\n")
    looks = Counter[str]()
    for name in ("lstat", "stat", "readlink", "scandir"):
        monkeypatch.setattr(os, name, _counting(looks, name, getattr(os, name)))
    assert 3000 == sum(1 for _ in find(["."], root="."))
    assert 61 == looks.pop("scandir")
    assert looks.total() < 50
    assert calls(said, ".") < 3000 * 20


def _counting(looks: Counter[str], name: str, does: Callable[..., object]) -> Callable[..., object]:
    def counted(*arguments: Any, **options: Any) -> Any:
        looks[name] += 1
        return does(*arguments, **options)

    return counted
