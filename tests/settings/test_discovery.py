"""The nearest settings file above what is checked."""

from typing import NamedTuple

import pytest

from allsettled.errors import UserError
from allsettled.finding import Severity
from allsettled.settings import Settings, nearest


class Known(NamedTuple):
    severity: Severity = Severity.ERROR
    since: int = 1


ROOT = "/work/repo"


def find(files: dict[str, str], folder: str = "/work/repo/docs/deep") -> Settings:
    def read_text(path: str) -> str | None:
        return files.get(path)

    return nearest(folder, read_text, lambda each: each == ROOT, {"torn-row": Known()})


MINE = 'ignore = ["torn-row"]'


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"/work/repo/allsettled.toml": MINE}, "/work/repo/allsettled.toml"),
        (
            {"/work/repo/allsettled.toml": "", "/work/repo/docs/allsettled.toml": MINE},
            "/work/repo/docs/allsettled.toml",
        ),
        (
            {
                "/work/repo/docs/pyproject.toml": "[tool.other]\nname = 'allsettled'",
                "/work/repo/pyproject.toml": f"[tool.allsettled]\n{MINE}",
            },
            "/work/repo/pyproject.toml",
        ),
        (
            {"/work/repo/pyproject.toml": "[tool.allsettled]", "/work/repo/allsettled.toml": MINE},
            "/work/repo/allsettled.toml",
        ),
    ],
)
def test_the_nearest_file_with_settings_holds(files: dict[str, str], path: str) -> None:
    assert Settings(ignore=("torn-row",), path=path) == find(files)


def test_what_lies_above_the_repository_does_not_count() -> None:
    assert Settings() == find({"/work/allsettled.toml": MINE})
    assert Settings() == find({})


def test_without_a_repository_the_search_goes_to_the_top() -> None:
    assert find({"/allsettled.toml": MINE}, "/other/place").path == "/allsettled.toml"


def test_bad_settings_are_not_skipped() -> None:
    with pytest.raises(UserError, match='unknown key "x"'):
        find({"/work/repo/docs/allsettled.toml": "x = 1", "/work/repo/allsettled.toml": MINE})
