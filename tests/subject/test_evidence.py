import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allsettled.protocol.value import BUILT_IN
from allsettled.subject.evidence import Saying, against, documented, unmet, waives

REASONS = BUILT_IN.skip_reasons


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("Pending", Saying.TO_COME),
        ("Commit pending", Saying.TO_COME),
        ("Commit SHA: (pending)", Saying.TO_COME),
        ("Pending validation", Saying.TO_COME),
        ("Session log update pending", Saying.TO_COME),
        ("Will run in the commit hook", Saying.TO_COME),
        ("The entry will be added before the commit", Saying.TO_COME),
        ("To be run at session end", Saying.TO_COME),
        ("Deferred to the next session", Saying.TO_COME),
        ("Awaiting review", Saying.TO_COME),
        ("Not run", Saying.UNDONE),
        ("NOT DONE - session ended", Saying.UNDONE),
        ("never executed", Saying.UNDONE),
        ("Serena not available in this environment", Saying.UNAVAILABLE),
        ("Skipped - Serena not available in this session", Saying.UNAVAILABLE),
        ("Tool unavailable", Saying.UNAVAILABLE),
        ("Skipped", Saying.SKIPPED),
        ("`SKIPPED: no time`", Saying.SKIPPED),
    ],
)
def test_what_speaks_against_a_tick(text: str, saying: Saying) -> None:
    assert saying is against(text, REASONS)


@pytest.mark.parametrize(
    "text",
    [
        "897/897 tests pass (3 skipped as expected)",
        "14434 passed, 21 skipped",
        "Clean after commit",
        "No pending items",
        "Commit SHA: a0500855 (pending one more)",
        "3 commits: ff69343f, 4f662570, [pending]",
        "N/A - runs as a subagent",
        "Tool not available (N/A)",
        "LEGACY: N/A - QA session",
        "Not needed for a review",
        "No memory updates needed",
        "SKIPPED: docs-only",
        "`SKIPPED: investigation-only`",
        "SKIPPED: documentation only",
        "Skipped (already activated)",
        "Skipped per protocol: a review",
        "Tool not available, used the file instead",
        "Serena not available; proceeded with fallback",
        "QA report: `.agents/qa/pending-will-run.md`",
        "`.agents/qa/328-retry-logic-qa-deferred.md`",
        "Deferred by the owner",
        "Forgetful server answers",
        "All sections filled",
        "",
    ],
)
def test_what_does_not(text: str) -> None:
    assert against(text, REASONS) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docs-only", True),
        ("Documentation session", True),
        ("docs only (2 files)", True),
        ("documented", False),
        ("", False),
    ],
)
def test_a_documented_reason_in_other_words(text: str, expected: bool) -> None:
    assert expected == documented(text, REASONS)


def test_a_project_s_own_reason_is_documented() -> None:
    assert documented("SKIPPED: hotfix of the day", ["hotfix-only"])
    assert not documented("SKIPPED: docs-only", ["hotfix-only"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N/A - Investigation only", True),
        ("Not applicable for investigation", True),
        ("SKIPPED: analysis-only session", True),
        ("SKIPPED", False),
        ("Loading...", False),
        ("Pending", False),
        ("Content in context", False),
    ],
)
def test_a_reason_waives(text: str, expected: bool) -> None:
    assert expected == waives(text)


def test_a_condition_is_denied_by_its_evidence() -> None:
    assert unmet("Route to qa (feature implementation)", "Renaming only")
    assert unmet("Security review (if exported)", "No export")
    assert not unmet("Route to qa", "Renaming only")
    assert not unmet("Security review (if exported)", "Clean")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_can_be_asked(text: str, reason: str) -> None:
    against(text, [reason])
    waives(text)
