"""Whatever the file: the fix ends, is done at once, and leaves no finding that wasn't there."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from mended import mend, reported
from working import calls

LINES = (
    "",
    "",
    "text",
    "# Session log",
    "## Dispatch Log",
    "### Agent Outputs",
    "### Aggregation Strategy: merged",
    "### Aggregation Strategy",
    "voting",
    "| Agent | Started | Status | Tier |",
    "|---|---|---|---|",
    "| qa | 2026-01-05 09:00:00 UTC | TIMED_OUT | P-0 |",
    "| qa | `20260105T090000Z` | Time-out | Tier P1 |",
    "| qa | 2026-01-05 09:00:00 +00 | done",
    " | P1 |",
    "| P1 | P2 |",
    "| a | b |",
    "|---|---|",
    "<!-- allsettled: ignore torn-row -- an old table -->",
    "<!-- allsettled: ignore-file unknown-status, torn-row -- an old table -->",
    "  <!-- allsettled: ignore bad-timestamp, -->",
    "<!-- allsettled: ignore late-tier",
    "-- copied -->",
    "- item",
    "  more",
    "    code",
    "> quoted",
    "> | a | b |",
    "```markdown",
    "```",
    "<div>",
    "</div>",
    "[a]: b",
    "---",
    "===",
    "1. one",
    "\u2028\ufeff\u00a0",
)


@given(st.lists(st.sampled_from(LINES), max_size=30), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=200, deadline=None)
def test_any_file(lines: list[str], end: str) -> None:
    raw = end.join(lines).encode()
    fixed = mend(raw)
    before, after = reported(end.join(lines)), reported(fixed.source.text)
    assert len(before) - fixed.mended == len(after)
    assert Counter(finding.rule for finding in after) <= Counter(finding.rule for finding in before)
    again = mend(fixed.source.raw)
    assert (fixed.source.raw, 0) == (again.source.raw, again.mended)
    if fixed.mended == 0:
        assert raw == fixed.source.raw


def test_the_work_grows_with_the_file_alone() -> None:
    comment = "<!-- allsettled: ignore torn-row -- an old table -->\n\ntext\n\n"
    for piece in (comment, "| a | b |\n|---|---|\n| 1\n\n| 2 |\n\n"):
        mend(piece.encode())  # what is loaded once
        small = calls(mend, f"# Session log\n\n{piece * 50}".encode())
        assert calls(mend, f"# Session log\n\n{piece * 400}".encode()) < 9 * small, piece
