"""Which rules run, at which level, and where they're silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsettled.finding import Severity
from allsettled.settings import KnownRule, Settings, path_ignores, selected, unknown_rules
from allsettled.settings.selection import version

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES = {
    "old-error": KnownRule(ERROR, "0.1"),
    "old-note": KnownRule(NOTE, "0.1"),
    "new-warning": KnownRule(WARNING, "0.2.1"),
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
        (Settings(rules_version="0.1"), {"old-error": ERROR}),
        (Settings(rules_version="0.2"), {"old-error": ERROR}),
        (Settings(rules_version="0.2.1"), {"old-error": ERROR, "new-warning": WARNING}),
        (Settings(rules_version="0.1", select=("all",)), {"old-error": ERROR, "old-note": NOTE}),
        (Settings(rules_version="0.1", select=("new-warning",)), {"new-warning": WARNING}),
        (Settings(rules_version="0.1", levels={"new-warning": ERROR}), {"old-error": ERROR, "new-warning": ERROR}),
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
        (2, 'unknown rule "zzz"', ""),
    ]


@given(st.lists(st.integers(0, 99), min_size=1, max_size=3), st.lists(st.integers(0, 99), min_size=1, max_size=3))
def test_versions_compare_number_by_number(one: list[int], other: list[int]) -> None:
    def padded(parts: list[int]) -> list[int]:
        return [*parts, 0, 0][:3]

    earlier = version(".".join(map(str, one))) < version(".".join(map(str, other)))
    assert (padded(one) < padded(other)) == earlier


def test_a_development_version_counts_as_its_numbers() -> None:
    assert version("0.3.dev1") == (0, 3)
