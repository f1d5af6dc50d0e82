import pytest

from allsettled.document import parse
from allsettled.subject.duties import Duty, read_duties


def duties(text: str) -> list[Duty]:
    return list(read_duties(parse(text)))


def row(status: str, level: str = "MUST", step: str = "Run lint") -> Duty:
    head = "| Req | Step | Status | Evidence |\n|---|---|---|---|\n"
    return duties(f"{head}| {level} | {step} | {status} | x |\n| MUST | y | [x] | z |\n")[0]


@pytest.mark.parametrize(
    "status",
    [
        "[x]",
        "`[x]`",
        "**[x]**",
        "✅",
        "[✅]",
        "✓",
        "PASS",
        "✅ PASS",
        "[PASS]",
        "Complete",
        "[x] PASS",
        "yes",
        "Y",
        "Yes, all",
    ],
)
def test_a_tick_is_a_tick_in_any_notation(status: str) -> None:
    duty = row(status)
    assert duty.done
    assert not duty.open


@pytest.mark.parametrize("status", ["[ ]", "`[ ]`", "☐", "", "Pending", "⏳", "[⏸️]", "In progress", "[PENDING]"])
def test_an_open_box_is_open_in_any_notation(status: str) -> None:
    duty = row(status)
    assert duty.open
    assert not duty.done


@pytest.mark.parametrize(
    "status", ["[N/A]", "N/A", "[SKIPPED]", "[-]", "✅ N/A", "FAILED", "No", "No new ones", "Yesterday"]
)
def test_other_marks_are_neither(status: str) -> None:
    duty = row(status)
    assert not duty.done
    assert not duty.open


def test_levels_and_prohibitions() -> None:
    assert "MUST NOT" == row("[x]", "**MUST NOT**").level
    assert row("[x]", "MUST NOT").prohibition
    assert not row("[x]").prohibition


@pytest.mark.parametrize(("level", "step"), [("~~MUST~~", "Run lint"), ("MUST", "~~Run lint~~")])
def test_a_struck_row_is_withdrawn(level: str, step: str) -> None:
    assert row("[ ]", level, step).struck


def test_the_step_is_rather_the_requirement_than_the_phase() -> None:
    text = "| Phase | Requirement | Status | Evidence |\n|---|---|---|---|\n| Init | Read HANDOFF.md | PASS | read |\n"
    assert ["Read HANDOFF.md"] == [duty.step.text for duty in duties(text)]


def test_the_columns_may_stand_in_any_order() -> None:
    text = "| Evidence | Status | Step | Level |\n|---|---|---|---|\n| done it | [x] | Lint | MUST |\n"
    (duty,) = duties(text)
    assert ("MUST", "Lint", "done it") == (duty.level, duty.step.text, duty.evidence.text if duty.evidence else None)


def test_notes_are_evidence_only_beside_levels() -> None:
    (plain,) = duties("| Task | Status | Notes |\n|---|---|---|\n| Cron job | ✅ | Will run nightly |\n")
    assert plain.evidence is None
    (levelled,) = duties("| Req | Step | Status | Notes |\n|---|---|---|---|\n| MUST | Lint | [x] | 0 errors |\n")
    assert levelled.evidence is not None


def test_torn_rows_and_tables_in_fences_say_nothing() -> None:
    table = "| Req | Step | Status | Evidence |\n|---|---|---|---|\n| MUST | a `x|y` | [ ] | z |\n"
    assert [] == duties(table)
    assert [] == duties(f"```markdown\n{table.replace('|y', '')}```\n")


@pytest.mark.parametrize(
    ("item", "level"),
    [
        ("MUST run lint", "MUST"),
        ("**MUST**: run lint", "MUST"),
        ("[MUST NOT] push", "MUST NOT"),
        ("(SHOULD) tidy up", "SHOULD"),
        ("MUST requirements documented", ""),
        ("Mustard bought", ""),
        ("Run lint", ""),
    ],
)
def test_an_item_may_begin_with_its_level(item: str, level: str) -> None:
    (duty,) = duties(f"- [ ] {item}\n")
    assert (level, True, None) == (duty.level, duty.open, duty.table)


def test_a_column_may_ask_whether_it_passed() -> None:
    (duty,) = duties("| Criterion | Pass? | Evidence |\n|---|---|---|\n| No conflicts | ✅ | git merge |\n")
    assert ("No conflicts", True) == (duty.step.text, duty.done)
