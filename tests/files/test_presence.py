"""Whether a path is there: asked inside the root, and never told of anything outside."""

from pathlib import Path

import pytest

from allsettled.files.presence import beside


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "project"
    for name in ("docs/plan.md", ".agents/qa/notes.md", ".agents/sessions/log.md", ".git/config"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    (tmp_path / "outside.md").write_text("x", encoding="utf-8")
    return folder


def _answer(root: Path, path: str) -> bool | None:
    return beside(str(root), ".agents/sessions/log.md")(path)


@pytest.mark.parametrize("path", ["docs/plan.md", "docs", ".agents/qa/notes.md", "log.md", "./docs/../docs/plan.md"])
def test_what_is_there_is_seen_from_the_root_and_from_the_log(root: Path, path: str) -> None:
    assert True is _answer(root, path)


@pytest.mark.parametrize("path", ["docs/gone.md", ".agents/gone/", "docs/plan.md/below", "gone.md"])
def test_what_is_not_there_is_missed(root: Path, path: str) -> None:
    assert False is _answer(root, path)


@pytest.mark.parametrize(
    "path", ["../outside.md", "../gone.md", "../../../outside.md", "/etc/passwd", "/etc/gone", "~/x.md", ".git/config"]
)
def test_of_what_is_elsewhere_nothing_is_told(root: Path, path: str) -> None:
    assert None is _answer(root, path)


def test_from_the_folder_of_the_log_up_is_inside_and_from_the_root_it_is_not(root: Path) -> None:
    assert True is _answer(root, "../qa/notes.md")
    assert None is _answer(root, "../qa/gone.md")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../docs", True),
        ("../gone", False),
        ("../../outside.md", None),
        ("../.git", None),
        ("/etc", None),
        ("self", None),
    ],
)
def test_a_link_is_followed_as_far_as_the_root_goes(root: Path, target: str, expected: bool | None) -> None:
    try:
        (root / "docs" / "self").symlink_to(target)
    except OSError:
        pytest.skip("no symbolic links here")
    assert expected is beside(str(root), "log.md")("docs/self")


def test_what_no_file_system_can_hold_is_not_told(root: Path) -> None:
    assert None is _answer(root, "docs/a\0b.md")
    assert None is _answer(root, "docs/" + "x" * 5000 + ".md")
