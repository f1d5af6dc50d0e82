import pytest

from checked import found, lines

RULE = "contradicted-tick"
HEAD = "# Session 1\n\n## {heading}\n\n| Req | Step | Status | Evidence |\n|---|---|---|---|\n"


def log(row: str, heading: str = "Session End") -> str:
    return HEAD.format(heading=heading) + f"| {row} |\n"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("MUST | Commit | [x] | Commit pending", 'it\'s still to come: "Commit pending"'),
        ("MUST | Commit | ✅ | Commit SHA: (pending)", 'it\'s still to come: "Commit SHA: (pending)"'),
        (
            "SHOULD | Verify clean status | [x] | Will verify post-commit",
            'it\'s still to come: "Will verify post-commit"',
        ),
        ("MUST | Run lint | PASS | Not run", 'it wasn\'t done: "Not run"'),
        ("MUST | Init memory | [x] | Not available (expected)", 'it couldn\'t be done: "Not available (expected)"'),
        ("MUST | Route to qa | [x] | SKIPPED: no time", 'it was skipped: "SKIPPED: no time"'),
        ("MUST | Run lint | [x] | Running now", 'it\'s still to come: "Running now"'),
        ("MUST | Run validation | [x] | Running validation...", 'it\'s still to come: "Running validation..."'),
        ("SHOULD | Invoke retrospective | [x] | Agent running", 'it\'s still to come: "Agent running"'),
        ("MUST | Commit | [x] | Commit: (staged, ready)", 'it\'s still to come: "Commit: (staged, ready)"'),
        ("MUST | Validate session | [x] | --no-verify (no module)", 'it was skipped: "--no-verify (no module)"'),
    ],
)
def test_a_tick_against_its_evidence(row: str, what: str) -> None:
    assert [(7, f"this is ticked, and its evidence says that {what}")] == found(RULE, log(row))


@pytest.mark.parametrize(
    "row",
    [
        "MUST | Verify tests | [x] | 897/897 tests pass (3 skipped as expected)",
        "MUST | Route to qa | [x] | SKIPPED: docs-only",
        "MUST | Init memory | [x] | N/A - runs as a subagent",
        "MUST | Security review (if exported) | [x] | Skipped, no export",
        "MUST | Route to qa (feature implementation) | [x] | SKIPPED: bug fixes only",
        "SHOULD | Invoke retrospective | [x] | Skipped: routine",
        "MUST | Start the server | [x] | Server running",
        "MUST | Init memory | [x] | N/A - Running as subagent",
        "MUST | Stage the files | [x] | Staged, ready for review",
        "MUST | Commit | [x] | 1a2b3c4d (--no-verify)",
        "MUST | Commit | [x] | Staged and committed in 1a2b3c4d",
        "MUST NOT | Update HANDOFF.md | [x] | Not done",
        "MUST NOT | Update HANDOFF.md | [x] | Unchanged",
        "MUST NOT | Update HANDOFF.md | [x] | Updated the session log instead",
        "MUST NOT | Update HANDOFF.md | [x] | Updated memory index",
        "MUST NOT | Update HANDOFF.md directly | [x] | Updated by the merge job",
        "MUST NOT | Update HANDOFF.md | [x] | Changed PLAN.md",
        "MUST NOT | Push to main | [x] | Changed to a feature branch first",
        "MUST NOT | Update HANDOFF.md | [ ] | Updated the table",
        "MUST NOT | Update HANDOFF.md | [x] | Added: nothing",
        "MUST | HANDOFF.md not updated | [x] | Not done, as it must be",
        "MUST | Commit | [ ] | Pending",
        "MUST | Commit | [N/A] | Not run",
        "~~MUST~~ | Commit | [x] | Pending",
        "MUST | Commit | [x] | Commit SHA: _______",
        "MUST | Commit | [x] | ",
        "MUST | Verify status | [x] | Clean after commit",
    ],
)
def test_what_is_no_contradiction(row: str) -> None:
    assert [] == lines(RULE, log(row))


@pytest.mark.parametrize(
    "evidence",
    [
        "Updated Recent Sessions table (validator requirement)",
        "Replaced (not updated)",
        "Updated HANDOFF.md, section 2",
    ],
)
def test_a_prohibition_that_is_ticked_as_kept_and_was_not(evidence: str) -> None:
    message = f'this is ticked as kept, and its evidence says what was changed: "{evidence}"'
    assert [(7, message)] == found(RULE, log(f"MUST NOT | Update `HANDOFF.md` directly | [x] | {evidence}"))


@pytest.mark.parametrize(
    ("heading", "expected"), [("Session End", [7]), ("Protocol Compliance", [7]), ("Features", [])]
)
def test_a_row_without_a_level_counts_among_the_protocol_s_own(heading: str, expected: list[int]) -> None:
    text = log("x", heading).replace("| Req | Step | Status | Evidence |", "| Task | Status | Evidence |")
    text = text.replace("|---|---|---|---|", "|---|---|---|").replace("| x |", "| Cron job | ✅ | Will run nightly |")
    assert expected == lines(RULE, text)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Update HANDOFF.md: [NOT DONE - session ended without update]", [5]),
        ("initial_instructions (skipped - not available in this environment)", [5]),
        ("Memory updates (pending - will complete later)", [5]),
        ("Linting: To be run at session end", [5]),
        ("activate_project (attempted - tool not available)", []),
        ("Serena activation: N/A (tools not available)", []),
        ("CI checks running (pending)", []),
        ("Checked for pending items", []),
        ("QA validation (not needed for a fix)", []),
        ("No conflicts found (none pending)", []),
        ("Verify the plan", []),
    ],
)
def test_items_say_it_in_their_last_clause(item: str, expected: list[int]) -> None:
    assert expected == lines(RULE, f"# Session 1\n\n## Session End\n\n- [x] {item}\n")
    assert [] == lines(RULE, f"# Session 1\n\n## Work Log\n\n- [x] {item}\n")
    assert [] == lines(RULE, f"# Session 1\n\n## Original Session End\n\n- [x] {item}\n")


CLOSING = "MUST | Complete session log (all sections filled) | [x] | File complete"


def test_a_complete_log_holds_no_placeholder() -> None:
    text = log(CLOSING) + "\n### Lint Output\n\n[Paste output here]\n"
    message = "this is ticked, and line 11 still holds a placeholder: [Paste output here]"
    assert [(7, message)] == found(RULE, text)
    assert [] == found(RULE, log(CLOSING) + "\n### Lint Output\n\n0 errors, [Paste] was tried\n")


def test_a_placeholder_of_an_open_row_does_not_count() -> None:
    assert [] == found(RULE, log(f"{CLOSING} |\n| SHOULD | Invoke retrospective | [ ] | Doc: _______"))


def test_the_project_s_own_reasons_count() -> None:
    from allsettled.checking import Checker
    from allsettled.protocol.value import Protocol
    from allsettled.rules import RULES

    checker = Checker(rules=[RULES[RULE]], protocol=Protocol(skip_reasons=("hotfix-only",)))
    text = log("MUST | Route to qa | [x] | SKIPPED: hotfix-only")
    assert [] == checker.check(checker.read(text, "2026-01-05-session-01.md"))


@pytest.mark.parametrize("mark", ["[PASS]", "✅", "✔️", "[Done]"])
def test_an_item_may_be_marked_without_a_box(mark: str) -> None:
    text = f"# Session 1\n\n## Protocol Compliance\n\n- {mark} `activate_project` - Not available, skipped\n"
    message = 'this is ticked, and its evidence says that it couldn\'t be done: "Not available, skipped"'
    assert [(5, message)] == found(RULE, text)
    assert [] == found(RULE, text.replace("Protocol Compliance", "Findings"))
    assert [] == found(RULE, text.replace(mark, "❌"))
    assert [] == found(RULE, text.replace(mark, "⚠️"))
