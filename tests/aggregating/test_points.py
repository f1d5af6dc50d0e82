"""Findings as agents write them: the weight and the place are found wherever they stand."""

import pytest

from allsettled.aggregating import Point
from allsettled.aggregating.points import one_place, read_point, read_severity


@pytest.mark.parametrize(
    ("text", "severity", "what", "place"),
    [
        ("[high] No limit (src/x.py:10)", "high", "No limit", "src/x.py:10"),
        ("**High**: No limit (`src/x.py:10`)", "high", "No limit", "src/x.py:10"),
        ("**[HIGH]** No limit.", "high", "No limit.", ""),
        ("**High:** No limit", "high", "No limit", ""),
        ("Medium: No limit — src/x.py:10", "medium", "No limit", "src/x.py:10"),
        ("High - No limit (in src/x.py)", "high", "No limit", "src/x.py"),
        ("\N{LARGE RED CIRCLE} **Critical** - No limit (src/x.py#L3-L5).", "critical", "No limit", "src/x.py#L3-L5"),
        ("[low] No limit (./src/x.py, line 10)", "low", "No limit", "./src/x.py, line 10"),
        ("No limit (in `src/x.py`, lines 10–12).", "", "No limit", "src/x.py, lines 10–12"),
        ("No limit (`src/x.py`:10)", "", "No limit", "src/x.py:10"),
        ("No limit (src/x.py, src/y.py)", "", "No limit (src/x.py, src/y.py)", ""),
        ("(informational) No limit", "info", "No limit", ""),
        ("Low-level access isn't there", "", "Low-level access isn't there", ""),
        ("High availability is missing", "", "High availability is missing", ""),
        ("**High** load breaks it", "", "**High** load breaks it", ""),
        ("It takes longer – 1.5", "", "It takes longer – 1.5", ""),
        ("No limit (and no test)", "", "No limit (and no test)", ""),
        ("No limit (n/a)", "", "No limit (n/a)", ""),
    ],
)
def test_a_finding_in_one_line(text: str, severity: str, what: str, place: str) -> None:
    assert Point(what, place, severity) == read_point(Point(text))


@pytest.mark.parametrize(
    ("text", "severity"),
    [("HIGH", "high"), ("**High**", "high"), ("\N{LARGE RED CIRCLE} critical", "critical"), ("P1", ""), ("", "")],
)
def test_a_severity_in_a_cell(text: str, severity: str) -> None:
    assert severity == read_severity(text)


@pytest.mark.parametrize(
    "place",
    ["src/x.py:10", "./src/x.py#L10", "`src/x.py:10`", "src/x.py:10:4", "src/x.py, line 10", "src\\x.py:L10", "src/x.py#L10-L10"],  # noqa: E501
)  # fmt: skip
def test_a_place_in_any_spelling(place: str) -> None:
    assert "src/x.py:10" == one_place(place)


def test_lines_and_files_are_told_apart() -> None:
    places = ["src/x.py", "src/x.py:1", "src/x.py:10", "src/x.py:10-12", "src/X.py:10", "x.py:10"]
    assert len(places) == len(set(map(one_place, places)))
    assert "src/x.py:10-12" == one_place("src/x.py lines 10-12") == one_place("src/x.py#L10-L12")
