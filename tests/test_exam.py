"""Known faults and traps in real files: what is found where, and what is left alone.

`python tests/test_exam.py` lists the outcome. The files are looked up beside the checkout and are not part of the
repository. A case that names a rule wants its findings on exactly these lines; silent lines have no finding at all.
"""

import sys
import tarfile
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from allsettled.checking import Checker
from allsettled.files.source import decode
from allsettled.finding import Finding
from allsettled.rules import RULES
from checked import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the corpus of real logs is not at {CORPUS}")
ARCHIVE = CORPUS / "repo.tar.xz"
TIMES_60 = "~20 minutes instead of ~50 minutes is 60 % less, not"
S = "logs/2025-12-"
RETRO = "docs/retrospective.2025-12-18-parallel-implementation.md"


class Case(NamedTuple):
    """A file, and what it has: lines by rule, a sentence that one finding must hold, lines without any finding."""

    number: str
    file: str
    found: dict[str, list[int]]
    says: str = ""
    silent: tuple[int, ...] = ()


CASES = (
    Case("1", "docs/HANDOFF.2025-12-22.md", {"wrong-arithmetic": [1599]}, "20 min instead of 50 min is 60 % less"),
    Case("1", RETRO, {"wrong-arithmetic": [199, 251, 497, 672]}, TIMES_60),
    Case("2", "docs/memory.skill-orchestration-001.md", {"wrong-arithmetic": [13]}, "is 60 % less", (52,)),
    Case("3", "docs/AGENT-SYSTEM.2026-08.md", {"wrong-arithmetic": [1289]}, "is 60 % less, not 30-50 %"),
    Case("4", "docs/AGENT-SYSTEM.2026-08.md", {}, silent=(1508, 1509, 1510)),
    Case(
        "5",
        f"{S}20-session-48-semantic-slug-orchestration.md",
        {"unsettled-agent": [34, 35, 36, 37], "leftover-placeholder": [49], "contradicted-tick": [58]},
    ),
    Case("6", f"{S}30-session-105-pr-queue-merge.md", {"unsettled-agent": [70], "mixed-verdict": [70]}),
    Case("7", f"{S}30-session-105-pr-queue-merge.md", {}, silent=(*range(59, 70), 71, 72)),
    Case("8", f"{S}24-session-04-pr-queue-clearance.md", {"unsettled-agent": [71]}, "PR #255 and #235 are still"),
    Case(
        "9",
        f"{S}20-session-41-FINAL.md",
        {"wrong-arithmetic": [156], "unsettled-agent": [96, 97]},
        "30 min doesn't meet the target <30 min",
    ),
    Case(
        "10",
        f"{S}20-session-41-batch-notification-review.md",
        {"wrong-total": [5], "disagreement": [87]},
        "18 (14 + 4) are called INFORMATIONAL here, and the table counts 13 in line 47",
    ),
    Case("11", f"{S}18-session-21-check-skill-exists.md", {"contradicted-tick": [16, 17]}),
    Case("12", f"{S}22-session-66-pr-255-review.md", {"contradicted-tick": [112]}, silent=(109,)),
    Case("14", f"{S}29-session-96-issue-191-parallel-execution.md", {}, silent=(109,)),
    Case("14", "logs/2026-01-09-session-387-fix-830-critical-issues-respond.md", {"unticked-must": [84]}),
    Case("14", f"{S}22-session-62-handoff-merge-conflict-resolution.md", {"contradicted-tick": [107]}, "as kept"),
    Case("15", f"{S}18-session-19-project-constraints.md", {"dangling-evidence": [74]}),
    Case(
        "16",
        f"{S}18-session-16-gemini-code-assist-config.md",
        {"leftover-placeholder": [7, 122, 129, 133, 137], "contradicted-tick": [], "unticked-must": []},
        silent=(16, 17),
    ),
    Case(
        "17",
        "logs/2026-01-09-session-387-fix-830-critical-issues-respond.md",
        {"leftover-placeholder": [39]},
        "the template was never filled in",
    ),
    Case(
        "18",
        "logs/2026-01-04-session-131-pr754-merge-conflicts.md",
        {"torn-row": [104], "unknown-status": []},
        "9 cells for 4 columns",
    ),
    Case("19", f"{S}23-session-82-copilot-synthesis-branch-issue.md", {"torn-row": []}, silent=(49,)),
    Case("20", f"{S}18-session-15-pr-60-response.md", {"torn-row": [227]}, "a blank line cuts it off"),
    Case(
        "21", f"{S}30-session-104-reconcile-session-validation.md", {"unticked-must": []}, silent=tuple(range(80, 85))
    ),
    Case(
        "21",
        "logs/2026-01-05-session-374-session-validation-rca.md",
        {"missing-section": [], "duplicate-section": []},
        silent=(78, 82, 87, 93, 128),
    ),
    Case("22", f"{S}22-session-01-pr235-skillbook.md", {"unticked-must": []}, silent=(75,)),
    Case("23", "docs/retrospective.2025-12-24-parallel-pr-review.md", {"wrong-arithmetic": [214]}, "4 of 9 is 44 %"),
    Case("23", f"{S}23-session-86-adr-017-debate.md", {"wrong-arithmetic": [], "wrong-total": []}, silent=(67,)),
    Case("24", "docs/dual-path-strategy.md", {}, silent=(217, 218, 219)),
    Case("24", "docs/DESIGN-REVIEW-traceability-graph.md", {}, silent=(152,)),
    Case("24", "docs/slo-designer.SKILL.md", {}, silent=(204,)),
    Case("24", "docs/PLAN-session-evidence-verification.md", {}, silent=(1529,)),
    Case("25", "docs/HANDOFF.2025-12-21.md", {"wrong-total": [31]}, "has 11 rows, not 9"),
)
"""`corpus.md`, section 6; case 13 is a test of its own."""

_A, _R = ".agents/archive/planning", ".agents/retrospective"
SPEED_UPS = (
    Case("50 → 20", f"{_R}/2025-12-18-parallel-implementation-retrospective.md", CASES[1].found, TIMES_60),
    Case("50 → 20", f"{_R}/2025-12-19-skill-extraction-summary.md", {"wrong-arithmetic": [120]}, "is 60 % less"),
    Case("51 → 20", f"{_A}/PRD-agent-orchestration-mcp.md", {"wrong-arithmetic": [1069]}, "is 61 % less, not 40 %"),
    Case(
        "3 weeks → 1 day",
        f"{_A}/memory-skill-context-engineering-improvements.md",
        {"wrong-arithmetic": [451]},
        "is 95 % less, not 67 %",
        (466,),
    ),
    Case("12-16 h", ".agents/archive/pr43-remediation-plan.md", {"wrong-arithmetic": [768]}, "14-50 % more, not 43 %"),
    Case("12-16 h", f"{_R}/pr43-coderabbit-root-cause-analysis.md", {"wrong-arithmetic": [414]}, "14-50 % more"),
    Case("~50 %", f"{_R}/2025-12-18-gemini-code-assist-config.md", {"unbacked-claim": [287, 335, 449, 588]}),
    Case("~50 %", f"{_R}/2025-12-18-ai-workflow-implementation.md", {"unbacked-claim": [159, 519, 655, 763]}),
    Case("estimated", f"{_R}/2025-12-17-protocol-compliance-failure.md", {"unbacked-claim": []}, silent=(877,)),
    Case("30+ min", f"{S}20-session-41-batch-notification-review.md", {"unbacked-claim": [99]}),
    Case("right", f"{S}20-session-41-final-closure.md", {"wrong-arithmetic": []}, silent=(90, 105)),
    Case("right", f"{S}20-session-46-skills-index-prd.md", {"wrong-arithmetic": []}, silent=(93,)),
    Case("right", f"{_A}/PRD-skills-index-registry.md", {"wrong-arithmetic": []}, silent=(283, 360)),
    Case("one end", f"{_A}/v0.3.0/PLAN.md", {"wrong-arithmetic": []}, silent=(1782, 1789, 1816)),
    Case("one end", ".agents/devops/ci-analysis-pr737-session-validation.md", {}, silent=(327, 613)),
    Case("right", ".agents/qa/pr-4844-xdist-parallelism-report.md", {}, silent=tuple(range(315, 320))),
    Case("right", ".agents/architecture/ADR-006-thin-workflows-testable-modules.md", {}, silent=(106,)),
)
"""`corpus.md`, section 3.2: the rows whose file is in the corpus. What is in a fence is no content."""


@cache
def _archive() -> dict[str, bytes]:
    wanted = {case.file for case in SPEED_UPS}
    with tarfile.open(ARCHIVE) as tar:
        read = {member.name.removeprefix("./"): tar.extractfile(member) for member in tar if member.isfile()}
        return {name: file.read() for name, file in read.items() if name in wanted and file}


@cache
def _findings(name: str) -> tuple[Finding, ...]:
    data = _archive()[name] if name.startswith(".") else (CORPUS / name).read_bytes()
    path = name.rpartition("/")[2] if name.startswith(("docs/", "logs/")) else name
    return Checker(rules=list(RULES)).inspect(decode(data, name).text, path).file.findings


def _faults(case: Case) -> Iterator[str]:
    findings = _findings(case.file)
    for rule, expected in case.found.items():
        lines = [finding.span.line for finding in findings if finding.rule == rule]
        if lines != expected:
            yield f"{rule} in lines {lines}, not {expected}"
    if case.says and not any(case.says in finding.message for finding in findings if finding.rule in case.found):
        yield f"nothing says {case.says!r}"
    for finding in findings:
        if finding.span.line in case.silent:
            yield f"line {finding.span.line}: {finding.rule}: {finding.message}"


def _id(case: Case) -> str:
    return f"{case.number} {case.file.rpartition('/')[2]}"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_a_case(case: Case) -> None:
    assert [] == list(_faults(case))


@pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"the repository is not at {ARCHIVE}")
@pytest.mark.parametrize("case", SPEED_UPS, ids=_id)
def test_a_claim_of_a_speed_up(case: Case) -> None:
    assert [] == list(_faults(case))


def test_a_documented_reason_to_skip_is_accepted_in_every_log() -> None:
    for path in sorted((CORPUS / "logs").glob("*.md")):
        source = path.read_text(encoding="utf-8").split("\n")
        for finding in _findings(f"logs/{path.name}"):
            if finding.rule == "contradicted-tick":
                assert "SKIPPED: docs-only" not in source[finding.span.line - 1]
                assert "SKIPPED: investigation-only" not in source[finding.span.line - 1]


def test_a_prohibition_that_was_kept_is_left_alone_in_every_log() -> None:
    for path in sorted((CORPUS / "logs").glob("*.md")):
        source = path.read_text(encoding="utf-8").split("\n")
        for finding in _findings(f"logs/{path.name}"):
            row = source[finding.span.line - 1]
            assert not ("MUST NOT" in row and "[x]" in row and "unchanged" in row.casefold())


if __name__ == "__main__":
    for case in (*CASES, *(SPEED_UPS if ARCHIVE.is_file() else ())):
        faults = list(_faults(case))
        sys.stdout.write(f"{'no ' if faults else 'yes'} {_id(case)}{''.join(f'; {fault}' for fault in faults)}\n")
