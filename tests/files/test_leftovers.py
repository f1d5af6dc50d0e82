"""What a killed run left is known by its name, and nothing else is."""

from pathlib import Path

import pytest

from allsettled.files.leftovers import beside, left_beside


@pytest.mark.parametrize(("kind", "what"), [("new", "what a file was to become"), ("old", "what a file was before")])
def test_a_file_named_beside_another_is_known_again(tmp_path: Path, kind: str, what: str) -> None:
    file = str(tmp_path / "a.md")
    left = beside(file, kind)
    Path(left).write_text("x")
    (tmp_path / ".allsettled-baseline.json").write_text("x")
    assert [(left, what)] == list(left_beside([file, str(tmp_path / "b.md"), str(tmp_path / "gone" / "c.md")]))
