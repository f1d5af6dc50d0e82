import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.files.place import Found
from allsettled.files.walk import read_found
from files.tree import answers, plant, said


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_link_in_the_root_is_followed_and_the_file_comes_by_its_own_path(here: Path) -> None:
    plant(here, "z/AGENTS.md", "other/x.txt")
    (here / "CLAUDE.md").symlink_to("z/AGENTS.md")
    (here / "GEMINI.md").symlink_to("CLAUDE.md")
    (here / "x.md").symlink_to("other/x.txt")
    assert ["x.md", "z/AGENTS.md"] == said(".")
    assert ["CLAUDE.md"] == said("GEMINI.md", "CLAUDE.md")
    found = answers("CLAUDE.md")
    assert [Found("CLAUDE.md", "CLAUDE.md", f"{here}/z/AGENTS.md", str(here))] == found


def test_the_order_of_the_arguments_does_not_matter(here: Path) -> None:
    plant(here, "a/x.md", "b/y.md")
    (here / "a/link.md").symlink_to("../b/y.md")
    (here / "b/other.md").symlink_to("y.md")
    arguments = ["a", "b/other.md", f"{here}/b/y.md", "gone.md", "b"]
    assert 1 == len({tuple(said(*order)) for order in itertools.permutations(arguments)})


def test_links_to_folders_are_not_entered(here: Path) -> None:
    plant(here, "docs/x.md")
    (here / "docs/up").symlink_to("..")
    (here / "docs/self").symlink_to(".")
    (here / "again").symlink_to("docs")
    (here / "folder.md").symlink_to("docs")
    assert ["docs/x.md"] == said(".")
    assert ["again/x.md"] == said("again")  # unless they are named


def test_links_that_cannot_be_followed_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = plant(tmp_path / "in", "x.md", ".git/config")
    plant(tmp_path / "out", "secret.md")
    (here / "a.md").symlink_to(tmp_path / "out/secret.md")
    (here / "b.md").symlink_to("gone.md")
    (here / "c.md").symlink_to("c.md")
    (here / "d.md").symlink_to(".git/config")
    (here / "out").symlink_to(tmp_path / "out")
    monkeypatch.chdir(here)
    leads_out = f"it leads to {tmp_path}/out/secret.md, outside of {here}"
    expected = [
        f"a.md: {leads_out}",
        "b.md: the link leads to nothing",
        "c.md: the link leads round in a circle",
        "d.md: it leads into a .git folder",
    ]
    assert [*expected, "x.md"] == said(".")
    assert expected == said("a.md", "b.md", "c.md", "d.md")
    assert [f"out/secret.md: {leads_out}"] == said("out/secret.md")
    assert [f"out: it leads to {tmp_path}/out, outside of {here}"] == said("out")
    assert ["../in/a.md"] == [error.path for error in answers("../in/a.md") if isinstance(error, UserError)]


def test_what_is_not_in_the_project_has_its_own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "project/a.md", "shared/logs/x.md", "shared/other/y.md")
    (tmp_path / "shared/logs/out.md").symlink_to("../other/y.md")
    (tmp_path / "shared/now").symlink_to("logs")
    monkeypatch.chdir(tmp_path / "project")
    logs = f"{tmp_path}/shared/logs"
    x = Found("../shared/logs/x.md", "x.md", f"{logs}/x.md", logs)
    assert [f"../shared/logs/out.md: it leads to {tmp_path}/shared/other/y.md, outside of {logs}"] == [
        str(error) for error in answers("../shared/logs") if isinstance(error, UserError)
    ]
    assert x in answers("../shared/logs")
    assert [x] == answers("../shared/logs/x.md")
    assert [x._replace(path="../shared/now/x.md")] == [
        one for one in answers("../shared/now") if isinstance(one, Found)
    ]
    assert ["../shared/logs/out.md"] == [one.path for one in answers("../shared/logs/out.md")]
    assert not isinstance(answers("../shared/logs/out.md")[0], Found)


def test_the_root_may_be_reached_by_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "real/docs/x.md")
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    expected = Found("link/docs/x.md", "docs/x.md", f"{tmp_path}/real/docs/x.md", f"{tmp_path}/real")
    for argument, root in itertools.product(
        ["link/docs", "link/docs/x.md", "link"], ["link", "real", f"{tmp_path}/link"]
    ):
        assert [expected] == answers(argument, root=root)


def test_a_link_reached_by_another_way_is_placed_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "real/docs/x.md")
    (tmp_path / "real/LINK.md").symlink_to("docs/x.md")
    (tmp_path / "alias").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    expected = Found("alias/LINK.md", "LINK.md", f"{tmp_path}/real/docs/x.md", f"{tmp_path}/real")
    assert [expected] == answers("alias/LINK.md", root="real")
    assert [] == answers("alias/LINK.md", root="real", exclude=["LINK.md"])


_names = st.sampled_from(["a", "b.md", "c.md", "d", "e.MD"])
_links = st.dictionaries(
    st.lists(_names, min_size=1, max_size=3).map("/".join),
    st.lists(st.sampled_from(["..", ".", "a", "b.md", "d"]), min_size=1, max_size=4).map("/".join) | st.none(),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=_links, argument=st.sampled_from([".", "a", "d", "b.md", "a/..", "a/b.md"]))
def test_whatever_links_there_are_nothing_outside_is_found(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, str | None], argument: str
) -> None:
    outer = tmp_path_factory.mktemp("outer")
    plant(outer, "b.md", "c.md", "a/b.md", "d/c.md")
    root = outer / "a" / "root"
    root.mkdir()
    for path, target in tree.items():
        file = root / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.symlink_to(target) if target else file.write_text("x")
        except (OSError, RuntimeError):
            continue
    found = [one for one in answers(root / argument, root=root) if isinstance(one, Found)]
    for one in found:
        assert Path(one.real) == Path(one.path).resolve()
        assert Path(one.real).is_relative_to(root)
        assert read_found(one).text == "x"
    if argument == ".":
        files = {str(path) for path in root.rglob("*.[mM][dD]") if path.is_file() and not path.is_symlink()}
        assert files <= {one.real for one in found}
