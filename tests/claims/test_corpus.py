"""Real logs and documents: the wrong claims are found, with the right number, and the right ones left alone."""

from pathlib import Path

import pytest

from claims.reading import found

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real logs is not at {CORPUS}")

EXPECTED = {
    "docs/HANDOFF.2025-12-22.md": [
        "31: 9: the table above (line 15) has 11 rows, not 9",
        "1599: ~40%: 20 min instead of 50 min is 60 % less, not ~40 %",
    ],
    "docs/HANDOFF.2025-12-21.md": [
        "31: 9: the table above (line 15) has 11 rows, not 9",
        "1594: ~40%: 20 min instead of 50 min is 60 % less, not ~40 %",
    ],
    "docs/memory.skill-orchestration-001.md": ["13: 40%: ~20 minutes instead of ~50 minutes is 60 % less, not 40 %"],
    "docs/AGENT-SYSTEM.2026-08.md": ["1289: 30-50%: 20 minutes instead of 50 minutes is 60 % less, not 30-50 %"],
    "docs/retrospective.2025-12-18-parallel-implementation.md": [
        f"{line}: {figure}: ~20 minutes instead of ~50 minutes is 60 % less, not {figure.replace('%', ' %')}"
        for line, figure in ((199, "40%"), (251, "~40%"), (497, "40%"), (672, "40%"))
    ],
    "docs/retrospective.2025-12-24-parallel-pr-review.md": ["214: 57%: 4 of 9 is 44 %, not 57 %"],
    "docs/dual-path-strategy.md": [],
    "docs/DESIGN-REVIEW-traceability-graph.md": [],
    "docs/slo-designer.SKILL.md": [],
    "docs/PLAN-session-evidence-verification.md": [],
    "logs/2025-12-20-session-41-FINAL.md": [
        "5: ~60 minutes: the times add up to ~53 minutes (line 91), not ~60 minutes",
        "156: ✅ ON_TIME: 30 min doesn't meet the target <30 min, though it's marked as met",
    ],
    "logs/2025-12-20-session-41-batch-notification-review.md": [
        "5: ~15 minutes: the times add up to ~12 minutes (line 151), not ~15 minutes"
    ],
    "logs/2025-12-20-session-46-skills-index-prd.md": [],
    "logs/2025-12-22-session-66-pr-255-review.md": [],
    "logs/2025-12-23-session-86-adr-017-debate.md": [],
    "logs/2025-12-27-session-93-retrospective-session-92-pr-466.md": ["153: 25%: 3 of 7 is 43 %, not 25 %"],
    "logs/2025-12-30-session-105-pr-queue-merge.md": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_cited_file(name: str) -> None:
    assert EXPECTED[name] == found((CORPUS / name).read_text(encoding="utf-8"))


def test_all_other_logs_are_left_alone() -> None:
    logs = (path for path in sorted(CORPUS.glob("logs/*.md")) if f"logs/{path.name}" not in EXPECTED)
    reports = {path.name: found(path.read_text(encoding="utf-8")) for path in logs}
    assert {} == {name: problems for name, problems in reports.items() if problems}
