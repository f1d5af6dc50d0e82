import pytest

from allsettled.document import parse
from allsettled.span import Span, Text
from allsettled.subject.labels import head_labels, label_of


def labels(text: str) -> dict[str, str]:
    return {name: value.text for name, value in head_labels(parse(text)).items()}


@pytest.mark.parametrize(
    ("line", "column"), [("**Start Time**: 09:00", 19), ("**Start Time:** 09:00", 19), ("**Start Time** : 09:00", 20)]
)
def test_a_label_is_read_with_its_place(line: str, column: int) -> None:
    (value,) = head_labels(parse(f"# Session 1\n\n- {line}\n")).values()
    assert Text("09:00", Span(3, column, 3, column + 5)) == value
    assert {"start time": "09:00"} == labels(f"# Session 1\n\n{line}\n")


@pytest.mark.parametrize("mark", ["·", "•", "|", ",", ";", "-", "–", "—"])
def test_a_line_may_hold_several(mark: str) -> None:
    line = f"**Date**: 2026-01-05 {mark} **Status**: a {mark} b {mark} **Agent:** qa"
    assert {"date": "2026-01-05", "status": f"a {mark} b", "agent": "qa"} == labels(f"# Session 1\n\n{line}\n")
    at = line.index("qa") + 1
    assert Text("qa", Span(3, at, 3, at + 2)) == head_labels(parse(f"# Session 1\n\n{line}\n"))["agent"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Status: closed", {"status": "closed"}),
        ("Session Status: closed", {"session status": "closed"}),
        ("Date: 2026-01-05", {"date": "2026-01-05"}),
        ("Branch: main", {}),
        ("The status: closed", {}),
        ("Status of CI: green", {}),
    ],
)
def test_status_and_date_need_no_bold_in_the_head(line: str, expected: dict[str, str]) -> None:
    assert expected == labels(f"# Session 1\n\n{line}\n\n## CI\n\nStatus: red\n")


def test_the_first_of_two_counts() -> None:
    assert {"date": "a"} == labels("# Session 1\n\n**Date**: a\n**Date**: b\n")


def test_labels_of_other_sections_are_theirs() -> None:
    text = "# Session 1\n\n## Session Info\n\n- **Branch**: main\n\n## PR Context\n\n- **Status**: Open\n"
    assert {"branch": "main"} == labels(text)


@pytest.mark.parametrize("line", ["Date: 2026", "**Date** 2026", "a **Date**: 2026", "**" + "x" * 41 + "**: 2026"])
def test_other_lines_have_none(line: str) -> None:
    assert label_of(Text(line, Span(1, 1, 1, len(line) + 1))) is None
