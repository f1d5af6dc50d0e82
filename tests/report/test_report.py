"""What holds of every format, and what the run as a whole comes to."""

import pytest
from hypothesis import given, settings

from allsettled.errors import UserError
from allsettled.finding import INTERNAL_ERROR, CheckedFile, Finding, Severity
from allsettled.report import FORMATS, ExitCode, Report, Style, render, statistics, summary_line
from allsettled.span import FILE
from allsettled.terminal import safe
from report.samples import CLEAN, LOG, NOTED, REPORT, RULES, UNREADABLE, reports

BUG = CheckedFile("a.md", (), (Finding(FILE, INTERNAL_ERROR, Severity.ERROR, "the rule x failed"),))
WARNED = CheckedFile("a.md", (), (Finding(FILE, "too-wide", Severity.WARNING, "7 agents at once"),))


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report(), 0),
        (Report((CLEAN,), suppressed=3, baselined=3, stale=3, open_logs=3), 0),
        (Report((NOTED,)), 0),
        (Report((WARNED,)), 1),
        (Report((LOG,)), 1),
        (Report((CLEAN,), (UNREADABLE,)), 2),
        (Report((LOG,), (UNREADABLE,)), 2),
        (Report((BUG, LOG), (UNREADABLE,)), 3),
    ],
)
def test_the_exit_code_is_that_of_the_worst(report: Report, code: int) -> None:
    assert ExitCode(code) is report.exit_code()


@settings(max_examples=100, deadline=None)
@given(reports)
def test_what_is_printed_cannot_steer_a_terminal_nor_be_undecodable(report: Report) -> None:
    for form in FORMATS:
        text = render(report, form, rules=RULES)
        assert text == "".join(line + "\n" for line in text.split("\n")[:-1])
        text.encode("utf-8")
        if form in ("text", "github", "agent", "junit"):
            assert text.split("\n") == [safe(line) for line in text.split("\n")]
        else:
            assert text.isascii()
            assert all(char == "\n" or char.isprintable() for char in text)


def test_another_format_is_an_error() -> None:
    with pytest.raises(KeyError):
        render(REPORT, "html")


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (Report((CLEAN,)), "1 file checked, nothing to report"),
        (Report((LOG,)), "1 error, 1 warning in 1 of 1 file"),
        (
            REPORT,
            "1 problem kept the check from being complete; 1 error, 1 warning, 1 note in 2 of 3 files; "
            "2 suppressed by comments; 4 known from the baseline; "
            "1 stale entry in the baseline (--write-baseline drops them); 1 log still open",
        ),
        (
            Report((CLEAN, NOTED), stale=2),
            "1 note in 1 of 2 files; 2 stale entries in the baseline (--write-baseline drops them)",
        ),
    ],
)
def test_the_summary_is_one_line(report: Report, line: str) -> None:
    assert line == summary_line(report)


def test_an_incomplete_check_never_reads_as_clean() -> None:
    line = summary_line(Report((), (UserError("no Markdown files under docs"),)))
    assert line == "1 problem kept the check from being complete; 0 files checked, nothing to report"


def test_statistics_count_by_rule_the_most_frequent_first() -> None:
    many = CheckedFile("z.md", (), tuple(WARNED.findings * 10))
    assert statistics(Report((LOG, NOTED, many))) == (
        "10  warning  too-wide\n"
        " 1  warning  missing-section\n"
        " 1  note     unbacked-claim\n"
        " 1  error    unsettled-agent\n"
    )
    assert statistics(Report((CLEAN,))) == ""


def test_the_order_is_by_place_in_the_files_order() -> None:
    assert ["missing-section", "unsettled-agent", "unbacked-claim"] == [one.rule for _, one in REPORT.placed()]


@settings(max_examples=30, deadline=None)
@given(reports)
def test_colour_adds_nothing_but_colour(report: Report) -> None:
    import re

    plain = render(report, "text")
    coloured = render(report, "text", Style(colour=True))
    assert plain == re.sub(r"\x1b\[[0-9;]*m", "", coloured)
