"""Real logs, where they are beside the checkout: faults on their lines, and silence where there are none."""

import pytest

from checked import CORPUS, lines

LOGS = CORPUS / "logs"
pytestmark = pytest.mark.skipif(not LOGS.is_dir(), reason=f"the corpus of real logs is not at {LOGS}")

FAULTS = [
    ("unticked-must", "2026-01-09-session-387-fix-830-critical-issues-respond.md", [84]),
    ("contradicted-tick", "2025-12-18-session-21-check-skill-exists.md", [16, 17]),
    ("contradicted-tick", "2025-12-22-session-66-pr-255-review.md", [112]),
    ("contradicted-tick", "2025-12-20-session-48-semantic-slug-orchestration.md", [58]),
    ("leftover-placeholder", "2025-12-20-session-48-semantic-slug-orchestration.md", [49]),
    ("leftover-placeholder", "2025-12-18-session-16-gemini-code-assist-config.md", [7, 122, 129, 133, 137]),
    ("leftover-placeholder", "2026-01-09-session-387-fix-830-critical-issues-respond.md", [39]),
    ("torn-row", "2026-01-04-session-131-pr754-merge-conflicts.md", [104]),
    ("torn-row", "2025-12-18-session-15-pr-60-response.md", [227]),
    ("dangling-evidence", "2025-12-18-session-19-project-constraints.md", [74]),
    ("mixed-verdict", "2025-12-30-session-105-pr-queue-merge.md", [70]),
    ("disagreement", "2025-12-20-session-41-final-closure.md", [175]),
]
SILENCE = [
    ("contradicted-tick", "2025-12-18-session-16-gemini-code-assist-config.md"),  # N/A with its reason
    ("unticked-must", "2025-12-18-session-16-gemini-code-assist-config.md"),
    ("contradicted-tick", "2025-12-29-session-96-issue-191-parallel-execution.md"),  # MUST NOT, ticked
    ("unticked-must", "2025-12-29-session-96-issue-191-parallel-execution.md"),
    ("torn-row", "2025-12-23-session-82-copilot-synthesis-branch-issue.md"),  # escaped pipes in code
    ("unticked-must", "2025-12-30-session-104-reconcile-session-validation.md"),  # a checklist in a fence
    ("missing-section", "2026-01-05-session-374-session-validation-rca.md"),  # headings in fences in a list
    ("duplicate-section", "2026-01-05-session-374-session-validation-rca.md"),
    ("unticked-must", "2025-12-22-session-01-pr235-skillbook.md"),  # a withdrawn row
]


def _lines(rule: str, name: str) -> list[int]:
    return lines(rule, (LOGS / name).read_text(encoding="utf-8"), f"logs/{name}")


@pytest.mark.parametrize(("rule", "name", "expected"), FAULTS)
def test_the_fault_is_found_where_it_stands(rule: str, name: str, expected: list[int]) -> None:
    assert expected == _lines(rule, name)


@pytest.mark.parametrize(("rule", "name"), SILENCE)
def test_what_is_no_fault_is_let_be(rule: str, name: str) -> None:
    assert [] == _lines(rule, name)


def test_a_documented_reason_to_skip_is_accepted_in_every_log() -> None:
    for path in sorted(LOGS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        source = text.split("\n")
        for line in lines("contradicted-tick", text, f"logs/{path.name}"):
            assert "SKIPPED: docs-only" not in source[line - 1]
            assert "SKIPPED: investigation-only" not in source[line - 1]
