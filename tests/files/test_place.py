"""Which folder a file that an option names may not lead out of."""

from pathlib import Path

import pytest

from allsettled.errors import UserError
from allsettled.files.place import root_for


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a folder, that is also there by the link `way`; the working folder is the folder."""
    folder = tmp_path / "project" / "docs"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "way").symlink_to("project")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(folder)
    return tmp_path / "project"


@pytest.mark.parametrize(
    "path",
    [
        *("x.md", "../x.md", "new/x.md", "out/x.md", "out/new/x.md", "out/../x.md", "../docs/out/x.md"),
        *("{up}/project/x.md", "{up}/way/x.md", "{up}/way/docs/out/x.md", "../../way/x.md"),
    ],
)
def test_the_project_holds_what_lies_in_it_by_its_name(project: Path, path: str) -> None:
    for home in (project, project.parent / "way"):
        assert str(project) == root_for(path.format(up=project.parent), home)


def test_the_working_folder_holds_what_lies_in_it_where_the_project_is_elsewhere(project: Path) -> None:
    (project.parent / "other").mkdir()
    for path in ("new/x.md", "out/x.md"):
        assert str(project / "docs") == root_for(path, project.parent / "other")
    assert str(project.parent / "elsewhere") == root_for("out/x.md", project.parent / "elsewhere")  # leads into it


@pytest.mark.parametrize(
    ("path", "root"),
    [("x.md", ""), ("new/x.md", ""), ("elsewhere/x.md", "elsewhere"), ("elsewhere/a/b.md", "elsewhere")],
)
def test_what_lies_elsewhere_may_be_where_it_says(project: Path, path: str, root: str) -> None:
    assert str(project.parent / root) == root_for(f"{project.parent}/{path}", project)
    assert (project.parent / root).samefile(root_for(f"../../{path}", project))


def test_a_name_that_no_file_can_have_is_refused(project: Path) -> None:
    with pytest.raises(UserError, match="no file can have this name"):
        root_for("a\0b/x.md", project)
