"""Which rules run, at which level, and where they're silent."""

from typing import NamedTuple

import pytest

from allsettled.finding import Severity
from allsettled.settings import Settings, path_ignores, selected, unknown_rules

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Known(NamedTuple):
    severity: Severity
    since: int


RULES: dict[str, Known] = {
    "old-error": Known(ERROR, 1),
    "old-note": Known(NOTE, 1),
    "new-warning": Known(WARNING, 3),
}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), {"old-error": ERROR, "new-warning": WARNING}),
        (Settings(select=("old-note",)), {"old-note": NOTE}),
        (Settings(select=("all",)), {"old-error": ERROR, "old-note": NOTE, "new-warning": WARNING}),
        (Settings(ignore=("old-error",)), {"new-warning": WARNING}),
        (Settings(select=("old-error",), ignore=("old-error",)), {}),
        (Settings(levels={"old-error": None}), {"new-warning": WARNING}),
        (Settings(select=("old-error",), levels={"old-error": None}), {}),
        (
            Settings(levels={"old-error": NOTE, "old-note": ERROR}),
            {"old-error": NOTE, "old-note": ERROR, "new-warning": WARNING},
        ),
        (Settings(rules_version=1), {"old-error": ERROR}),
        (Settings(rules_version=2), {"old-error": ERROR}),
        (Settings(rules_version=3), {"old-error": ERROR, "new-warning": WARNING}),
        (Settings(rules_version=1, select=("all",)), {"old-error": ERROR, "old-note": NOTE}),
        (Settings(rules_version=1, select=("new-warning",)), {"new-warning": WARNING}),
        (Settings(rules_version=1, levels={"new-warning": ERROR}), {"old-error": ERROR, "new-warning": ERROR}),
    ],
)
def test_the_rules_that_run(settings: Settings, expected: dict[str, Severity]) -> None:
    assert expected == selected(settings, RULES)


def test_path_ignores_are_globs_from_the_settings_file_on() -> None:
    silent = path_ignores(Settings(per_path_ignores={"docs/**": ("a",), "*.old.md": ("b", "c"), "/top.md": ("d",)}))
    assert frozenset({"a"}) == silent("docs/deep/x.md")
    assert frozenset({"a", "b", "c"}) == silent("docs/x.old.md")
    assert frozenset({"d"}) == silent("top.md")
    assert frozenset() == silent("src/docs/top.md")


def test_unknown_names_are_numbered() -> None:
    assert list(unknown_rules(["old-note", "old-eror", "zzz"], RULES)) == [
        (1, 'unknown rule "old-eror"', 'did you mean "old-error"?'),
        (2, 'unknown rule "zzz"', "list the rules: allsettled explain"),
    ]
