"""The report for people, and the quoted line in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.errors import UserError
from allsettled.finding import CheckedFile, Finding, Severity
from allsettled.report import Report, Style, render
from allsettled.report.frame import columns, frame
from allsettled.span import FILE, Span
from report.samples import HOSTILE, REPORT, spans, texts


def test_a_finding_has_its_line_and_its_cure() -> None:
    assert render(REPORT, "text") == (
        "logs/a.md:1:1: warning missing-section: the log has no Metrics section [NFR-2.2]\n"
        "    help: add one\n"
        'logs/a.md:5:8: error unsettled-agent: agent "qa" is RUNNING in a closed log [FR-2.1]\n'
        "    | qa | ✅ RUNNING |\n"
        "           ^^^^^^^^^^\n"
        "    help: write how it ended\n"
        "logs/b.md:1:7: note unbacked-claim: no baseline\n"
        "    saved 30+ minutes\n"
        "          ^^^^^^^^^^^\n"
        "logs/d.md:3:7: error: not UTF-8: byte 0xff\n"
        "    help: save it as UTF-8\n"
    )


def test_an_error_without_a_place_has_none() -> None:
    assert render(Report(errors=(UserError("no such option"),)), "text") == "error: no such option\n"
    assert render(Report(errors=(UserError("gone", path="a.md"),)), "text") == "a.md: error: gone\n"


def test_colour_marks_severity_and_span() -> None:
    file = CheckedFile("a.md", ("bad word",), (Finding(Span(1, 5, 1, 9), "r", Severity.ERROR, "m", "h"),))
    assert render(Report((file,)), "text", Style(colour=True)) == (
        "\x1b[1ma.md:1:5:\x1b[0m \x1b[1;31merror\x1b[0m \x1b[1mr\x1b[0m: m\n"
        "    bad \x1b[1;31mword\x1b[0m\n"
        "        \x1b[1;31m^^^^\x1b[0m\n"
        "    \x1b[36mhelp:\x1b[0m h\n"
    )


def test_hostile_text_is_shown_as_escapes() -> None:
    file = CheckedFile(
        HOSTILE, (HOSTILE.replace("\n", ""),), (Finding(Span(1, 1, 1, 2), "r", Severity.ERROR, HOSTILE),)
    )
    head, line, carets, end = render(Report((file,)), "text", Style(width=400)).split("\n")
    shown = r"\x1b[31m\x1b]8;;http://x\x07\r\n::error::forged\n\u202e\u2028\x9b\x7f\x00"
    assert head.startswith(f"{shown}]]><b>&")
    assert line.startswith("    " + shown.replace(r"\n", ""))
    assert ("    ^^^^", "") == (carets, end)


@pytest.mark.parametrize(
    ("line", "span", "width", "expected"),
    [
        ("one two", Span(1, 5, 1, 8), 80, ("one two", "    ^^^")),
        ("one two", Span(1, 5, 1, 5), 80, ("one two", "    ^")),
        ("one two", Span(1, 5, 3, 2), 80, ("one two", "    ^^^")),
        ("one two   ", Span(1, 9, 1, 11), 80, ("one two", "       ^")),
        ("\tone\ttwo", Span(1, 6, 1, 9), 80, ("    one    two", "           ^^^")),
        ("表格 é e\u0301 x", Span(1, 4, 1, 5), 80, ("表格 é e\u0301 x", "     ^")),
        ("✅ ⚠️ x", Span(1, 6, 1, 7), 80, ("✅ ⚠️ x", "      ^")),
        ("x" * 30 + "Y" + "z" * 30, Span(1, 31, 1, 32), 20, ("…xxxxxxYzzzzzzzzzzz…", "       ^")),
        ("Y" * 60, Span(1, 1, 1, 61), 20, ("Y" * 19 + "…", "^" * 19)),
        ("x" * 60, Span(1, 60, 1, 61), 20, ("…xxxxxxx", "       ^")),
    ],
)
def test_the_line_is_cut_around_what_is_meant(line: str, span: Span, width: int, expected: tuple[str, str]) -> None:
    shown = frame((line,), span, width)
    assert shown is not None
    assert expected == ("".join(shown), shown.underline())


def test_there_is_no_line_where_there_is_none() -> None:
    assert frame(("x",), FILE, 80) is None
    assert frame(("x",), Span(2, 1, 2, 2), 80) is None


@settings(max_examples=200, deadline=None)
@given(texts.map(lambda text: text * 5), spans, st.integers(1, 60))
def test_a_frame_fits_its_width_and_says_where_it_is_cut(line: str, span: Span, width: int) -> None:
    shown = frame((line,), span, width)
    if shown is None:
        return
    assert sum(columns(part) for part in shown) <= max(width, 20) + 1
    assert shown.underline() == " " * columns(shown.before) + "^" * max(columns(shown.meant), 1)
    if line.isascii() and line.isprintable() and len(line) <= width:
        assert line.rstrip() == "".join(shown)


def test_a_very_long_line_is_not_read_to_its_end() -> None:
    shown = frame(("é\t" * 2_000_000,), Span(1, 2_000_001, 1, 4_000_000), 80)
    assert shown is not None
    assert shown.before.startswith("…")
    assert shown.meant.startswith("é    é    ")
    assert sum(columns(part) for part in shown) <= 81
