"""What a comment silences, and what is said about comments that don't."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.checking import Checker
from allsettled.document import parse
from allsettled.finding import INTERNAL_ERROR, Finding, Severity
from allsettled.span import FILE, Span
from allsettled.suppress import Suppressed, suppress
from allsettled.suppress.stray import without_code
from records import log

RULES = {"torn-row", "wrong-total", "empty-section", INTERNAL_ERROR}

LOG = """\
# Log

<!-- allsettled: ignore torn-row -- copied from an old tool -->
| a | b |
|---|---|
| 1 |

| 2 |

<!-- allsettled: ignore wrong-total, torn-row -- counted by hand -->
<!-- a remark between -->
- one
  - two
- three

text
<!-- allsettled: ignore empty-section — filled by the next session -->

## Empty
## Also empty
"""


def at(line: int, rule: str = "torn-row") -> Finding:
    return Finding(Span(line, 1, line, 2), rule, Severity.ERROR, "a message")


def run(text: str, *findings: Finding, ran: set[str] = RULES) -> Suppressed:
    return suppress(parse(text), findings, RULES, ran)


def said(result: Suppressed) -> list[str]:
    return [f"{one.span.line}:{one.span.column} {one.severity} {one.rule}: {one.message}" for one in result.new]


@pytest.mark.parametrize(
    ("finding", "silenced"),
    [
        (at(4), True),
        (at(6), True),
        (at(8), False),
        (at(6, "wrong-total"), False),
        (at(12), True),
        (at(13, "wrong-total"), True),
        (at(14), True),
        (at(16), False),
        (at(19, "empty-section"), True),
        (at(20, "empty-section"), False),
        (at(3), False),
        (Finding(FILE, "torn-row", Severity.ERROR, "about the file"), False),
    ],
)
def test_a_suppression_covers_the_next_block_and_its_rules_only(finding: Finding, silenced: bool) -> None:
    result = run(LOG, finding)
    assert (not silenced, silenced) == (finding in result.kept, result.silenced == 1)


def test_whole_files_are_covered_wherever_the_comment_stands() -> None:
    text = "---\nagent: qa\n---\n# Log\n\ntext\n\n<!-- allsettled: ignore-file torn-row -- generated elsewhere -->\n"
    findings = (Finding(FILE, "torn-row", Severity.ERROR, "m"), at(2), at(6), at(6, "wrong-total"))
    assert Suppressed((at(6, "wrong-total"),), 3, ()) == run(text, *findings)


def test_what_is_not_used_is_reported_only_of_rules_that_ran() -> None:
    text = "<!-- allsettled: ignore torn-row, wrong-total -- a reason here -->\ntext\n"
    assert said(run(text, at(2))) == [
        '1:1 warning unused-suppression: "wrong-total" is suppressed here, but not reported'
    ]
    assert said(run(text, at(2), ran={"torn-row"})) == []
    assert len(run(text, ran={"torn-row", "wrong-total"}).new) == 2


@pytest.mark.parametrize(
    ("comment", "message", "hint"),
    [
        (
            "ignore torn-row",
            "the suppression gives no reason, so it suppresses nothing",
            "add it at the comment's end, behind two hyphens: <!-- allsettled: ignore RULE -- reason -->",
        ),
        ("ignore torn-row --", "the suppression gives no reason, so it suppresses nothing", ""),
        ("ignore torn-row -- ...", "the suppression gives no reason, so it suppresses nothing", ""),
        (
            "ignore torn-row -- reason",
            'the suppression\'s reason is only the word "reason", which gives none, so it suppresses nothing',
            "say in its place why the rule doesn't count here; a few words will do: -- imported from the wiki",
        ),
        (
            "ignore torn-row -- Why?",
            'the suppression\'s reason is only the word "Why?", which gives none, so it suppresses nothing',
            "say in its place why",
        ),
        ("ignore torn-row - single hyphen", "the suppression gives no reason, so it suppresses nothing", ""),
        ("ignore-file torn-row", "the suppression gives no reason, so it suppresses nothing", ""),
        (
            "ignore -- legacy",
            "the suppression names no rule",
            "write <!-- allsettled: ignore RULE -- reason -->",
        ),
        ("ignore", "the suppression names no rule", ""),
        ("ignore tron-row -- legacy", 'unknown rule "tron-row" in a suppression', 'did you mean "torn-row"?'),
        ("ignroe torn-row -- legacy", 'unknown instruction "ignroe"', 'did you mean "ignore"?'),
        ("disable torn-row -- legacy", 'unknown instruction "disable"', 'did you mean "ignore"?'),
        ("ignore-fil torn-row -- legacy", 'unknown instruction "ignore-fil"', 'did you mean "ignore-file"?'),
        ("ignore internal-error -- noisy", '"internal-error" cannot be suppressed', "remove it from the comment"),
        ("ignore unused-suppression -- noisy", '"unused-suppression" cannot be suppressed', ""),
    ],
)
def test_a_bad_suppression_is_an_error_and_silences_nothing(comment: str, message: str, hint: str) -> None:
    findings = (at(3), Finding(Span(3, 1, 3, 2), INTERNAL_ERROR, Severity.ERROR, "crash"))
    result = run(f"# T\n<!-- allsettled: {comment} -->\ntext\n", *findings)
    assert (findings, 0) == (result.kept, result.silenced)
    assert [f"2:1 error bad-suppression: {message}"] == said(result)
    assert hint in result.new[0].hint


def test_one_unknown_rule_does_not_spoil_the_others() -> None:
    result = run("<!-- allsettled: ignore torn-row, nonsense -- legacy -->\ntext\n", at(2))
    assert (result.kept, result.silenced) == ((), 1)
    assert said(result) == ['1:1 error bad-suppression: unknown rule "nonsense" in a suppression']


@pytest.mark.parametrize(
    "text",
    [
        "<!-- allsettled:begin id=x -->\n<!-- allsettled:stamp v=1 -->\n<!-- allsettled:end id=x -->\n",
        "<!-- allsettled:ignore-next -->\n",
        "<!-- allsettled: see the documentation -->\n",
        "<!-- ignore torn-row -- not ours -->\n",
        "```markdown\n<!-- allsettled: ignore torn-row -->\n```\n",
        "> <!-- allsettled: ignore torn-row -->\n",
        "Write `<!-- allsettled: ignore torn-row -->` before it, or\n``x` <!-- allsettled: ignore a -->``.\n",
        "`code that\nspans <!-- allsettled: ignore torn-row -->\nlines`\n",
    ],
)
def test_what_is_not_a_suppression_is_left_alone(text: str) -> None:
    assert Suppressed((at(2),), 0, ()) == run(text, at(2))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("some `code` text <!-- allsettled: ignore torn-row -- r --> more\n", "1:18"),
        ("- item <!-- allsettled: ignore torn-row -- legacy -->\n", "1:8"),
        ("| a |\n|---|\n| <!-- allsettled: ignore torn-row -- legacy --> |\n", "3:3"),
        ("first line\nsecond <!-- allsettled: ignore-file torn-row -- x -->\n", "2:8"),
    ],
)
def test_a_suppression_within_a_line_is_an_error(text: str, place: str) -> None:
    result = run(text, at(1))
    assert [f"{place} error bad-suppression: a suppression within a line does nothing"] == said(result)
    assert (at(1),) == result.kept


def test_a_suppression_at_the_end_of_the_file_covers_nothing() -> None:
    result = run("text\n\n<!-- allsettled: ignore torn-row -- legacy -->\n", at(1))
    assert ((at(1),), 0) == (result.kept, result.silenced)
    assert said(result) == ['3:1 warning unused-suppression: "torn-row" is suppressed here, but not reported']


blocks = st.sampled_from(
    [
        "text\nmore",
        "- a\n- b",
        "| a |\n|---|\n| 1 |",
        "## H",
        "```\ncode\n```",
        "<!-- allsettled: ignore torn-row -- legacy -->",
        "<!-- allsettled: ignore wrong-total, torn-row -- legacy -->",
        "<!-- allsettled: ignore torn-row -->",
    ]
)


@settings(max_examples=100)
@given(
    st.lists(blocks, max_size=6).map("\n\n".join),
    st.lists(st.builds(at, st.integers(1, 20), st.sampled_from(["torn-row", "wrong-total", "empty-section"]))),
)
def test_nothing_is_lost_and_a_finding_stands_or_falls_alone(text: str, findings: list[Finding]) -> None:
    result = run(text, *findings)
    assert len(findings) == len(result.kept) + result.silenced
    assert [one for one in findings if run(text, one).silenced == 0] == list(result.kept)
    assert result == run(text.replace("\n", "\r\n"), *findings)


def test_code_spans_are_blanked_and_all_else_stays() -> None:
    assert without_code("a `b`` <!--` c ` d") == "a            c ` d"
    assert without_code("`a\nb` c") == "  \n   c"


def test_stacked_comments_cover_one_block_together() -> None:
    text = "<!-- allsettled: ignore torn-row -- legacy -->\n" * 4000 + "text `\n" * 4000
    result = run(text, *(at(4001 + number) for number in range(4000)))
    assert (result.kept, result.silenced, result.new) == ((), 4000, ())


@pytest.mark.parametrize(
    ("rule", "closed", "unused"),
    [
        ("missing-aggregation", True, True),
        ("missing-aggregation", False, False),  # it's asked when the log is closed
        ("missing-output", True, False),  # and this one where files are looked for
        ("wrong-time", True, False),  # `verify` asks it
        ("duplicate-agent", False, True),
    ],
)
def test_a_comment_is_unused_only_if_its_rule_was_asked(rule: str, closed: bool, unused: bool) -> None:
    comment = f"<!-- allsettled: ignore-file {rule} -- a reason -->\n\n"
    text = log(closed=closed).replace("## Dispatch Log", f"{comment}## Dispatch Log")
    found = Checker().inspect(text, "2026-01-05-session-01.md").file.findings
    assert ["unused-suppression"] * unused == [finding.rule for finding in found]


def test_a_comment_on_a_rule_that_looks_for_files_may_be_unused_where_it_can_look() -> None:
    comment = "<!-- allsettled: ignore-file missing-output -- a reason -->\n\n"
    text = log().replace("## Dispatch Log", f"{comment}## Dispatch Log")
    found = Checker().inspect(text, "2026-01-05-session-01.md", exists=lambda _: True).file.findings
    assert ["unused-suppression"] == [finding.rule for finding in found]
