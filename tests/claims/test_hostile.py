"""Hostile texts take time in proportion to their length, and never an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.claims import problems
from allsettled.document import parse
from working import grows_with_its_size

REPEATED = [
    "1-",
    "1.",
    "1,",
    "1:",
    "(",
    "1+",
    "1 = ",
    "(1+1)= ",
    "5% faster ",
    "5 min vs 6 min (5% faster) ",
    "5% less less ",
    "`a``b` 5% ",
    "“a 5% ",
    "](5% ",
    "<a 5% ",
    "~~a 5% ",
    "**5%",
    "1a.",
    "5% (1 of ",
    "1/",
    "< ",
    "5 → ",
    "a: 1, ",
    "- Glad: 3 (40%)\n",
    "- S: 57% (Glad / Total)\n",
    "- Total Projects: 9 (1 a, 2 b)\n",
    "**a**: 5% = 3\n",
    "time reduced by 40% (20 min vs 50 min)\n\nSaved 40% time\n\n",
    "# Total: 9\n| Project |\n|-|\n| a |\n",
    "| 5 ms ",
]


@pytest.mark.parametrize("part", REPEATED, ids=[repr(part) for part in REPEATED])
def test_the_work_grows_with_the_text(part: str) -> None:
    table = "| a |\n|-|\n" if part.startswith("|") else ""
    grows_with_its_size(
        lambda document: list(problems(document)),
        lambda size: parse(table + part * (size // len(part)) + " 5% total"),
        4_000,
    )


WORDS = (
    "20 min;50 min;~;40%;vs;→;(;);=;/;-;+;*;3x;faster;reduced by;total;of;4;9;Total:;\n;| a | b |\n|-|-|\n;- ;**;`;"
    "sequential;parallel;saved;. ;, ;<;1,000;5-7 h;# ;passed;failed;dispatched"
)
PIECES = st.sampled_from(WORDS.split(";"))


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_text_is_read_and_each_problem_stands_on_its_figure(text: str) -> None:
    document = parse(text)
    for problem in problems(document):
        span = problem.span
        assert span.line == span.end_line
        assert document.lines[span.line - 1][span.column - 1 : span.end_column - 1].strip()
        assert problem.message
        assert problem.hint
