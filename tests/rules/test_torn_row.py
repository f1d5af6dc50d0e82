import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.finding import Severity
from allsettled.protocol.record import Record, Run
from allsettled.rules import RULES
from allsettled.rules.torn_row import pipes_in_code
from checked import PATH, found, lines
from planted.results import MEASURED as METRICS
from planted.results import VOTED
from records import CLEAN, log
from working import grows_with_its_size

RULE = "torn-row"
ALL = Checker(list(RULES))
MEASURED = CLEAN._replace(metrics=METRICS)
RETRIED = CLEAN._replace(
    runs=(*CLEAN.runs, Run("devops", "retry", "P1", "m3", "2026-01-05T09:06:00Z", "2026-01-05T09:07:00Z", "COMPLETE")),
    outputs=(
        *CLEAN.outputs[:2],
        CLEAN.outputs[2]._replace(status="COMPLETE", location="out/devops.md"),
        CLEAN.outputs[3],
    ),
    failures=(CLEAN.failures[0]._replace(action="Retry with an empty cache"),),
)
HEAD = "# Session 1\n\n| Step | Status | Evidence |\n|---|---|---|\n"


@pytest.mark.parametrize("record", [CLEAN, VOTED, RETRIED, MEASURED], ids=["clean", "voted", "retried", "measured"])
@pytest.mark.parametrize("tear", [" and more |", None], ids=["a cell too many", "a cell too few"])
def test_of_a_torn_row_nothing_else_is_said(record: Record, tear: str | None) -> None:
    """It stands in the file, so that its agent isn't missing; what it says isn't known, so that nothing is counted."""
    lines = log(record).split("\n")
    rows = [
        n for n, line in enumerate(lines) if line.startswith("|") and lines[n - 1].startswith("|") and "--" not in line
    ]
    assert len(rows) >= 9
    for number in rows:
        cells = lines[number].rstrip("|").split("|")
        torn = lines[number] + tear if tear else "|".join([*cells[:-2], cells[-2] + cells[-1], ""])
        text = "\n".join([*lines[:number], torn, *lines[number + 1 :]])
        found = [one for one in ALL.check(ALL.read(text, PATH)) if one.severity is Severity.ERROR]
        assert [(RULE, number + 1)] == [(one.rule, one.span.line) for one in found], torn


def test_pipes_in_code_tear_a_row() -> None:
    message = (
        "this row has 5 cells for 3 columns: the code in it is cut at each pipe; with the code in one piece, it has 3"
    )
    assert [(5, message)] == found(RULE, HEAD + '| `grep -E "a|b|c"` | [x] | Clean |\n')


def test_a_blank_line_tears_a_row() -> None:
    message = "this row has 2 cells for 3 columns: a blank line cuts it off, and it goes on in line 8"
    assert [(6, message)] == found(RULE, HEAD + "| a | b | c |\n| d | e\n\n | f |\n")


@pytest.mark.parametrize(
    ("row", "count"), [("| a | b |", "2 cells"), ("| a |", "1 cell"), ("| a | b | c | d |", "4 cells")]
)
def test_too_few_and_too_many(row: str, count: str) -> None:
    assert [(5, f"this row has {count} for 3 columns")] == found(RULE, f"{HEAD}{row}\n\nText.\n")


@pytest.mark.parametrize(
    "row",
    [
        r"| `a \|\| b` | [x] | c |",
        "| a | b | c |",
        "a | b | c",
        "| | | |",
        "| **Group** |",
        r"| a \| b | c | d |",
    ],
)
def test_whole_rows(row: str) -> None:
    assert [] == lines(RULE, f"{HEAD}{row}\n")


def test_a_second_table_is_no_rest_of_a_row() -> None:
    text = HEAD + "| a | b |\n\n| X |\n|---|\n| y |\n"
    assert [(5, "this row has 2 cells for 3 columns")] == found(RULE, text)


def test_fences_are_let_be() -> None:
    assert [] == lines(RULE, f"```markdown\n{HEAD}| a | b |\n```\n")


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("| `a|b` | c |", 1),
        ("| ``a|`b|`` |", 2),
        ("| `a | b |", 0),
        (r"| `a\|b` |", 0),
        ("| `a` | `b|c` |", 1),
        ("| ``a|b` | `c|d` |", 1),
        ("", 0),
    ],
)
def test_a_code_span_ends_with_as_many_backticks(source: str, count: int) -> None:
    assert count == pipes_in_code(source)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="`|\\ a", max_size=60))
def test_no_more_pipes_than_there_are(source: str) -> None:
    assert 0 <= pipes_in_code(source) <= source.count("|")


def test_a_long_row_takes_work_by_its_length() -> None:
    grows_with_its_size(pipes_in_code, lambda size: "".join("`" * (n % 300) + "|" for n in range(size)), 2_500)
